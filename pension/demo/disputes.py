"""Some people of the demo who left the resident scheme while an inspected batch held their years.

The next calculation contradicts those sums: they are put aside and wait for a ruling.
"""

from enrollment.rules.categories import Drawing, Scheme
from enrollment.services import insurance
from enrollment.services.insurance import Choice
from pension.demo import calendar
from pension.demo.offices import holder
from pension.models import Region
from pension.vocabulary.posts import Post
from subsidies.models import BatchRow, Entitlement
from subsidies.rules.vocabulary import Programme, Ruling
from subsidies.services import calculations, disputes
from subsidies.workflow.states import BatchState, RowState

SOURCE = "演示：参保变更登记"
MOVERS = 2


def play(district: Region) -> int:
    """Let some people change the scheme and work them out anew; rule upon the first one's sum.

    Returns how many sums wait.
    """
    clerk, preparer = holder(Post.MERGE, district), holder(Post.PREPARE, district)
    moved = _inspected(district)
    at = calendar.at(calendar.UNDER_WAY)
    choices = [
        Choice(
            person_id=one.person_id,
            from_day=calendar.UNDER_WAY,
            source=SOURCE,
            scheme=Scheme.EMPLOYEE,
            drawing=Drawing.NONE,
        )
        for one in moved
    ]
    insurance.choose_many(choices, by=clerk, at=at)
    count = 0
    for one in moved:
        if one.calculation is not None:
            summary = calculations.calculate(
                one.calculation.case_id, judged_on=calendar.UNDER_WAY, by=preparer, at=at
            )
            count += summary.disputed
    first = moved[0].disputes.first() if moved else None
    if first is not None:
        disputes.rule(first.pk, Ruling.UPHOLD, reason="演示：变更以前已缴费", by=preparer, at=at)
    return count


def _inspected(district: Region) -> list[Entitlement]:
    """A sum in an inspected batch of each of some people of the resident scheme."""
    rows = BatchRow.objects.filter(
        state=RowState.PENDING,
        batch__state=BatchState.INSPECTED,
        entitlement__programme=Programme.RESIDENT,
        region__code__startswith=district.code,
    ).select_related("entitlement__calculation")
    by_person = {row.entitlement.person_id: row.entitlement for row in rows.order_by("-position")}
    return list(by_person.values())[:MOVERS]
