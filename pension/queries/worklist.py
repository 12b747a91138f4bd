"""What an officer finds on the first page and in the navigation: counts that are links."""

from dataclasses import dataclass


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
