"""Long lists page by page, by the key of the first and last row: equally fast on every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models

from pension.queries.worklist import MOST_COUNTED, counted

SIZE = 50
# Where a page is looked for before the whole table is: a planner that begins with the regions
# would otherwise sort every row of a district to find the first fifty.
STRETCHES = (2_000, 100_000)
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
        found = _nearest(rows, before, "-pk")[::-1]
        more_before, more_after = len(found) > SIZE, True
        found = found[-SIZE:]
    else:
        found = _nearest(rows, after or 0, "pk")
        more_before, more_after = after is not None, len(found) > SIZE
        found = found[:SIZE]
    return Page(
        found,
        before=found[0].pk if found and more_before else None,
        after=found[-1].pk if found and more_after else None,
        count=count,
        unit=unit,
    )


def _nearest(rows: models.QuerySet[Row], key: int, order: str) -> list[Row]:
    """The rows next to a key, one more than a page.

    Their keys are looked for first: what is joined to a row is read for the page alone.
    """
    rows = rows.order_by(order)
    return list(rows.filter(pk__in=_keys(rows, key, order)))


def _keys(rows: models.QuerySet[Row], key: int, order: str) -> list[int]:
    """The keys next to a key, looked for in ever longer stretches."""
    keys = rows.values_list("pk", flat=True)
    beyond = keys.filter(pk__lt=key) if order == "-pk" else keys.filter(pk__gt=key)
    for length in STRETCHES:
        found = list(beyond.filter(pk__gte=key - length, pk__lte=key + length)[: SIZE + 1])
        if len(found) > SIZE:
            return found
    return list(beyond[: SIZE + 1])
