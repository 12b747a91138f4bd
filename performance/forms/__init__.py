"""Forms: what an officer types, checked for its form; whether it may be done the services say."""
