"""Who is confirmed and insured."""
