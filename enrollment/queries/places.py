"""Places: those that an officer may enter people for, and how papers name them."""

from collections import defaultdict

from pension.models import Officer, Region, RegionLevel


def groups_to_choose(officer: Officer) -> list[tuple[str, list[tuple[str, str]]]]:
    """The village groups of the officer's region, by community; keys as text, for a form.

    A community without groups is offered itself.
    """
    here = Region.objects.visible_to(officer).filter(valid_to__isnull=True).order_by("code")
    communities = {r.code: r for r in here.filter(level=RegionLevel.COMMUNITY)}
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for group in here.filter(level=RegionLevel.GROUP).select_related("parent"):
        if group.parent is not None:
            communities.setdefault(group.parent.code, group.parent)
            groups[group.parent.code].append((str(group.pk), group.name))
    return [
        (region.name, groups.get(code) or [(str(region.pk), region.name)])
        for code, region in sorted(communities.items())
    ]


def full_name(region: Region, *, with_group: bool = False) -> str:
    """District, street and community in a row, as papers name a place."""
    names: list[str] = []
    at: Region | None = region
    while at is not None:
        if with_group or at.level != RegionLevel.GROUP:
            names.append(at.name)
        at = at.parent
    return "".join(reversed(names))
