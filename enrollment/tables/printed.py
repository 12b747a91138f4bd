"""Tables of printed lists: headings and rows of ready texts, identity numbers masked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enrollment.models import Case, ReviewEntry
from enrollment.rules.categories import Category
from enrollment.workflow.states import CaseState, EvidenceState, Opinion
from pension.documents.listings import Listing
from pension.models import Region, RegionLevel
from pension.vocabulary.posts import Desk

UNKNOWN = "—"
SHORT_CATEGORY: Mapping[Category, str] = {
    Category.ORIGINAL: "原参保",
    Category.EXISTING: "现有",
    Category.NEW: "新产生",
}


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A heading, its class on paper, and how its text is taken from a case."""

    label: str
    css: str
    text: Callable[[Case], str]


def group_of(region: Region) -> str:
    """Community and group without the street: «郎家营社区2组»."""
    if region.level == RegionLevel.GROUP and region.parent is not None:
        return f"{region.parent.name}{region.name}"
    return region.name


def _day(value: date | None) -> str:
    return f"{value:%Y-%m-%d}" if value else UNKNOWN


def _year(value: date | None) -> str:
    return f"{value.year}年" if value else UNKNOWN


def _area(value: Decimal | None) -> str:
    return UNKNOWN if value is None else f"{value}"


NAME = PrintedColumn("姓名", "name", lambda case: case.person.name)
IDENTITY = PrintedColumn("身份证号", "identity", lambda case: case.person.masked_identity)
GROUP = PrintedColumn("村组", "group", lambda case: group_of(case.region))
CATEGORY = PrintedColumn("类别", "small", lambda case: SHORT_CATEGORY[Category(case.category)])
TAKEN_YEAR = PrintedColumn("征地时间", "small", lambda case: _year(case.taken_on))
HOUSEHOLD = PrintedColumn("家庭人口", "small", lambda case: str(case.household_size or UNKNOWN))
BEFORE = PrintedColumn("征地前面积（亩）", "small", lambda case: _area(case.area_before))
AFTER = PrintedColumn("征地后面积（亩）", "small", lambda case: _area(case.area_after))
CERTIFICATE = PrintedColumn("确权证", "small", lambda case: EvidenceState(case.certificate).label)
APPROVAL = PrintedColumn("征地批文", "paper", lambda case: str(case.approval or UNKNOWN))
AGREEMENT = PrintedColumn("征地协议", "paper", lambda case: str(case.agreement or UNKNOWN))
TAKEN_ON = PrintedColumn("征地时间", "day", lambda case: _day(case.taken_on))
SEX = PrintedColumn("性别", "small", lambda case: case.person.get_sex_display())

NOTICE_COLUMNS = (NAME, IDENTITY, GROUP, CATEGORY, TAKEN_YEAR, HOUSEHOLD, BEFORE, AFTER)
REVIEW_COLUMNS = (NAME, IDENTITY, GROUP, CATEGORY, TAKEN_YEAR, HOUSEHOLD, AFTER)
DESK_COLUMNS: Mapping[Desk, Sequence[PrintedColumn]] = {
    Desk.AGRICULTURE: (NAME, IDENTITY, GROUP, HOUSEHOLD, BEFORE, AFTER, CERTIFICATE),
    Desk.RESOURCES: (NAME, IDENTITY, GROUP, APPROVAL, AGREEMENT, TAKEN_ON),
    Desk.POLICE: (NAME, IDENTITY, SEX, GROUP),
}


def printed(
    cases: Sequence[Case],
    columns: Sequence[PrintedColumn],
    blanks: Sequence[str] = (),
) -> Listing:
    """The table of ``cases`` in their order; ``blanks`` are columns to be filled in by hand."""
    headings = [("序号", "number"), *((column.label, column.css) for column in columns)]
    empty = [("", "blank")] * len(blanks)
    return Listing(
        [*headings, *((label, "blank") for label in blanks)],
        [
            [
                (str(number), "number"),
                *((column.text(case), column.css) for column in columns),
                *empty,
            ]
            for number, case in enumerate(cases, start=1)
        ],
    )


def review_table(entries: Sequence[ReviewEntry], departments: Sequence[str]) -> Listing:
    """The list of a joint review: blank columns for the departments, then the result."""
    table = printed([entry.case for entry in entries], REVIEW_COLUMNS, departments)
    return Listing(
        [*table.headings, ("联审结果", "result")],
        [
            [*row, (_result(entry), "result")]
            for row, entry in zip(table.rows, entries, strict=True)
        ],
    )


def _result(entry: ReviewEntry) -> str:
    if entry.opinion == Opinion.DISAGREE:
        return f"退回到「{CaseState(entry.return_to).label}」：{entry.text}"
    if entry.opinion == Opinion.AGREE:
        return "通过"
    return "已离开名单" if entry.set_aside_at else ""
