"""Closing: the equation holds, what failed is paid once again later, a year counts it once."""

from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from openpyxl import load_workbook
from pypdf import PdfReader

from enrollment.models import BankAccount
from pension.models import JobFile
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import BatchRow, Entitlement, TransferBatch
from subsidies.queries.arrears import arrears
from subsidies.queries.batches.candidates import SAME_ACCOUNT, preview
from subsidies.queries.batches.papers import closing_sheet
from subsidies.queries.batches.sums import sums
from subsidies.services import batches
from subsidies.services.batches.sheets import request_approval_sheet, request_closing_sheet
from subsidies.workflow.states import BatchState, EntitlementState, RowState
from tests.clock import NOON
from tests.factories.batches import OTHER_GROUP, Crew, batch_in, close, draft, due, plan, send
from tests.factories.enrollment import BankAccountFactory
from tests.factories.kernel import holder
from tests.factories.returns import answer
from tests.factories.uploads import run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew() -> Crew:
    """An officer at each desk."""
    return Crew()


def closed(crew: Crew, refused: dict[int, str] | None = None) -> TransferBatch:
    """A closed batch of whatever is due, some rows refused by the bank."""
    return close(answer(batch_in(BatchState.EXPORTED, crew), crew, refused), crew)


def change_account(entitlement: Entitlement, **columns: str) -> None:
    """Give a person another account."""
    BankAccount.objects.filter(person=entitlement.person).update(ended_at=NOON)
    BankAccountFactory(person=entitlement.person, **columns)


def test_what_was_paid_is_settled_and_what_failed_stays_due(crew: Crew) -> None:
    paid, failed = due(), due()

    batch = closed(crew, {2: "户名不符"})

    assert batch.state == BatchState.CLOSED
    paid.refresh_from_db()
    failed.refresh_from_db()
    assert (paid.state, paid.settled_at) == (EntitlementState.SETTLED, NOON)
    assert (failed.state, failed.settled_at) == (EntitlementState.DUE, None)
    assert [row.entitlement for row in arrears(crew.preparer)] == [failed]


def test_a_batch_closes_once(crew: Crew) -> None:
    due()
    batch = closed(crew)

    with pytest.raises(CaseError, match="不能办理「关闭批次」"):
        batches.close(batch.pk, by=crew.reconciler, at=NOON)


def test_the_cashier_neither_reconciles_nor_closes(crew: Crew) -> None:
    due()
    batch = answer(batch_in(BatchState.EXPORTED, crew), crew)

    with pytest.raises(CaseError, match="由「回盘核对」岗位办理"):
        batches.go(batch.pk, "reconcile", by=crew.cashier, at=NOON)


def test_a_failed_row_is_paid_once_again_and_the_year_counts_it_once(crew: Crew) -> None:
    due(100_000)
    failed = due(70_000)
    first = closed(crew, {2: "账户已销户"})
    change_account(failed)

    second = closed(Crew())

    row = second.rows.get()
    assert (row.entitlement, row.reissue_of) == (failed, first.rows.get(position=2))
    assert row.account_number != row.reissue_of.account_number
    paid = BatchRow.objects.filter(batch__year=2022, state=RowState.PAID)
    assert paid.aggregate(fen=Sum("amount_fen"))["fen"] == 170_000
    assert paid.values("entitlement").distinct().count() == paid.count()
    assert not arrears(crew.preparer).exists()
    with pytest.raises(CaseError, match="没有可以编入"):
        draft(Crew())


def test_the_database_lets_a_failed_row_be_paid_again_at_most_once(crew: Crew) -> None:
    failed = due()
    closed(crew, {1: "账户已销户"})
    change_account(failed)
    row = draft(crew).rows.get()

    row.pk, row.position, row.state = None, 2, RowState.DROPPED

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_same_account_is_not_tried_again_when_the_reason_lies_in_it(crew: Crew) -> None:
    due()
    closed(crew, {1: "户名不符"})

    assert [one.reason for one in preview(plan().scope, crew.preparer).left_out] == [SAME_ACCOUNT]


def test_the_same_account_is_tried_again_when_the_bank_was_at_fault(crew: Crew) -> None:
    due()
    closed(crew, {1: "系统超时"})

    assert draft(crew).rows.get().reissue_of is not None


def test_what_failed_and_was_put_aside_when_paid_again_still_needs_another_account(
    crew: Crew,
) -> None:
    failed = due()
    first = closed(crew, {1: "账户已销户"}).rows.get()
    change_account(failed)
    due()
    other = Crew()
    again = batch_in(BatchState.RELEASED, other)
    row = again.rows.get(entitlement=failed)
    batches.hold_rows(again.pk, [row.pk], note="本人要求", by=other.cashier, at=NOON)
    send(again, other)
    close(answer(again, other), other)
    change_account(failed, number=first.account_number)

    found = preview(plan().scope, crew.preparer)

    assert [one.reason for one in found.left_out] == [SAME_ACCOUNT]


def test_a_payment_that_came_back_for_its_account_needs_another_account(crew: Crew) -> None:
    due()
    batch = closed(crew)
    row = batch.rows.get()
    batches.record_sent_back(batch.pk, [row.pk], note="户名不符退汇", by=crew.reconciler, at=NOON)

    found = preview(plan().scope, crew.preparer)

    assert [one.reason for one in found.left_out] == [SAME_ACCOUNT]


def test_a_row_waits_for_its_batch_to_close_before_it_enters_another(crew: Crew) -> None:
    failed = due()
    answer(batch_in(BatchState.EXPORTED, crew), crew, {1: "账户已销户"})
    change_account(failed)

    with pytest.raises(CaseError, match="没有可以编入"):
        draft(Crew())


