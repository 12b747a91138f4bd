"""Turning pages of a list whose filters stand in the address."""

from typing import Any

from django.core.paginator import Page
from django.http import QueryDict


def page_links(page: Page[Any], query: QueryDict) -> dict[str, str]:
    """What `_parts/pagination.html` wants; the rest of the address is kept."""

    def address(number: int) -> str:
        kept = query.copy()
        kept["page"] = str(number)
        return f"?{kept.urlencode()}"

    first, last = page.start_index(), page.end_index()
    return {
        "shown": f"第 {first:,}–{last:,} 条，共 {page.paginator.count:,} 条",
        "previous_url": address(page.number - 1) if page.has_previous() else "",
        "next_url": address(page.number + 1) if page.has_next() else "",
    }
