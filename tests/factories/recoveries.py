"""Payments that were too much, and recoveries taken as far as a test wants."""

from dataclasses import dataclass, field
from datetime import date

from enrollment.models import Contribution
from pension.models import Officer
from pension.vocabulary.posts import Post
from subsidies.models import Calculation, Entitlement, Recovery
from subsidies.rules.decision import Decision
from subsidies.rules.facts import Facts
from subsidies.rules.vocabulary import Channel, RecoveryWay, ReturnChannel
from subsidies.services import recoveries
from subsidies.services.recoveries import Document, Money, Proposal
from subsidies.workflow.states import EntitlementState, RecoveryState
from tests.clock import NOON
from tests.factories.batches import due
from tests.factories.dues import contribute
from tests.factories.enrollment import GROUP
from tests.factories.kernel import holder

TODAY = NOON.date()
LATER = date(2023, 3, 31)
ORDER = (
    RecoveryState.DRAFT,
    RecoveryState.SUBMITTED,
    RecoveryState.CHECKED,
    RecoveryState.DECIDED,
    RecoveryState.COLLECTING,
    RecoveryState.SETTLED,
)


@dataclass
class Desks:
    """One officer at each desk of a recovery."""

    preparer: Officer = field(default_factory=lambda: holder(Post.PREPARE))
    checker: Officer = field(default_factory=lambda: holder(Post.SECOND_CHECK))
    director: Officer = field(default_factory=lambda: holder(Post.DIRECTOR))
    cashier: Officer = field(default_factory=lambda: holder(Post.CASHIER))
    reconciler: Officer = field(default_factory=lambda: holder(Post.RECONCILE))


def paid(
    amount_fen: int = 100_000, *, code: str = GROUP, year: int = 2021, **more: object
) -> Entitlement:
    """A sum that was paid."""
    made = due(amount_fen, code=code, year=year, **more)
    Entitlement.objects.filter(pk=made.pk).update(state=EntitlementState.SETTLED, settled_at=NOON)
    nothing_more = {"facts": Facts().to_json(), "decision": Decision().to_json()}
    Calculation.objects.filter(pk=made.calculation_id).update(**nothing_more)
    made.refresh_from_db()
    return made


def overpaid(amount_fen: int = 100_000, *, code: str = GROUP, year: int = 2021) -> Entitlement:
    """A year that was paid and whose proof was taken back since."""
    made = paid(amount_fen, code=code, year=year)
    proof = contribute(made.calculation.case, year, "resident")
    Contribution.objects.filter(pk=proof.pk).update(voided_at=NOON, void_reason="演示：凭证有误")
    return made


def proposed(payment: Entitlement | None = None, desks: Desks | None = None) -> Recovery:
    """A recovery of a payment that is found overpaid."""
    payment = payment or overpaid()
    return recoveries.propose(
        payment.person_id,
        Proposal(
            found=[payment.pk],
            reason="缴费凭证作废",
            document="演示依据",
            addressee=payment.person.name,
        ),
        by=desks.preparer if desks else holder(Post.PREPARE, payment.person.region.code[:6]),
        at=NOON,
    )


def recovery_in(
    state: RecoveryState,
    desks: Desks | None = None,
    *,
    payment: Entitlement | None = None,
    way: RecoveryWay = RecoveryWay.INSTALMENTS,
    count: int = 3,
) -> Recovery:
    """A recovery taken forward to a state, in as many parts as asked."""
    desks = desks or Desks()
    made = proposed(payment, desks)
    says = {"at": NOON}
    steps = (
        lambda: _ready(made, desks, way, count),
        lambda: recoveries.go(made.pk, "check", by=desks.checker, **says),
        lambda: recoveries.decide(
            made.pk, Document("演示决〔2022〕1号", TODAY), by=desks.director, **says
        ),
        lambda: recoveries.serve(made.pk, served_on=TODAY, by=desks.preparer, **says),
        lambda: (
            receive(made, desks, made.amount_fen, "全额"),
            recoveries.settle(made.pk, by=desks.reconciler, **says),
        ),
    )
    for step in steps[: ORDER.index(state)]:
        step()
    made.refresh_from_db()
    return made


def receive(recovery: Recovery, desks: Desks, fen: int, voucher: str) -> None:
    """Note money that came back today."""
    money = Money(TODAY, fen, ReturnChannel.TRANSFER, voucher)
    recoveries.receive(recovery.pk, money, by=desks.cashier, at=NOON)


def due_to(payment: Entitlement, amount_fen: int = 100_000, year: int = 2022) -> Entitlement:
    """Another sum due to the person of a payment, by the same channel."""
    case = payment.calculation.case
    return due(amount_fen, year=year, case=case, channel=Channel(payment.channel))


def _ready(made: Recovery, desks: Desks, way: RecoveryWay, count: int) -> None:
    first = None if way is RecoveryWay.SET_OFF else LATER
    many = count if way is RecoveryWay.INSTALMENTS else None
    recoveries.plan(made.pk, way, first=first, count=many, by=desks.preparer, at=NOON)
    recoveries.hear(made.pk, heard_on=TODAY, opinion="无意见", by=desks.preparer, at=NOON)
    recoveries.go(made.pk, "submit", by=desks.preparer, at=NOON)
