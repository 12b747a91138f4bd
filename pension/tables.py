"""What `_parts/table.html` draws: cells whose texts are ready, so that long lists are fast.

Views and the `tables` modules of the apps build these; nothing here reads the database.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

SHORT = 20  # half-width columns: ten Chinese characters


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; numbers stand right, ``sort_url`` makes the heading a link."""

    label: str
    is_number: bool = False
    sort_url: str = ""
    sorted: str = ""  # "", "ascending" or "descending"


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, perhaps a link or a badge (``tone``: ok, warn, bad, info, plain)."""

    text: str
    url: str = ""
    tone: str = ""
    is_number: bool = False
    note: str = ""

    @property
    def css(self) -> str:
        """The class of the cell: numbers stand right, short texts keep to one line."""
        if self.is_number:
            return "number"
        length = len(self.text)
        if SHORT // 2 < length <= SHORT:
            length += sum(character >= "\u2e80" for character in self.text)
        return "nowrap" if length <= SHORT else ""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row; Enter on the row opens ``url``; ``pk`` is what its check box sends.

    ``is_ticked`` is for lists that keep their ticks while pages are turned.
    """

    cells: Sequence[Cell]
    url: str = ""
    pk: str | int = ""
    mark: str = ""  # "", "warn", "bad" or "result"
    is_ticked: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A whole table; ``empty`` and ``cure`` are said when there is no row."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: Sequence[Cell] = field(default_factory=tuple)
    empty: str = "没有符合条件的记录"
    cure: str = "可以放宽筛选条件再看。"
    cure_url: str = ""
    is_selectable: bool = False


def addresses(name: str) -> Callable[[int], str]:
    """The addresses of the pages ``name`` by key.

    The pattern is looked up once: to look it up for each row takes as long as to draw the row.
    """
    before, after = reverse(name, args=[0]).rsplit("0", 1)
    return lambda key: f"{before}{key}{after}"
