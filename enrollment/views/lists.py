"""What lists have in common: conditions that can be taken away one by one, and pages."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django_filters import FilterSet

from enrollment.queries.paging import Page
from pension.vocabulary.keys import parse_key

PAGING = ("after", "before")


def chips(request: HttpRequest, filter_set: FilterSet) -> list[dict[str, str]]:
    """The conditions in force: label, value in words, the address without it."""
    found = []
    for name, field in filter_set.form.fields.items():
        value = request.GET.get(name)
        if value and not field.widget.is_hidden:
            words = dict(getattr(field, "choices", ())).get(value, value)
            found.append(
                {
                    "label": str(field.label),
                    "value": str(words),
                    "clear_url": f"{request.path}?{without(request, name).urlencode()}",
                }
            )
    return found


def pages(request: HttpRequest, page: Page[Any]) -> dict[str, str]:
    """The addresses of the pages beside this one, and how much is shown."""
    links = {"shown": page.shown}
    if page.before is not None:
        links["previous_url"] = _with(request, "before", page.before)
    if page.after is not None:
        links["next_url"] = _with(request, "after", page.after)
    return links


def without(request: HttpRequest, *names: str) -> QueryDict:
    """The conditions of the address without some, and without the page."""
    query = request.GET.copy()
    for name in (*names, *PAGING):
        query.pop(name, None)
    return query


def key(request: HttpRequest, name: str) -> int | None:
    """A key in the address; anything that is no number counts as none."""
    return parse_key(request.GET.get(name, ""))


def _with(request: HttpRequest, name: str, value: int) -> str:
    query = without(request)
    query[name] = str(value)
    return f"{request.path}?{query.urlencode()}"
