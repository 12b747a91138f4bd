"""The list of those who wait to be worked out: 待核算."""

from collections.abc import Sequence

from django.utils import timezone

from pension.tables import Cell, Column, Row, Table, addresses
from subsidies.queries.uncalculated import Waiting


def uncalculated_table(waiting: Sequence[Waiting]) -> Table:
    """The cases of a page, each with why it waits."""
    address = addresses("enrollment:case")
    return Table(
        caption="待核算",
        columns=(
            Column("姓名"),
            Column("身份证号"),
            Column("街道、社区"),
            Column("人员类别"),
            Column("受理号"),
            Column("上次核算"),
            Column("为何待核算"),
        ),
        rows=[_row(case, address(case.case_id)) for case in waiting],
        empty="没有待核算的",
        cure="办结的都已核算，核算以后也没有变化；筛选过的可以放宽条件再看。",
        is_selectable=bool(waiting),
    )


def _row(case: Waiting, url: str) -> Row:
    if case.checked_at is None:
        last, why = "—", "还没有核算过"
    else:
        last = timezone.localtime(case.checked_at).date().isoformat()
        why = f"核算以后有变化：{'、'.join(case.grounds)}"
    return Row(
        (
            Cell(case.name, url=url),
            Cell(case.identity),
            Cell(case.place),
            Cell(case.category.label),
            Cell(case.number),
            Cell(last),
            Cell(why),
        ),
        url=url,
        pk=case.case_id,
    )
