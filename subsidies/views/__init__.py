"""Pages of what is due and paid."""