def test_a_row_paid_again_and_taken_out_waits_for_yet_another_batch(crew: Crew) -> None:
    failed = due()
    closed(crew, {1: "账户已销户"})
    change_account(failed)
    again = draft(crew)

    batches.drop_rows(again.pk, [again.rows.get().pk], note="再核", by=crew.preparer, at=NOON)

    assert [row.entitlement for row in arrears(crew.preparer)] == [failed]
    assert draft(crew).rows.get().reissue_of is not None


def test_the_equation_holds_with_a_row_of_every_kind(crew: Crew) -> None:
    for amount_fen in (100_001, 200_002, 300_003, 400_004):
        due(amount_fen)
    batch = batch_in(BatchState.LOCKED, crew)
    held = batch.rows.get(position=1)
    batches.hold_rows(batch.pk, [held.pk], note="待查", by=crew.inspector, at=NOON)
    for step, by in (
        ("inspect", crew.inspector),
        ("approve", crew.director),
        ("release", crew.cashier),
    ):
        batches.go(batch.pk, step, by=by, at=NOON)
    batches.request_roster(batch.pk, by=crew.cashier, at=NOON)
    run_jobs()
    batch = answer(batch, crew, {2: "户名不符"})
    back = batch.rows.get(position=3)
    batches.record_sent_back(batch.pk, [back.pk], note="银行退汇", by=crew.reconciler, at=NOON)

    sheet = closing_sheet(batch)

    assert [(term.label, term.total.fen) for term in sheet.terms] == [
        ("核定", 1_000_010),
        ("已发", 400_004),
        ("转待补发", 200_002),
        ("退回", 300_003),
        ("暂缓", 100_001),
    ]
    assert (sheet.difference_fen, sheet.difference_rows) == (0, 0)


def test_a_batch_whose_equation_does_not_hold_is_not_closed(crew: Crew) -> None:
    due()
    batch = answer(batch_in(BatchState.EXPORTED, crew), crew)
    TransferBatch.objects.filter(pk=batch.pk).update(locked_fen=100_001)

    with pytest.raises(CaseError, match="相差 0.01 元"):
        batches.go(batch.pk, "reconcile", by=crew.reconciler, at=NOON)


def test_a_payment_sent_back_after_closing_is_due_again(crew: Crew) -> None:
    entitlement = due()
    batch = closed(crew)
    row = batch.rows.get()

    batches.record_sent_back(batch.pk, [row.pk], note="本人已外迁", by=crew.reconciler, at=NOON)

    row.refresh_from_db()
    entitlement.refresh_from_db()
    assert (row.state, row.outcome_code) == (RowState.RETURNED, "本人已外迁")
    assert (entitlement.state, entitlement.settled_at) == (EntitlementState.DUE, None)
    assert sums(batch).accounted.fen == batch.locked_fen
    assert draft(crew).rows.get().reissue_of == row


def test_only_a_paid_row_comes_back_and_only_once(crew: Crew) -> None:
    due()
    batch = closed(crew)
    row = batch.rows.get()
    batches.record_sent_back(batch.pk, [row.pk], note="退汇", by=crew.reconciler, at=NOON)

    with pytest.raises(CaseError, match="已不是「已发」"):
        batches.record_sent_back(batch.pk, [row.pk], note="退汇", by=crew.reconciler, at=NOON)
    with pytest.raises(CaseError, match="由「回盘核对」岗位办理"):
        batches.record_sent_back(batch.pk, [row.pk], note="退汇", by=crew.preparer, at=NOON)


def test_the_closing_sheet_proves_the_equation_on_paper_and_in_a_workbook(crew: Crew) -> None:
    due(100_000)
    due(70_000, code=OTHER_GROUP)
    batch = closed(crew, {2: "户名不符"})

    request_closing_sheet(batch, by=crew.reconciler, at=NOON)
    request_closing_sheet(batch, by=crew.reconciler, at=NOON)
    run_jobs()

    pdf = PdfReader(BytesIO(JobFile.objects.get(name__endswith="结清表.pdf").file.read()))
    text = "".join(page.extract_text() for page in pdf.pages)
    for said in ("1,700.00 = 1,000.00 + 700.00 + 0.00 + 0.00", "差额 0.00", batch.rows_hash):
        assert said in text
    assert pdf.pages[0].mediabox.width > pdf.pages[0].mediabox.height
    book = load_workbook(BytesIO(JobFile.objects.get(name__endswith="结清表.xlsx").file.read()))
    cells = [cell.value for line in book.worksheets[0].iter_rows() for cell in line]
    assert "郎家营社区" in cells
    assert 1700 in cells
    assert any(str(cell).startswith("已发金额（大写）：壹仟元整") for cell in cells)


def test_the_approval_sheet_names_who_acted_and_the_amount_in_capitals(crew: Crew) -> None:
    due(184_360_000)
    batch = batch_in(BatchState.APPROVED, crew)

    request_approval_sheet(batch, by=crew.cashier, at=NOON)
    run_jobs()

    pdf = PdfReader(BytesIO(JobFile.objects.get(name__endswith="审批表.pdf").file.read()))
    text = "".join(page.extract_text() for page in pdf.pages)
    for said in ("壹佰捌拾肆万叁仟陆佰元整", crew.inspector.name, crew.director.name, "（印章）"):
        assert said in text


def test_there_is_no_approval_sheet_before_the_lock_nor_a_closing_sheet_before_the_bank(
    crew: Crew,
) -> None:
    due()
    batch = batch_in(BatchState.DRAFT, crew)

    with pytest.raises(CaseError, match="锁定以后才有审批表"):
        request_approval_sheet(batch, by=holder(Post.PREPARE), at=NOON)
    with pytest.raises(CaseError, match="登记银行回盘以后才有结清表"):
        request_closing_sheet(batch, by=holder(Post.RECONCILE), at=NOON)
