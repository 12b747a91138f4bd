"""Many officers move the same money at the same moment: it moves once."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction

from pension.models import AuditEntry, Job, JobState
from pension.services import audit, jobs
from pension.vocabulary.posts import Post
from subsidies.models import (
    BatchEvent,
    BatchRow,
    CommunityVerification,
    Entitlement,
    FundEntry,
    OpeningRecord,
    PolicyDocument,
    RuleSet,
    TransferBatch,
)
from subsidies.rules.parameters import Citation
from subsidies.rules.rule_values import RuleText
from subsidies.rules.vocabulary import ParameterName
from subsidies.services import batches, documents, funds, opening, rule_sets, settlements
from subsidies.workflow.states import BatchState, EntitlementState, FundKind, OpeningState, RowState
from tests.clock import NOON
from tests.concurrency.threads import at_once, results
from tests.factories.batches import Crew, batch_in, draft, due, plan
from tests.factories.enrollment import PersonFactory
from tests.factories.kernel import district, holder

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_batch_is_asked_for_once_however_often_the_button_is_pressed(crowd: int) -> None:
    due(), due()
    preparer, wanted = holder(Post.PREPARE), plan()

    asked = at_once(
        crowd, lambda _: batches.request_draft(wanted, token="press", by=preparer, at=NOON).pk
    )
    at_once(crowd, lambda _: jobs.run(asked[0], lambda: NOON))

    assert set(results(asked)) == {Job.objects.get().pk}
    assert len(asked) == crowd
    assert BatchRow.objects.filter(batch=TransferBatch.objects.get()).count() == 2
    assert not list(audit.verify())


def test_what_is_due_enters_one_batch(crowd: int) -> None:
    due(), due()
    wanted = plan()
    officers = [holder(Post.PREPARE) for _ in range(crowd)]
    asked = [
        batches.request_draft(wanted, token="own", by=officer, at=NOON).pk for officer in officers
    ]

    at_once(crowd, lambda here: jobs.run(asked[here], lambda: NOON))

    done, refused = (Job.objects.filter(state=state) for state in (JobState.DONE, JobState.FAILED))
    assert (done.count(), refused.count()) == (1, crowd - 1)
    assert all(refused.values_list("message", flat=True))
    assert done.get().link.endswith(f"/{TransferBatch.objects.get().pk}/")
    assert BatchRow.objects.count() == 2
    assert BatchEvent.objects.count() == 1
    assert not list(audit.verify())


@pytest.mark.parametrize(
    ("state", "post", "step"),
    [
        (BatchState.DRAFT, Post.PREPARE, "submit"),
        (BatchState.VERIFIED, Post.PREPARE, "lock"),
        (BatchState.LOCKED, Post.INSPECT, "inspect"),
        (BatchState.INSPECTED, Post.DIRECTOR, "approve"),
        (BatchState.APPROVED, Post.CASHIER, "release"),
    ],
)
def test_a_batch_takes_a_step_once(state: BatchState, post: Post, step: str, crowd: int) -> None:
    due()
    batch = batch_in(state)
    officers = [holder(post) for _ in range(crowd)]

    def take(here: int) -> TransferBatch:
        if step == "lock":
            return batches.lock(batch.pk, by=officers[here], at=NOON)
        return batches.go(batch.pk, step, by=officers[here], at=NOON)

    assert len(results(at_once(crowd, take))) == 1
    assert BatchEvent.objects.filter(record=batch, step=step).count() == 1
    assert not list(audit.verify())


def test_a_community_verifies_once(crowd: int) -> None:
    due()
    crew = Crew()
    batch = draft(crew)
    batches.go(batch.pk, "submit", by=crew.preparer, at=NOON)
    officers = [holder(Post.COMMUNITY_CONFIRM) for _ in range(crowd)]

    answers = at_once(crowd, lambda here: batches.verify(batch.pk, by=officers[here], at=NOON))

    assert len(results(answers)) == 1
    assert CommunityVerification.objects.count() == 1
    assert BatchEvent.objects.filter(record=batch, step="verify").count() == 1


def test_a_row_is_put_aside_once(crowd: int) -> None:
    due(), due()
    batch = batch_in(BatchState.LOCKED)
    row = batch.rows.first()
    officers = [holder(Post.INSPECT) for _ in range(crowd)]

    answers = at_once(
        crowd,
        lambda here: batches.hold_rows(
            batch.pk, [row.pk], note="户名待核", by=officers[here], at=NOON
        ),
    )

    assert len(results(answers)) == 1
    assert BatchRow.objects.get(pk=row.pk).state == RowState.HELD
    assert AuditEntry.objects.filter(action="暂缓发放").count() == 1


def test_the_roster_is_asked_for_once(crowd: int) -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.RELEASED, crew)

    answers = at_once(
        crowd, lambda _: batches.request_roster(batch.pk, by=crew.cashier, at=NOON).pk
    )

    assert set(results(answers)) == {Job.objects.get(kind="write_roster").pk}
    assert len(answers) == crowd


def test_amounts_are_settled_once_in_whatever_order_they_are_named(
    crowd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settlements, "CHUNK", 1)
    forward = [due().pk for _ in range(20)]
    orders = forward, forward[::-1]

    def settle(here: int) -> int:
        with transaction.atomic():
            return settlements.settle_many(orders[here % 2], at=NOON)

    answers = at_once(crowd, settle)

    assert sum(results(answers)) == len(forward)
    assert not Entitlement.objects.exclude(state=EntitlementState.SETTLED).exists()


def test_opening_balances_come_into_force_once(crowd: int) -> None:
    record = OpeningRecord.objects.create(
        person=PersonFactory(),
        paid_years=[2020],
        state=OpeningState.PROPOSED,
        entered_by=holder(Post.MERGE),
        entered_at=NOON,
    )
    officers = [holder(Post.SECOND_CHECK) for _ in range(crowd)]

    answers = at_once(
        crowd, lambda here: opening.put_in_force([record.pk], by=officers[here], at=NOON)
    )

    assert sum(len(outcome.done) for outcome in results(answers)) == 1
    assert Entitlement.objects.count() == 1
    assert AuditEntry.objects.filter(action="期初数据生效").count() == 1


@pytest.fixture
def drafted() -> RuleSet:
    """A rule set that waits for a second officer."""
    value = RuleText(ParameterName.YEARLY_SUBSIDY, "1000", Citation("演示文件"))
    return rule_sets.install(
        district(),
        [value],
        name="演示规则",
        valid_from=date(2020, 1, 1),
        by=holder(Post.PREPARE),
        at=NOON,
    )


@pytest.mark.parametrize(
    ("post", "deed"),
    [(Post.DIRECTOR, rule_sets.put_in_force), (Post.PREPARE, rule_sets.discard)],
)
def test_a_rule_set_is_decided_once(
    drafted: RuleSet, post: Post, deed: Callable[..., None], crowd: int
) -> None:
    officers = [holder(post) for _ in range(crowd)]
    before = AuditEntry.objects.count()

    answers = at_once(crowd, lambda here: deed(drafted.pk, by=officers[here], at=NOON))

    assert len(results(answers)) == 1
    assert AuditEntry.objects.count() == before + 1


@pytest.fixture
def figure() -> funds.FundFigure:
    """A published figure."""
    return funds.FundFigure(
        year=2022,
        kind=FundKind.BUDGET,
        account="一般公共预算",
        amount_fen=1,
        source="演示预算公开表",
        as_of=date(2022, 10, 31),
        payment_method="财政直接支付",
    )


def test_a_published_figure_stands_once(figure: funds.FundFigure, crowd: int) -> None:
    officers = [holder(Post.PERFORMANCE) for _ in range(crowd)]

    answers = at_once(crowd, lambda here: funds.record_many([figure], by=officers[here], at=NOON))

    assert len(results(answers)) == 1
    assert FundEntry.objects.count() == 1


def test_a_published_figure_is_taken_back_once(figure: funds.FundFigure, crowd: int) -> None:
    officers = [holder(Post.PERFORMANCE) for _ in range(crowd)]
    (entry,) = funds.record_many([figure], by=officers[0], at=NOON)

    answers = at_once(
        crowd, lambda here: funds.void(entry.pk, reason="录错", by=officers[here], at=NOON)
    )

    assert len(results(answers)) == 1
    assert AuditEntry.objects.filter(action="作废资金数据").count() == 1


def test_a_policy_document_is_entered_once(crowd: int) -> None:
    officers = [holder(Post.PREPARE) for _ in range(crowd)]
    title = documents.Particulars("演示办法")

    def enter(here: int) -> PolicyDocument:
        return documents.enter_document("演示〔2020〕1号", title, by=officers[here], at=NOON)

    answers = at_once(crowd, enter)

    assert len(results(answers)) == 1
    assert PolicyDocument.objects.count() == 1
    assert AuditEntry.objects.filter(action="登记政策文件").count() == 1
