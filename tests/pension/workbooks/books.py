"""Workbooks made for the tests: a roster's sheet, and files as clerks and attackers make them."""

from collections.abc import Callable, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pension.vocabulary import identity_numbers
from pension.workbooks import Column, Kind, Sheet

IDENTITY = "530121197103120025"
ACCOUNT = "6223000000000000186"

ROSTER = Sheet(
    "花名册",
    (
        Column(header="姓名", key="name", required=True, example="演示一"),
        Column(
            header="身份证号",
            key="identity_number",
            kind=Kind.IDENTIFIER,
            required=True,
            help="18位，与身份证一致。",
            parse=lambda text: identity_numbers.parse(text).value,
        ),
        Column(header="街道", key="street", kind=Kind.CHOICE, choices=("龙城街道", "斗南街道")),
        Column(header="征地时间", key="taken_date", kind=Kind.DAY),
        Column(header="征地前面积（亩）", key="area", kind=Kind.NUMBER),
        Column(header="家庭人口", key="household", kind=Kind.INTEGER),
        Column(header="补贴金额", key="amount_fen", kind=Kind.MONEY),
        Column(header="缴费年度", key="years", kind=Kind.YEARS),
        Column(header="账号", key="account", kind=Kind.IDENTIFIER),
    ),
    ("一人一行。",),
)
HEADERS = [column.header for column in ROSTER.columns]
GOOD_LINE: list[object] = [
    "演示一",
    IDENTITY,
    "龙城街道",
    "2015-06-01",
    2.35,
    4,
    1200.5,
    "2020、2021",
    ACCOUNT,
]


def line(**changes: object) -> list[object]:
    """Return a good line with the values of some columns, by key, replaced."""
    keys = [column.key for column in ROSTER.columns]
    return [changes.get(key, value) for key, value in zip(keys, GOOD_LINE, strict=True)]


def book(
    *lines: Sequence[object],
    headers: Sequence[object] = HEADERS,
    title: str = ROSTER.title,
    change: Callable[[Worksheet], None] | None = None,
) -> BytesIO:
    """Return an uploaded roster of these lines; `change` may spoil the sheet before it is saved."""
    workbook = Workbook()
    worksheet = workbook.worksheets[0]
    worksheet.title = title
    worksheet.append(list(headers))
    for cells in lines:
        worksheet.append(list(cells))
    if change:
        change(worksheet)
    return saved(workbook)


def saved(workbook: Workbook) -> BytesIO:
    """Return a workbook as the file that an officer uploads."""
    file = BytesIO()
    workbook.save(file)
    return named(file.getvalue())


def named(content: bytes, name: str = "名册.xlsx") -> BytesIO:
    """Return content as an uploaded file of that name."""
    file = BytesIO(content)
    file.name = name
    return file


def repacked(file: BytesIO, changes: dict[str, bytes]) -> BytesIO:
    """Return the package with some of its parts replaced or added."""
    target = BytesIO()
    with ZipFile(file) as source, ZipFile(target, "w", ZIP_DEFLATED) as packed:
        for name in source.namelist():
            if name not in changes:
                packed.writestr(name, source.read(name))
        for name, content in changes.items():
            packed.writestr(name, content)
    return named(target.getvalue())


def part(file: BytesIO, name: str) -> bytes:
    """Return one part of a package."""
    with ZipFile(file) as archive:
        return archive.read(name)
