"""Sample workbooks for a newcomer: a roster, one full of errors, a bank's return."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import islice

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from enrollment.imports.roster_sheet import SHEET as ROSTER
from enrollment.models import Case
from pension.demo.batches import answer_book
from pension.demo.chain import applications_of
from pension.demo.residents import Resident
from pension.demo.scans import blank_scan
from pension.models import Region
from pension.workbooks import Sheet, write
from subsidies.imports.opening import SHEET as OPENING
from subsidies.models import TransferBatch

FOLDER = "samples"
CLEAN, FAULTY = "花名册样例（无错误）.xlsx", "花名册样例（含错误）.xlsx"
OPENINGS, RETURN, WRONG_RETURN = (
    "期初数据样例.xlsx",
    "银行回盘样例.xlsx",
    "银行回盘样例（多一笔）.xlsx",
)
SCAN = "签字扫描件样例.pdf"
USES = {
    CLEAN: "社区录入（sq003001_luru）：在「花名册导入」上传，全部可提交",
    FAULTY: "社区录入（sq003001_luru）：第2至10行有各种错误，其余可提交",
    OPENINGS: "区级并轨（jbj_binggui）上传，区级复核（jbj_fuhe）复核生效",
    RETURN: "回盘核对（jbj_hedui）：在待回盘的批次里上传",
    WRONG_RETURN: "回盘核对（jbj_hedui）：最后一行是没有送出过的，会被指出",
    SCAN: "各岗位：登记签字、代录纸质意见时作扫描件",
}
ROWS = 12
FIRST_ROW = 2  # row 1 holds the headings


def leave(community: Region, people: Iterator[Resident], waiting: TransferBatch) -> list[str]:
    """Write the samples into the storage; returns their names."""
    groups = list(Region.objects.filter(parent=community).order_by("code"))
    street = community.parent or community
    _keep(CLEAN, _book(ROSTER, _roster_rows(groups, people, street, community)))
    _keep(FAULTY, _spoiled(_book(ROSTER, _roster_rows(groups, people, street, community))))
    _keep(OPENINGS, _book(OPENING, _opening_rows()))
    _keep(RETURN, answer_book(waiting))
    _keep(WRONG_RETURN, answer_book(waiting, wrong=True))
    _keep(SCAN, blank_scan().read())
    return list(USES)


def described() -> list[tuple[str, str]]:
    """The samples with whom they are for."""
    return [(name, use) for name, use in USES.items() if name in names()]


def names() -> list[str]:
    """The samples that lie in the storage."""
    if not default_storage.exists(FOLDER):
        return []
    return sorted(default_storage.listdir(FOLDER)[1])


def _roster_rows(
    groups: list[Region], people: Iterator[Resident], street: Region, community: Region
) -> Iterator[Mapping[str, object]]:
    for application in applications_of(groups, islice(people, ROWS)):
        row = {name: getattr(application, name) for name in application.__dataclass_fields__}
        place = {"street": street.name, "community": community.name}
        yield row | place | {"group": application.region.name}


def _opening_rows() -> Iterator[Mapping[str, object]]:
    """Opening balances of people of the demo who have none yet."""
    cases = Case.objects.filter(person__openings__isnull=True).select_related("person")
    for case in cases.order_by("pk")[:ROWS]:
        yield {
            "identity_number": case.person.identity_number,
            "name": case.person.name,
            "paid_years": (2020,),
            "contribution_years": (2020, 2021),
            "contribution_proof": "演示缴费凭证",
            "subsidy_enjoyed_fen": 0,
        }


def _book(sheet: Sheet, rows: Iterator[Mapping[str, object]] | list[Mapping[str, object]]) -> bytes:
    buffer = BytesIO()
    write(buffer, sheet.title, sheet.columns, rows)
    return buffer.getvalue()


def _spoiled(clean: bytes) -> bytes:
    """One fault a row, as clerks make them; the last rows stay good."""
    book = load_workbook(BytesIO(clean))
    sheet = book.worksheets[0]
    number = str(_cell(sheet, "身份证号", FIRST_ROW + 1))
    known = Case.objects.select_related("person").latest("pk").person
    faults: list[tuple[str, str | int]] = [
        ("身份证号", 530121197001010000),
        ("身份证号", f"{number[:-1]}{'0' if number[-1] != '0' else '1'}"),
        ("征地时间", "2015年13月1日"),
        ("身份证号", str(_cell(sheet, "身份证号", FIRST_ROW + 8))),
        ("身份证号", known.identity_number),
        ("社区", "不存在的社区"),
        ("征地前面积", -3),
        ("家庭人口", "=1+1"),
    ]
    for row, (heading, value) in enumerate(faults, start=FIRST_ROW):
        cell = sheet.cell(row, _column(sheet, heading), value)
        cell.number_format = "General" if isinstance(value, int) else "@"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _column(sheet: Worksheet, heading: str) -> int:
    headings = [str(cell.value).rstrip("*＊ ") for cell in sheet[1]]
    return headings.index(heading) + 1


def _cell(sheet: Worksheet, heading: str, row: int) -> object:
    return sheet.cell(row, _column(sheet, heading)).value


def _keep(name: str, content: bytes) -> None:
    path = f"{FOLDER}/{name}"
    default_storage.delete(path)
    default_storage.save(path, ContentFile(content))
