"""Papers of the bureau, published figures, and a year's batches with their answers."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from enrollment.models import Case, CaseEvent, Person
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.posts import Desk, Post
from performance.models import Paper
from performance.services import papers
from performance.services.papers import Setting
from subsidies.models import (
    BatchRow,
    Calculation,
    Entitlement,
    PolicyDocument,
    RuleSet,
    TransferBatch,
)
from subsidies.rules.vocabulary import Channel, Kind
from subsidies.services import funds
from subsidies.services.funds import FundFigure
from subsidies.workflow.states import (
    BatchState,
    EntitlementState,
    FundKind,
    Origin,
    RowState,
    RuleSetState,
)
from tests.clock import NOON
from tests.factories.enrollment import PersonFactory, case_in
from tests.factories.kernel import district, holder, place

AS_OF = date(2022, 10, 31)
UNIT = "演示区城乡居民社会养老保险局"
NAME = "演示被征地人员养老保险补助经费"
_numbers = count(1)


def paper_of(author: Officer, *, as_of: date = AS_OF, **setting: Any) -> Paper:
    """The self-evaluation of 2022, just opened."""
    return papers.begin(2022, NAME, UNIT, Setting(as_of, **setting), by=author, at=NOON)


def publish(author: Officer, kind: FundKind, fen: int, account: str = "一般公共预算") -> None:
    """Enter a published figure of 2022."""
    figure = FundFigure(
        year=2022,
        kind=kind,
        account=account,
        amount_fen=fen,
        source="演示预算公开表",
        as_of=AS_OF,
        payment_method="财政直接支付",
    )
    funds.record_many([figure], by=author, at=NOON)


def case_with_history(*steps: tuple[CaseState, datetime], **columns: Any) -> Case:
    """A case that came into each state at its moment; it stands in the last one."""
    case = case_in(steps[-1][0], **columns)
    before = ""
    for state, at in steps:
        CaseEvent.objects.create(
            record=case,
            step="演示",
            from_state=before,
            to_state=state,
            desk=Desk.ENTRY,
            round=1,
            officer=case.created_by,
            at=at,
            reason_code=case.refusal_code if state is CaseState.REFUSED else "",
        )
        before = state
    return case


def entitlement(
    fen: int = 100_000, *, kind: Kind = Kind.YEARLY, person: Person | None = None, **columns: Any
) -> Entitlement:
    """An amount that a calculation of 2022 found due."""
    who = person or PersonFactory()
    return Entitlement.objects.create(
        **{
            "person": who,
            "calculation": _calculation(who, fen),
            "kind": kind,
            "year": 2021,
            "amount_fen": fen,
            "channel": Channel.BANK,
            "origin": Origin.ENGINE,
            "state": EntitlementState.DUE,
            "created_at": NOON,
            **columns,
        }
    )


def batch(year: int = 2022, state: BatchState = BatchState.CLOSED) -> TransferBatch:
    """A batch of a year; before the lock it has no count, sum and hash."""
    is_locked = state not in {BatchState.DRAFT, BatchState.VERIFYING, BatchState.VERIFIED}
    return TransferBatch.objects.create(
        number=f"YH-{next(_numbers):04d}",
        title="演示批次",
        region=district(),
        channel=Channel.BANK,
        year=year,
        rows_hash="0" * 64 if is_locked else "",
        locked_count=0 if is_locked else None,
        locked_fen=0 if is_locked else None,
        export_name="演示名册.xlsx" if is_locked else "",
        receipt_number="演示回单" if is_locked else "",
        state=state,
        state_since=NOON,
        created_by=holder(Post.PREPARE),
        created_at=NOON,
    )


def row(of: Entitlement, where: TransferBatch, state: RowState) -> BatchRow:
    """The row of an amount in a batch, with the bank's answer."""
    return BatchRow.objects.create(
        batch=where,
        entitlement=of,
        position=where.rows.count() + 1,
        region=place("530114005001"),
        name=of.person.name,
        identity_number=of.person.identity_number,
        amount_fen=of.amount_fen,
        state=state,
        outcome_note="" if state in {RowState.PAID, RowState.PENDING} else "演示原因",
        answered_at=NOON,
    )


def _calculation(person: Person, fen: int) -> Calculation:
    author, checker = holder(Post.PREPARE), holder(Post.SECOND_CHECK)
    document, _ = PolicyDocument.objects.get_or_create(number="演示文件", title="演示文件")
    rules, _ = RuleSet.objects.get_or_create(
        district=district(),
        valid_from=date(2020, 1, 1),
        state=RuleSetState.IN_FORCE,
        defaults={
            "name": "演示规则",
            "document": document,
            "proposed_by": author,
            "proposed_at": NOON,
            "approved_by": checker,
            "approved_at": NOON + timedelta(hours=1),
        },
    )
    Calculation.objects.filter(person=person, is_current=True).update(is_current=False)
    return Calculation.objects.create(
        person=person,
        case=person.cases.first() or case_in(CaseState.CONFIRMED, person=person),
        rule_set=rules,
        number=f"JS-{next(_numbers):06d}",
        judged_on=AS_OF,
        facts={},
        decision={},
        facts_hash="0" * 64,
        due_fen=fen,
        calculated_by=author,
        calculated_at=NOON,
        checked_at=NOON,
    )
