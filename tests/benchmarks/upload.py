"""A roster handed in, checked and committed against merely reading its cells."""

import os
from datetime import timedelta
from pathlib import Path

from openpyxl import load_workbook

from enrollment.imports.roster_sheet import SHEET
from pension.models import Officer, UploadState
from pension.vocabulary.identity_numbers import make
from pension.vocabulary.posts import Post
from pension.workbooks import write
from tests.benchmarks import population
from tests.benchmarks.measuring import Benchmark, timed
from tests.factories import enrollment, rosters
from tests.factories.kernel import district, holder
from tests.factories.uploads import committed, handed_in

CLERK = "clerk"


def prepare(size: int) -> None:
    """A clerk, and the file: every row a person who is not known yet."""
    district()
    enrollment.rules()
    clerk = holder(Post.COMMUNITY_ENTRY)
    Officer.objects.filter(pk=clerk.pk).update(username=CLERK)
    write(_file(), SHEET.title, SHEET.columns, (_values(n) for n in range(size)))


def subject(size: int) -> float:
    """Hand in, check, preview's figures, confirm, commit."""
    clerk = Officer.objects.get(username=CLERK)
    content = _file().read_bytes()

    def work() -> None:
        upload = committed(handed_in("roster", content, clerk), clerk)
        assert upload.state == UploadState.COMMITTED, upload.problems
        assert upload.good_count == size, (upload.good_count, upload.bad_count)

    return timed(work)


def baseline(size: int) -> float:
    """Look at the value of every cell by the streaming reader."""

    def work() -> None:
        book = load_workbook(_file(), read_only=True)
        rows = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
        assert rows == size + 1
        book.close()

    return timed(work)


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


BENCHMARKS = (
    Benchmark("upload", "reading the cells", "rows", 100_000, "<= 3", baseline, subject, rounds=1),
)
