"""Rows for the constraints of takings, deaths and changes of scheme."""

from django.db.models import F

from enrollment.models import DeathNote, SchemeChange, TakingPayment
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.constraints.enrollment import DAY, agreement
from tests.constraints.register import faults, twins
from tests.factories.enrollment import PersonFactory, scheme_change
from tests.factories.kernel import holder


def death() -> DeathNote:
    """A death that one officer noted and another confirmed."""
    return DeathNote.objects.create(
        person=PersonFactory(),
        died_on=DAY,
        proof="演示死亡证明",
        entered_by=holder(Post.COMMUNITY_ENTRY),
        entered_at=NOON,
        confirmed_by=holder(Post.COMMUNITY_CONFIRM),
        confirmed_at=NOON,
    )


def decided_change() -> SchemeChange:
    """A change of scheme that another officer let through."""
    made = scheme_change()
    made.decided_by, made.decided_at = holder(Post.SECOND_CHECK), NOON
    made.save(update_fields=["decided_by", "decided_at"])
    return made


def payment() -> TakingPayment:
    """A fund of which one half is paid."""
    return TakingPayment.objects.create(
        agreement=agreement(),
        due_fen=200,
        paid_fen=100,
        as_of=DAY,
        source="演示缴款书",
        entered_by=holder(Post.RESOURCES),
        entered_at=NOON,
    )


twins(death, "death_one_live")
twins(scheme_change, "change_one_waiting")
faults(
    "change_decided_by_another",
    decided_change,
    {"decided_by": F("entered_by")},
    {"decided_at": None},
    {"decided_by": None},
    {"decided_by": None, "decided_at": None, "rejection": "演示"},
)
faults(
    "death_confirmed_by_another",
    death,
    {"confirmed_by": F("entered_by")},
    {"confirmed_at": None},
    {"confirmed_by": None},
)
faults("death_ended_has_reason", death, {"ended_at": NOON})
faults(
    "taking_paid_within_due",
    payment,
    {"paid_fen": 201},
    {"paid_fen": -1},
    {"due_fen": 0, "paid_fen": 0},
)
