"""Long lists page by page, by the key of the first and last row: equally fast on every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models

from pension.queries.worklist import MOST_COUNTED, counted

SIZE = 50
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of a page, and the keys by which the pages beside it are asked for."""

    rows: Sequence[Row]
    before: int | None
    after: int | None
    count: int
    unit: str

    @property
    def shown(self) -> str:
        """How many rows of how many: counting stops at ten thousand."""
        if self.count > MOST_COUNTED:
            return f"本页 {len(self.rows)} {self.unit}，共 10,000 {self.unit}以上"
        return f"本页 {len(self.rows)} {self.unit}，共 {self.count:,} {self.unit}"


def page_of(
    rows: models.QuerySet[Row],
    *,
    after: int | None = None,
    before: int | None = None,
    unit: str = "件",
) -> Page[Row]:
    """The page of ``rows`` behind the key ``after`` or in front of the key ``before``.

    ``unit`` is the word that such rows are counted in.
    """
    count = counted(rows)
    if before is not None:
        found = list(rows.filter(pk__lt=before).order_by("-pk")[: SIZE + 1])[::-1]
        more_before, more_after = len(found) > SIZE, True
        found = found[-SIZE:]
    else:
        beyond = rows.filter(pk__gt=after) if after is not None else rows
        found = list(beyond.order_by("pk")[: SIZE + 1])
        more_before, more_after = after is not None, len(found) > SIZE
        found = found[:SIZE]
    return Page(
        found,
        before=found[0].pk if found and more_before else None,
        after=found[-1].pk if found and more_after else None,
        count=count,
        unit=unit,
    )
