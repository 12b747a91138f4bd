"""Filters of lists, kept in the address of the subsidies app."""
