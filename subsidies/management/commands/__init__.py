"""Commands of the subsidies app."""
