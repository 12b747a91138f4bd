"""Filters and tags of the kernel, for the templates of every app."""
