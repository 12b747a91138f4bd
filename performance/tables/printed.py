"""A small table of a paper: caption, headings, rows of texts, a remark under it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

NUMBER, TEXT, CENTER = "number", "", "center"


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """``kinds`` say for each column how its cells stand; ``empty`` is said when there is no row."""

    name: str
    caption: str
    unit: str
    headings: Sequence[str]
    kinds: Sequence[str]
    rows: Sequence[Sequence[str]]
    totals: Sequence[str] = ()
    remarks: Sequence[str] = field(default_factory=tuple)
    empty: str = "没有记录。"

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Headings with how their cells stand."""
        return list(zip(self.headings, self.kinds, strict=True))

    @property
    def body(self) -> list[list[tuple[str, str]]]:
        """Cells with how they stand, row by row."""
        return [list(zip(row, self.kinds, strict=True)) for row in self.rows]

    @property
    def foot(self) -> list[tuple[str, str]]:
        """The totals with how they stand."""
        return list(zip(self.totals, self.kinds, strict=True)) if self.totals else []
