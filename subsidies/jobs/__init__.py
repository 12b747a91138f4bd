"""Background work of the subsidies app; `subsidies.tasks` registers it."""
