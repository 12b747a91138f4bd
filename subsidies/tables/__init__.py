"""Lists and panels as pages draw them: texts ready of the subsidies app."""
