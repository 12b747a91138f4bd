"""Faults that the database refuses in cancelled reviews and in rules of procedure."""

from datetime import date, timedelta
from itertools import count

from django.db.models import F

from enrollment.models import ProcedureRules
from pension.vocabulary.posts import Post
from pension.vocabulary.workdays import DayKind
from tests.clock import NOON
from tests.constraints.enrollment import joint_review
from tests.constraints.register import faults, twins
from tests.factories.kernel import district, holder

_numbers = count(1)

CANCELLED = {"state": "cancelled", "concluded_at": None, "concluded_by": None}
WHO, WHEN, WHY = {"cancelled_by": F("opened_by")}, {"cancelled_at": NOON}, {"cancel_reason": "改期"}


def procedure() -> ProcedureRules:
    """Rules of procedure."""
    return ProcedureRules.objects.create(
        district=district(),
        document="演示程序规则",
        valid_from=date(2020, 1, 1) + timedelta(days=next(_numbers)),
        notice_day_kind=DayKind.CALENDAR,
        state="in_force",
        proposed_by=holder(Post.PREPARE),
        proposed_at=NOON,
        approved_by=holder(Post.SECOND_CHECK),
        approved_at=NOON,
    )


twins(procedure, "procedure_once_a_day")
faults("procedure_valid_forwards", procedure, {"valid_to": date(2020, 1, 1)})
faults(
    "review_cancelled_has_reason",
    joint_review,
    CANCELLED,
    CANCELLED | WHO | WHEN,
    CANCELLED | WHEN | WHY,
    CANCELLED | WHO | WHY,
    WHO,
    WHEN,
    WHY,
    WHO | WHEN | WHY,
)
faults(
    "procedure_approved_by_another",
    procedure,
    {"approved_by": F("proposed_by")},
    {"approved_by": None},
    {"approved_at": None},
    {"state": "draft", "proposed_by": None},
)
