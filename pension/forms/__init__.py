"""Forms of the kernel's pages: they check what was typed, they decide nothing."""
