"""What the officer finds on the first page and in the navigation."""

from datetime import date

from pension.models import Officer
from pension.queries.worklist import NavItem, Tile


def tiles(officer: Officer, today: date) -> list[Tile]:
    """Counts of work waiting for ``officer``."""
    return []


def navigation(officer: Officer, today: date) -> list[NavItem]:
    """Entries of the navigation that ``officer`` has something to do with."""
    return []
