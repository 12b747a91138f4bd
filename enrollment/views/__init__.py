"""Pages of who is confirmed and insured."""
