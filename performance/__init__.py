"""How well the money worked."""
