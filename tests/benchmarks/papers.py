"""A paper of two hundred pages against the same pages set in one process."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.template.loader import render_to_string

from pension.documents import setting
from pension.documents.listings import Listing
from pension.documents.long import LONG, render_list
from pension.documents.looks import Paper
from tests.benchmarks import population
from tests.benchmarks.measuring import Benchmark, timed
from tests.clock import NOON

TEMPLATE = "pdf/notice.html"
ROWS_OF_A_PAGE = 35
HEADINGS = (
    ("序号", "number"),
    ("姓名", "name"),
    ("身份证号", "identity"),
    ("村组", "group"),
    ("类别", "small"),
    ("征地时间", "small"),
    ("家庭人口", "small"),
    ("征地前面积（亩）", "small"),
    ("征地后面积（亩）", "small"),
)


def prepare(size: int) -> None:
    """Nothing is read from a database: the rows are made up."""


def subject(size: int) -> float:
    """Set the notice as its job does."""
    table = _table(size)
    pages: list[bytes] = []
    seconds = timed(
        lambda: pages.append(
            render_list(TEMPLATE, _said(table), table, progress=lambda done, total: None)
        )
    )
    assert pages[0].startswith(b"%PDF")
    return seconds


def baseline(size: int) -> float:
    """Set the same notice in this process alone; marks for reading programs as the subject has."""
    table = _table(size)
    return timed(lambda: _in_one_process(table, tags=size <= LONG))


def _in_one_process(table: Listing, *, tags: bool) -> bytes:
    html = render_to_string(TEMPLATE, {**_said(table), "table": table})
    document = setting.lay_out(html, Paper.FORM, Path(settings.PENSION_FONT_DIR))
    return setting.write(document, document.pages, tags=tags)


def _table(pages: int) -> Listing:
    return Listing(HEADINGS, [_row(n) for n in range(1, pages * ROWS_OF_A_PAGE + 1)])


def _row(n: int) -> Sequence[tuple[str, str]]:
    texts = (
        str(n),
        population.name(n),
        f"530121********{n % 10_000:04d}",
        f"郎家营社区{n % 12 + 1}组",
        "现有",
        f"{2010 + n % 12}年",
        str(n % 6 + 1),
        f"{n % 30 / 10:.2f}",
        "0.00",
    )
    return [(text, css) for text, (_, css) in zip(texts, HEADINGS, strict=True)]


def _said(table: Listing) -> dict[str, object]:
    office = SimpleNamespace(name="吴家营街道办事处")
    notice = SimpleNamespace(
        number="GS-2022-001",
        posted_on=NOON.date(),
        ends_on=NOON.date() + timedelta(days=7),
        days=7,
        get_day_kind_display="自然日",
        basis="演示规则",
        posted_by=SimpleNamespace(office=office),
    )
    return {
        "notice": notice,
        "place": "吴家营街道",
        "people": len(table.rows),
        "office": office.name,
        "printed_by": "演示李",
        "printed_at": NOON,
    }


BENCHMARKS = (
    Benchmark("long paper", "in one process", "pages", 200, "<= 0.4", baseline, subject, rounds=1),
)
