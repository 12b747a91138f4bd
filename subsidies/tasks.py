"""Registers the background work of the app with the queue."""

from subsidies.jobs import calculation_runs, calculation_sheets, lists

__all__ = ["calculation_runs", "calculation_sheets", "lists"]
