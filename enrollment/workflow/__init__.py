"""Pure step tables of the chain of confirmation."""
