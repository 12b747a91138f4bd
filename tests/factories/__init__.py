"""Test records: a small world that every test can ask for."""
