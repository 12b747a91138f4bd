"""Read-only questions about cases and people."""
