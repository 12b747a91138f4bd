"""A roster handed in, checked, staged and committed against merely reading its cells."""

import os
from datetime import timedelta
from pathlib import Path

from openpyxl import load_workbook

from enrollment.imports.roster_sheet import SHEET
from pension.models import Officer, Upload, UploadState
from pension.services import uploads
from pension.vocabulary.identity_numbers import make
from pension.vocabulary.posts import Post
from pension.workbooks import Limits, write
from pension.workbooks.opened import opened
from pension.workbooks.sheets import lines
from tests.benchmarks import population
from tests.benchmarks.measuring import Benchmark, Run, timed
from tests.clock import NOON
from tests.factories import enrollment, rosters
from tests.factories.kernel import district, holder
from tests.factories.uploads import committed, filled, handed_in

CLERK = "clerk"


def prepare(size: int) -> None:
    """A clerk, and the file: every row a person who is not known yet."""
    district()
    enrollment.rules()
    clerk = holder(Post.COMMUNITY_ENTRY)
    Officer.objects.filter(pk=clerk.pk).update(username=CLERK)
    write(_file(), SHEET.title, SHEET.columns, (_values(n) for n in range(size)))


def checked(size: int) -> float:
    """Hand in, read, check and stage every row; what was staged is discarded off the clock."""
    clerk = _warm_clerk()
    content = _file().read_bytes()
    uploaded: list[Upload] = []
    seconds = timed(lambda: uploaded.append(handed_in("roster", content, clerk)))
    assert uploaded[0].good_count == size, (uploaded[0].problems, uploaded[0].bad_count)
    uploads.discard(uploaded[0].pk, by=clerk, at=NOON)
    return seconds


def imported(size: int) -> float:
    """Hand in, check and stage; confirm; check again and commit: people, cases, accounts, trail."""
    clerk = _warm_clerk()
    content = _file().read_bytes()

    def work() -> None:
        upload = committed(handed_in("roster", content, clerk), clerk)
        assert upload.state == UploadState.COMMITTED, upload.problems
        assert upload.good_count == size, (upload.good_count, upload.bad_count)

    return timed(work)


def cells(size: int) -> float:
    """Look at the value of every cell by openpyxl's streaming reader."""

    def work() -> None:
        book = load_workbook(_file(), read_only=True)
        rows = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
        assert rows == size + 1
        book.close()

    return timed(work)


def own_cells(size: int) -> float:
    """Look at the value of every cell by the product's own reader."""

    def work() -> None:
        with _file().open("rb") as file, opened(file, Limits()) as book:
            rows = sum(1 for _ in lines(book, book.sheets[0], len(SHEET.columns)))
        assert rows == size + 1

    return timed(work)


def _warm_clerk() -> Officer:
    """The clerk, in a process that has imported what a worker at work has imported."""
    clerk = Officer.objects.get(username=CLERK)
    another = rosters.row(Upload.objects.count())
    committed(handed_in("roster", filled(SHEET, [another]), clerk), clerk)
    return clerk


def _file() -> Path:
    return Path(os.environ["PENSION_VAR_DIR"]) / "roster.xlsx"


def _values(n: int) -> dict[str, object]:
    born = population.BORN + timedelta(days=n // population.SEQUENCES)
    row = rosters.row() | {
        "姓名": population.name(n),
        "户名": population.name(n),
        "身份证号": make("530114", born, n % population.SEQUENCES),
        "账号": f"6223{n:012d}",
    }
    return {
        column.key: column.value_of(str(row.get(column.header, ""))) for column in SHEET.columns
    }


def _benchmark(title: str, against: str, aim: str, baseline: Run, subject: Run) -> Benchmark:
    return Benchmark(title, against, "rows", 100_000, aim, baseline, subject, rounds=1)


BENCHMARKS = (
    _benchmark("upload, checked and staged", "reading by openpyxl", "<= 3", cells, checked),
    _benchmark("upload, checked and staged", "reading by the own reader", "", own_cells, checked),
    _benchmark("upload and commit", "reading by openpyxl", "<= 3", cells, imported),
)
