"""Registers the background work of the app with the queue."""

from subsidies.jobs import (
    batch_lists,
    batch_sheets,
    calculation_runs,
    calculation_sheets,
    drafting,
    lists,
    recoveries,
    rosters,
)

__all__ = [
    "batch_lists",
    "batch_sheets",
    "calculation_runs",
    "calculation_sheets",
    "drafting",
    "lists",
    "recoveries",
    "rosters",
]
