"""Pure step tables of how money moves."""
