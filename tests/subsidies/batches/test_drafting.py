"""Drawing a batch up: what goes in, what stays out and why, and that nothing goes in twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from enrollment.models import BankAccount, Case
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import BatchRow, Entitlement, TransferBatch
from subsidies.queries.batches.candidates import NO_ACCOUNT, NO_CONSENT, preview
from subsidies.rules.vocabulary import Channel, Kind
from subsidies.services import batches
from subsidies.services.batches import Plan
from subsidies.workflow.states import BatchState, EntitlementState, Origin, RowState
from tests.clock import NOON
from tests.factories.batches import Crew, draft, due, plan
from tests.factories.enrollment import BankAccountFactory, case_in
from tests.factories.kernel import OfficerFactory, holder, place

pytestmark = pytest.mark.django_db
OTHER_STREET_GROUP = "53011400600101"


def test_everything_due_in_a_street_goes_in_with_a_copy_of_who_and_where() -> None:
    first, second = due(100_000), due(250_050)
    due(code=OTHER_STREET_GROUP)

    batch = draft(Crew())

    rows = {row.entitlement_id: row for row in batch.rows.all()}
    assert set(rows) == {first.pk, second.pk}
    account = BankAccount.objects.get(person=first.person)
    row = rows[first.pk]
    assert (row.name, row.identity_number) == (first.person.name, first.person.identity_number)
    assert (row.account_number, row.account_holder) == (account.number, account.holder)
    assert (row.amount_fen, row.state) == (100_000, RowState.PENDING)
    assert row.region == place("530114005001")
    assert batch.number == "CG-2022-10-YH-001"


def test_a_second_click_draws_up_nothing() -> None:
    due()
    crew = Crew()
    draft(crew)

    with pytest.raises(CaseError, match="没有可以编入的应补款项"):
        draft(crew)

    assert TransferBatch.objects.count() == 1


def test_the_database_refuses_a_second_live_row() -> None:
    due()
    batch = draft(Crew())
    row = batch.rows.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        BatchRow.objects.create(
            batch=batch,
            entitlement=row.entitlement,
            position=2,
            region=row.region,
            name=row.name,
            identity_number=row.identity_number,
            amount_fen=row.amount_fen,
            state=RowState.PENDING,
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_gets_the_rows_and_the_other_is_told() -> None:
    due()
    asked = plan()
    preparers = [holder(Post.PREPARE), holder(Post.PREPARE)]
    start = Barrier(len(preparers))

    def try_it(preparer: Officer) -> str:
        start.wait()
        try:
            return batches.draft(asked, by=preparer, at=NOON).number
        except CaseError as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(preparers)) as pool:
        said = sorted(pool.map(try_it, preparers))

    assert TransferBatch.objects.count() == 1
    assert BatchRow.objects.count() == 1
    assert said[0].startswith("CG-2022-10-YH-")
    assert "没有可以编入" in said[1] or "刚被编入另一批次" in said[1]


def test_who_has_no_confirmed_account_is_listed_instead() -> None:
    due()
    missing = due(has_account=False)
    waiting = due(has_account=False)
    BankAccountFactory(person=waiting.person, confirmed_by=None, confirmed_at=None)

    shown = preview(plan().scope, Crew().preparer)

    assert (shown.rows, shown.total_fen) == (1, 100_000)
    assert {(one.person_id, one.reason) for one in shown.left_out} == {
        (missing.person_id, NO_ACCOUNT),
        (waiting.person_id, NO_ACCOUNT),
    }
    assert all("****" in one.identity for one in shown.left_out)


def test_anothers_account_needs_a_relation_that_a_second_officer_consented_to() -> None:
    without, noted = due(has_account=False), due(has_account=False)
    BankAccountFactory(person=without.person, holder="演示别人")
    BankAccountFactory(
        person=noted.person, holder="演示监护人", relation="guardian", holder_note="本人未成年"
    )

    shown = preview(plan().scope, Crew().preparer)
    batch = draft(Crew())

    assert [one.reason for one in shown.left_out] == [NO_CONSENT]
    assert batch.rows.get().account_holder == "演示监护人"
    assert batch.rows.get().entitlement == noted


def test_an_account_channel_needs_no_bank_account() -> None:
    due(channel=Channel.RESIDENT_ACCOUNT, has_account=False)

    batch = draft(Crew(), Channel.RESIDENT_ACCOUNT)

    assert batch.rows.get().account_number == ""
    assert batch.number == "CG-2022-10-JM-001"


def test_what_was_paid_before_this_system_never_goes_in() -> None:
    case = case_in(CaseState.CONFIRMED)
    BankAccountFactory(person=case.person)
    Entitlement.objects.create(
        person=case.person,
        kind=Kind.YEARLY,
        year=2020,
        amount_fen=100_000,
        channel=Channel.BANK,
        origin=Origin.OPENING,
        state=EntitlementState.SETTLED,
        settled_at=NOON,
        created_at=NOON,
    )
    now = due(case=case)

    batch = draft(Crew())

    assert [row.entitlement for row in batch.rows.all()] == [now]


def test_who_is_not_confirmed_any_more_stays_out() -> None:
    entitlement = due()
    Case.objects.filter(person=entitlement.person).update(
        state=CaseState.SECOND_CHECK, confirmed_at=None
    )

    with pytest.raises(CaseError, match="没有可以编入"):
        draft(Crew())


def test_one_kind_alone_can_be_drawn_up() -> None:
    due()
    raised = due(kind=Kind.BACK_PAYMENT)
    asked = plan(kind=Kind.BACK_PAYMENT)

    batch = batches.draft(asked, by=holder(Post.PREPARE), at=NOON)

    assert [row.entitlement for row in batch.rows.all()] == [raised]
    assert "退补" in batch.title


def test_only_who_prepares_draws_up_and_a_bank_batch_needs_its_bank() -> None:
    due()
    asked = plan()

    with pytest.raises(CaseError, match="由「核算编制」岗位编制"):
        batches.draft(asked, by=holder(Post.CASHIER), at=NOON)
    with pytest.raises(CaseError, match="须选择代发银行"):
        batches.draft(Plan(asked.scope, 2022), by=holder(Post.PREPARE), at=NOON)


def test_superusers_are_bound_too() -> None:
    due()
    superuser = OfficerFactory(is_superuser=True)

    with pytest.raises(CaseError, match="由「核算编制」岗位编制"):
        batches.draft(plan(), by=superuser, at=NOON)


def test_a_row_taken_out_is_free_for_the_next_batch() -> None:
    kept, wrong = due(), due()
    crew = Crew()
    batch = draft(crew)
    row = batch.rows.get(entitlement=wrong)

    batches.drop_rows(batch.pk, [row.pk], note="户名待核", by=crew.preparer, at=NOON)
    later = draft(crew)

    row.refresh_from_db()
    assert (row.state, row.outcome_note) == (RowState.DROPPED, "户名待核")
    assert [one.entitlement for one in later.rows.all()] == [wrong]
    assert batch.rows.exclude(state=RowState.DROPPED).get().entitlement == kept


def test_a_row_is_taken_out_with_a_reason_and_not_after_the_lock() -> None:
    due()
    crew = Crew()
    batch = draft(crew)
    rows = list(batch.rows.values_list("pk", flat=True))

    with pytest.raises(CaseError, match="请填写移出的理由"):
        batches.drop_rows(batch.pk, rows, note=" ", by=crew.preparer, at=NOON)
    batches.go(batch.pk, "submit", by=crew.preparer, at=NOON)
    with pytest.raises(CaseError, match="不能移出"):
        batches.drop_rows(batch.pk, rows, note="晚了", by=crew.preparer, at=NOON)


def test_a_cancelled_batch_frees_its_rows() -> None:
    entitlement = due()
    crew = Crew()
    batch = draft(crew)

    batches.cancel(batch.pk, reason="范围选错", by=crew.preparer, at=NOON)

    batch.refresh_from_db()
    assert batch.state == BatchState.CANCELLED
    assert batch.rows.get().state == RowState.DROPPED
    assert draft(crew).rows.get().entitlement == entitlement


def test_rows_are_numbered_in_order_and_amounts_add_up_to_the_fen() -> None:
    for number in range(30):
        due(100_000 + number)

    batch = draft(Crew())

    assert batch.rows.aggregate(fen=Sum("amount_fen"))["fen"] == 30 * 100_000 + sum(range(30))
    assert list(batch.rows.values_list("position", flat=True)) == list(range(1, 31))
