"""The list of those who wait to be worked out: 待核算."""

from collections.abc import Sequence

from django.utils import timezone

from enrollment.models import Case
from enrollment.queries.cases import place_names
from enrollment.rules.categories import Category
from pension.tables import Cell, Column, Row, Table, addresses
from subsidies.queries.uncalculated import grounds_of


def uncalculated_table(cases: Sequence[Case]) -> Table:
    """The waiting ``cases`` (taken through ``with_grounds``), each with why it waits."""
    places = place_names(case.region_id for case in cases)
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
        rows=[_row(case, places[case.region_id], address(case.pk)) for case in cases],
        empty="没有待核算的",
        cure="办结的都已核算，核算以后也没有变化；筛选过的可以放宽条件再看。",
        is_selectable=bool(cases),
    )


def _row(case: Case, place: str, url: str) -> Row:
    checked_at = getattr(case, "checked_at", None)
    if checked_at is None:
        last, why = "—", "还没有核算过"
    else:
        last = timezone.localtime(checked_at).date().isoformat()
        why = f"核算以后有变化：{'、'.join(grounds_of(case))}"
    return Row(
        (
            Cell(case.person.name, url=url),
            Cell(case.person.masked_identity),
            Cell(place),
            Cell(Category(case.category).label),
            Cell(case.number),
            Cell(last),
            Cell(why),
        ),
        url=url,
        pk=case.pk,
    )
