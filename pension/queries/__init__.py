"""Questions to the tables of the kernel: read only, plain values out."""
