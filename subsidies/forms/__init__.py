"""Forms of the subsidies app."""
