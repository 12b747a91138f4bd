"""Runs the whole product on one machine: Redis, workers, beat and the web server, as one crew."""
