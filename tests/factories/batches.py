"""Amounts that are due, and batches taken as far as a test wants, by an officer at each desk."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from enrollment.models import Case
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.posts import Post
from subsidies.models import BankFormat, Calculation, Entitlement, RuleSet, TransferBatch
from subsidies.queries.batches.candidates import Scope
from subsidies.rules.bank_formats import CREDIT_BANK
from subsidies.rules.vocabulary import Channel, Kind, Payee, Programme
from subsidies.services import bank_formats, batches
from subsidies.services.batches import Plan
from subsidies.workflow.batches import ALL_BATCH_STEPS
from subsidies.workflow.states import BatchState, EntitlementState, Origin
from tests.clock import NOON
from tests.factories.dues import rules_in_force
from tests.factories.enrollment import GROUP, BankAccountFactory, case_in
from tests.factories.kernel import holder, place
from tests.factories.uploads import run_jobs

STREET = "530114005"
COMMUNITY = "530114005001"
OTHER_COMMUNITY = "530114005002"
OTHER_GROUP = "53011400500201"
YEAR = 2022
_numbers = count(1)


@dataclass
class Crew:
    """One officer at each desk of a batch."""

    preparer: Officer = field(default_factory=lambda: holder(Post.PREPARE))
    community: Officer = field(default_factory=lambda: holder(Post.COMMUNITY_CONFIRM))
    inspector: Officer = field(default_factory=lambda: holder(Post.INSPECT))
    director: Officer = field(default_factory=lambda: holder(Post.DIRECTOR))
    cashier: Officer = field(default_factory=lambda: holder(Post.CASHIER))
    reconciler: Officer = field(default_factory=lambda: holder(Post.RECONCILE))

    def who_takes(self, step: str) -> Officer:
        """The officer whose post takes a step."""
        return {
            Post.PREPARE: self.preparer,
            Post.COMMUNITY_CONFIRM: self.community,
            Post.INSPECT: self.inspector,
            Post.DIRECTOR: self.director,
            Post.CASHIER: self.cashier,
            Post.RECONCILE: self.reconciler,
        }[ALL_BATCH_STEPS[step].post]


def due(
    amount_fen: int = 100_000,
    *,
    code: str = GROUP,
    year: int = 2021,
    channel: Channel = Channel.BANK,
    kind: Kind = Kind.YEARLY,
    has_account: bool = True,
    case: Case | None = None,
) -> Entitlement:
    """An amount that the engine found due to a confirmed person, perhaps of a given case."""
    settled = case or case_in(CaseState.CONFIRMED, code=code)
    if case is None and has_account:
        BankAccountFactory(person=settled.person)
    return Entitlement.objects.create(
        person=settled.person,
        calculation=_calculation(settled),
        kind=kind,
        programme=Programme.EMPLOYEE,
        year=year if kind is Kind.YEARLY else 0,
        amount_fen=amount_fen,
        channel=channel,
        payee=Payee.PERSON,
        origin=Origin.ENGINE,
        state=EntitlementState.DUE,
        created_at=NOON,
    )


def bank() -> BankFormat:
    """The rural credit bank with its usual columns."""
    return bank_formats.keep(CREDIT_BANK, by=None, at=NOON)


def plan(channel: Channel = Channel.BANK, kind: Kind | None = None) -> Plan:
    """Everything due in the street of 吴家营 by one channel."""
    return Plan(
        scope=Scope(place(STREET), channel, kind),
        year=YEAR,
        bank_format=bank() if channel is Channel.BANK else None,
    )


def draft(crew: Crew, channel: Channel = Channel.BANK) -> TransferBatch:
    """A batch just drawn up of whatever is due."""
    return batches.draft(plan(channel), by=crew.preparer, at=NOON)


def batch_in(
    state: BatchState, crew: Crew | None = None, channel: Channel = Channel.BANK
) -> TransferBatch:
    """A batch of whatever is due, taken by its crew to a state before the bank's answer."""
    crew = crew or Crew()
    batch = draft(crew, channel)
    for reached, step in _way(crew):
        batch.refresh_from_db()
        if batch.state == state:
            return batch
        assert batch.state == reached
        step(batch)
    batch.refresh_from_db()
    return batch


def _way(crew: Crew) -> list[tuple[BatchState, Callable[[TransferBatch], object]]]:
    """The steps from drawing up to the bank, each with the state that it starts in."""

    def go(name: str, by: Officer) -> Callable[[TransferBatch], object]:
        return lambda batch: batches.go(batch.pk, name, by=by, at=NOON)

    return [
        (BatchState.DRAFT, go("submit", crew.preparer)),
        (BatchState.VERIFYING, lambda batch: _verify(batch, crew)),
        (BatchState.VERIFIED, lambda batch: batches.lock(batch.pk, by=crew.preparer, at=NOON)),
        (BatchState.LOCKED, go("inspect", crew.inspector)),
        (BatchState.INSPECTED, go("approve", crew.director)),
        (BatchState.APPROVED, go("release", crew.cashier)),
        (BatchState.RELEASED, lambda batch: send(batch, crew)),
    ]


def _verify(batch: TransferBatch, crew: Crew) -> None:
    """Let every community verify: the crew's own, and one officer for each other."""
    batches.verify(batch.pk, by=crew.community, at=NOON)
    batch.refresh_from_db()
    if batch.state == BatchState.VERIFYING:
        other = holder(Post.COMMUNITY_CONFIRM, OTHER_COMMUNITY)
        batches.verify(batch.pk, by=other, at=NOON)


def send(batch: TransferBatch, crew: Crew) -> None:
    """Have the roster written and the batch sent to the bank."""
    batches.request_roster(batch.pk, by=crew.cashier, at=NOON)
    run_jobs()


def close(batch: TransferBatch, crew: Crew) -> TransferBatch:
    """Close a batch whose answer was taken in."""
    batches.go(batch.pk, "reconcile", by=crew.reconciler, at=NOON)
    batches.close(batch.pk, by=crew.reconciler, at=NOON)
    batch.refresh_from_db()
    return batch


def _calculation(case: Case) -> Calculation:
    known = Calculation.objects.filter(case=case, is_current=True).first()
    if known is not None:
        return known
    return Calculation.objects.create(
        person=case.person,
        case=case,
        rule_set=RuleSet.objects.first() or rules_in_force(),
        number=f"JS-2022-{next(_numbers):06d}",
        judged_on=NOON.date(),
        facts={},
        decision={},
        facts_hash="0" * 64,
        due_fen=0,
        calculated_by=holder(Post.PREPARE),
        calculated_at=NOON,
        checked_at=NOON,
    )
