"""The navigation at the left, put together from what each app has for the officer."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from enrollment.queries import worklist as enrollment_work
from pension.demo.offices import is_demo
from pension.models import Officer
from pension.queries.worklist import NavItem
from pension.vocabulary.posts import Post
from performance.queries import worklist as performance_work
from subsidies.queries import worklist as subsidies_work


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the template draws it."""

    label: str
    url: str
    count: int | None
    active: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that stand together."""

    label: str
    items: list[Entry]


def context(request: HttpRequest) -> dict[str, object]:
    """What every page gets: navigation and idle time."""
    common: dict[str, object] = {"idle_minutes": settings.PENSION_IDLE_MINUTES}
    officer = getattr(request, "user", None)  # not there on the page of an unreadable request
    if not isinstance(officer, Officer) or request.headers.get("HX-Request"):
        return common
    return common | {"navigation": _groups(officer, request.path)}


def _groups(officer: Officer, path: str) -> list[Group]:
    today = timezone.localdate()
    drawn = [
        ("", [NavItem("我的待办", reverse("home")), *enrollment_work.navigation(officer, today)]),
        ("", subsidies_work.navigation(officer, today)),
        ("", performance_work.navigation(officer, today)),
        ("", _kernel_items(officer)),
    ]
    active = _longest_match([item.url for _, items in drawn for item in items], path)
    return [
        Group(label, [Entry(i.label, i.url, i.count, i.url == active) for i in items])
        for label, items in drawn
        if items
    ]


def _kernel_items(officer: Officer) -> list[NavItem]:
    items = [NavItem("后台任务", reverse("pension:jobs"))]
    if officer.holds(Post.SYSTEM):
        items.append(NavItem("人员账号", reverse("pension:officers")))
        items.append(NavItem("机构", reverse("pension:offices")))
    if officer.holds(Post.SYSTEM, Post.DIRECTOR):
        items.append(NavItem("岗位覆盖", reverse("pension:coverage")))
    if officer.holds(Post.SYSTEM, Post.INSPECT):
        items.append(NavItem("操作留痕", reverse("pension:audit")))
    if is_demo():
        items.append(NavItem("演示导览", reverse("samples")))
    return items


def _longest_match(urls: list[str], path: str) -> str:
    """The entry whose address is the longest beginning of the page's own."""
    fitting = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(fitting, key=len, default="")
