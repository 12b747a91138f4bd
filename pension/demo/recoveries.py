"""What was overpaid in the demo, found out late, and recoveries at every desk."""

from datetime import date

from enrollment.queries.insured import contributions_of
from enrollment.services import deaths, insurance
from enrollment.services.deaths import Death
from pension.demo import calendar
from pension.demo.offices import holder
from pension.models import Officer, Region
from pension.vocabulary.posts import Post
from subsidies.models import Entitlement, Recovery
from subsidies.rules.vocabulary import Kind, RecoveryWay, ReturnChannel
from subsidies.services import recoveries
from subsidies.services.recoveries import Document, Money, Proposal
from subsidies.workflow.states import EntitlementState, Origin

BASIS = "演示依据（非政策文件）"
WRONG_PROOF = "演示：缴费凭证系他人票据"
# How far each recovery goes; of the last overpayment nobody has taken notice yet.
REACHED = ("settled", "collecting", "decided", "submitted", "found")
PARTS = 4


def play(district: Region, street: Region) -> int:
    """Find payments of a street too much and recover them; returns how many were."""
    payments = _payments(street)
    for reached, payment in zip(REACHED, payments, strict=False):
        if reached == "collecting":
            _dies(payment, district)
        else:
            _loses_proof(payment, district)
        if reached != "found":
            _recover(payment, reached, district)
    return min(len(REACHED), len(payments))


def _payments(street: Region) -> list[Entitlement]:
    """The latest year paid to each of some people of a street."""
    paid = Entitlement.objects.filter(
        state=EntitlementState.SETTLED,
        origin=Origin.ENGINE,
        kind=Kind.YEARLY,
        person__region__code__startswith=street.code,
    )
    latest = {one.person_id: one for one in paid.order_by("person_id", "year")}
    return list(latest.values())[: len(REACHED)]


def _dies(payment: Entitlement, district: Region) -> None:
    """Let a person have died the year before the payment was for, which is found out now."""
    died_on = date(payment.year - 1, 12, 15)
    clerk, second = holder(Post.MERGE, district), holder(Post.SECOND_CHECK, district)
    moment = calendar.at(calendar.UNDER_WAY)
    deaths.note_death(payment.person_id, Death(died_on, "演示死亡医学证明"), by=clerk, at=moment)
    deaths.confirm_death(payment.person_id, by=second, at=moment)


def _loses_proof(payment: Entitlement, district: Region) -> None:
    """Let the proof of a paid year turn out to be somebody else's."""
    clerk, moment = holder(Post.MERGE, district), calendar.at(calendar.UNDER_WAY)
    for proven in contributions_of(payment.person_id):
        if proven.year == payment.year:
            insurance.void_contribution(
                proven.contribution_id, reason=WRONG_PROOF, by=clerk, at=moment
            )


def _recover(payment: Entitlement, reached: str, district: Region) -> None:
    """Take a recovery as far as told, each step by the officer whose it is."""
    day, at = calendar.UNDER_WAY, calendar.at(calendar.UNDER_WAY, calendar.TEN)
    clerk = holder(Post.PREPARE, district)
    is_dead = reached == "collecting"
    name = payment.person.name
    said = Proposal(
        found=[payment.pk],
        reason="本人死亡后的年度已补助" if is_dead else "缴费凭证作废，该年度不应补助",
        document=BASIS,
        addressee=f"{name}的继承人" if is_dead else name,
    )
    made = recoveries.propose(payment.person_id, said, by=clerk, at=at)
    way, count = (RecoveryWay.INSTALMENTS, PARTS) if is_dead else (RecoveryWay.AT_ONCE, None)
    recoveries.plan(made.pk, way, first=calendar.AS_OF, count=count, by=clerk, at=at)
    recoveries.hear(made.pk, heard_on=day, opinion="无意见", by=clerk, at=at)
    recoveries.go(made.pk, "submit", by=clerk, at=at)
    if reached != "submitted":
        _decide(made, district)
    if reached in ("collecting", "settled"):
        _collect(made, district, in_full=reached == "settled")


def _decide(made: Recovery, district: Region) -> None:
    at = calendar.at(calendar.UNDER_WAY, calendar.FOUR)
    recoveries.go(made.pk, "check", by=holder(Post.SECOND_CHECK, district), at=at)
    paper = Document(f"演示追决〔2022〕{made.pk}号", calendar.UNDER_WAY)
    recoveries.decide(made.pk, paper, by=holder(Post.DIRECTOR, district), at=at)


def _collect(made: Recovery, district: Region, *, in_full: bool) -> None:
    """Serve the decision and note what came back, the whole or the first part."""
    at = calendar.at(calendar.AS_OF)
    recoveries.serve(
        made.pk, served_on=calendar.UNDER_WAY, by=holder(Post.PREPARE, district), at=at
    )
    first_fen = made.instalments.values_list("amount_fen", flat=True)[0]
    money = Money(calendar.AS_OF, first_fen, ReturnChannel.TRANSFER, f"演示凭证{made.pk:03d}")
    recoveries.receive(made.pk, money, by=holder(Post.CASHIER, district), at=at)
    if in_full:
        reconciler: Officer = holder(Post.RECONCILE, district)
        recoveries.settle(made.pk, by=reconciler, at=at)
