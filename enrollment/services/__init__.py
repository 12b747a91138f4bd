"""Decisions on cases: the only writers of who is confirmed and insured."""
