"""Read-only questions about what is due and paid."""
