"""Read-only questions about how well the money worked."""
