"""Long tables of a paper, and which of their cells look alike. Nothing is set here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

Cell = tuple[str, str]  # its text and its class on paper
CellLook = tuple[int, str, str]  # the column, the text with its letters made alike, the class


@dataclass(frozen=True, slots=True)
class Listing:
    """Headings with their classes, and rows of texts that begin with their number."""

    headings: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]

    def part(self, start: int, stop: int) -> Self:
        """The rows from ``start`` up to but not including ``stop``."""
        return replace(self, rows=self.rows[start:stop])

    def specimens(self) -> tuple[Self, Mapping[CellLook, int]]:
        """A row for every look of a cell, the rest of it empty; and which row shows which."""
        found: dict[CellLook, list[Cell]] = {}
        for row in self.rows:
            for column, (look, cell) in enumerate(zip(looks(row), row, strict=True)):
                if look not in found:
                    found[look] = [("", css) for _, css in row]
                    found[look][column] = cell
        return replace(self, rows=list(found.values())), {look: n for n, look in enumerate(found)}


def looks(row: Sequence[Cell]) -> Iterator[CellLook]:
    """How the cells of a row look: cells of one look are equally high and equally wide."""
    for column, (text, css) in enumerate(row):
        yield column, "".join(map(_alike, text)), css


def _alike(letter: str) -> str:
    """Digits are equally wide, and so are the characters that all our Chinese fonts have.

    Any other letter stands for itself: it may come out of another font.
    """
    if letter.isdecimal() and letter.isascii():
        return "0"
    is_common = "一" <= letter <= "龥" and letter.encode("gb2312", "ignore")
    return "中" if is_common else letter
