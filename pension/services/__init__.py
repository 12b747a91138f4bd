"""Decisions of the kernel: the only writers of its tables."""
