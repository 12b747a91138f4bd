"""The page of a long list that the address asks for."""

from typing import TypeVar

from django.db import models

from enrollment.queries.paging import Page, page_of
from enrollment.views import lists
from pension.views.access import OfficerRequest

Row = TypeVar("Row", bound=models.Model)


def asked_page(request: OfficerRequest, rows: models.QuerySet[Row], unit: str) -> Page[Row]:
    """The page of ``rows`` that the address asks for; ``unit`` is the word they are counted in."""
    after, before = lists.key(request, "after"), lists.key(request, "before")
    return page_of(rows, after=after, before=before, unit=unit)
