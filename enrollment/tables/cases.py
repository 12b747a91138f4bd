"""Lists of cases, on the page and in a workbook: one set of words for both."""

from collections.abc import Collection, Sequence

from enrollment.queries.cases import CaseRow
from enrollment.workflow.states import DEAD_STATES, CaseState
from pension.tables import Cell, Column, Row, Table, addresses
from pension.workbooks import Column as BookColumn
from pension.workbooks import Kind

COLUMNS = (
    Column("姓名"),
    Column("身份证号"),
    Column("社区"),
    Column("类别"),
    Column("状态"),
    Column("停留", is_number=True),
    Column("期限"),
    Column("卡在哪里"),
    Column("受理号"),
)
BOOK_COLUMNS = (
    BookColumn(header="受理号", key="number", width=18),
    BookColumn(header="姓名", key="name", width=12),
    BookColumn(header="身份证号（部分隐藏）", key="identity", kind=Kind.IDENTIFIER, width=24),
    BookColumn(header="社区", key="place", width=28),
    BookColumn(header="人员类别", key="category", width=18),
    BookColumn(header="状态", key="state", width=14),
    BookColumn(header="停留天数", key="waited", kind=Kind.INTEGER, width=10),
    BookColumn(header="期限", key="due", width=12),
    BookColumn(header="卡在哪里", key="stuck", width=36),
)
ENDED_WELL = frozenset({CaseState.CONFIRMED, CaseState.MERGED, CaseState.LEFT})


def case_table(
    rows: Sequence[CaseRow],
    *,
    caption: str,
    selectable: Collection[CaseState] = (),
    is_narrow: bool = False,
) -> Table:
    """The list of cases; those in ``selectable`` states can be ticked.

    A narrow list goes without state and case number.
    """
    places = _places(is_narrow)
    address = addresses("enrollment:case")
    return Table(
        caption=caption,
        columns=[COLUMNS[place] for place in places],
        rows=[_row(row, address(row.key), selectable, places) for row in rows],
        empty="没有符合条件的件",
        cure="这里没有要办的；放宽条件或看「全部」，可以看到其他环节的件。",
        is_selectable=any(row.state in selectable for row in rows),
    )


def book_row(row: CaseRow) -> dict[str, object]:
    """The same row for a workbook."""
    return {
        "number": row.number,
        "name": row.name,
        "identity": row.identity,
        "place": row.place,
        "category": row.category,
        "state": row.state.label,
        "waited": row.waited_days,
        "due": row.due[0],
        "stuck": row.stuck,
    }


def state_tone(state: CaseState) -> str:
    """The tone of a state's badge."""
    if state in ENDED_WELL:
        return "ok"
    if state in DEAD_STATES:
        return "bad" if state is CaseState.REFUSED else "plain"
    return "info"


def _places(is_narrow: bool) -> list[int]:
    left_out = {"状态", "受理号"} if is_narrow else set()
    return [place for place, column in enumerate(COLUMNS) if column.label not in left_out]


def _row(row: CaseRow, url: str, selectable: Collection[CaseState], places: Sequence[int]) -> Row:
    due, tone = row.due
    remarks = [f"第{row.round}轮"] if row.round > 1 else []
    remarks += ["补录"] if row.is_supplementary else []
    waited = "" if row.waited_days is None else f"{row.waited_days} 天"
    cells = (
        Cell(row.name, url=url, note=" ".join(remarks)),
        Cell(row.identity),
        Cell(row.place),
        Cell(row.category.removesuffix("被征地人员").removesuffix("人")),
        Cell(row.state.label, tone=state_tone(row.state)),
        Cell(waited, is_number=True),
        Cell(due, tone=tone),
        Cell(row.stuck),
        Cell(row.number),
    )
    return Row(
        cells=[cells[place] for place in places],
        url=url,
        pk=row.key if row.state in selectable else "",
        mark="warn" if tone == "bad" else "",
    )
