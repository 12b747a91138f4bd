"""The places that a list can be narrowed to, of those that the officer sees."""

from typing import Any

import django_filters as filters

from pension.models import Officer, Region, RegionLevel


def place_choices(officer: Officer) -> list[tuple[str, str]]:
    """Streets, each with its communities below it, by code."""
    regions = Region.objects.visible_to(officer).filter(
        level__in=(RegionLevel.STREET, RegionLevel.COMMUNITY), valid_to__isnull=True
    )
    return [
        (code, name if level == RegionLevel.STREET else f"　{name}")
        for code, name, level in regions.order_by("code").values_list("code", "name", "level")
    ]


def offer_places(filter_set: filters.FilterSet, officer: Officer) -> None:
    """Offer the places of the officer's region as «place»; a single place is no choice."""
    choices: list[tuple[str, Any]] = place_choices(officer)
    if len(choices) > 1:
        filter_set.filters["place"].extra["choices"] = choices
    else:
        del filter_set.filters["place"]
