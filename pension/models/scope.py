"""Who sees which rows: a row belongs to a region, an officer sees those below the own office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from pension.models.officers import Officer

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """Rows that know the path to the code of their region.

    Region codes are the statistics bureau's: a community's code begins with its street's, so
    «everything below» is a prefix. Subclasses set ``region_path``; ``None`` refuses everything,
    so that a forgotten path shows nothing rather than all.
    """

    region_path: str | None = None

    def visible_to(self, officer: Officer) -> Self:
        """The rows that ``officer``'s office may see."""
        if self.region_path is None or officer.office is None:
            return self.none()
        return self.filter(**within(self.region_path, officer.office.region.code))


def within(path: str, code: str) -> dict[str, Any]:
    """Filter arguments for rows whose region code at ``path`` begins with ``code``.

    A range instead of ``startswith``: SQLite uses an index for it, PostgreSQL with any collation
    of digits too.
    """
    return {f"{path}__gte": code, f"{path}__lt": f"{code}:"}  # ':' follows '9'
