"""Kernel and wiring of the subsidy system for people whose land was taken."""
