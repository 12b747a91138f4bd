"""What an officer finds on the first page and in the navigation: counts that are links."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

# Beyond it nobody reads a count, and counting a whole district takes longer than the page.
MOST_COUNTED = 10_000


def counted(rows: QuerySet[Any]) -> int:
    """How many rows there are; counting stops at one more than ``MOST_COUNTED``."""
    # By keys: a column that is worked out for the list is not worked out to be counted.
    return rows.order_by().values("pk")[: MOST_COUNTED + 1].count()


def count_words(count: int) -> str:
    """A count as read: «15,485», or «10,000+» where counting stopped."""
    return f"{MOST_COUNTED:,}+" if count == MOST_COUNTED + 1 else f"{count:,}"


@dataclass(frozen=True, slots=True)
class Tile:
    """A count of work waiting, with the address of the list behind it."""

    label: str
    count: int
    url: str
    note: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the navigation; ``count`` is None where counting makes no sense."""

    label: str
    url: str
    count: int | None = None
