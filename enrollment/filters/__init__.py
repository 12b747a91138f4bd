"""Filters of lists, kept in the address; the same words narrow a page and its export."""
