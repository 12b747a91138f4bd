"""Commands of the kernel and of the wiring."""
