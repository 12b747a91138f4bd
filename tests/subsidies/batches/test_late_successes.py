"""What a bank pays after it has reported the row as failed: noted once, never paid twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enrollment.models import BankAccount
from pension.vocabulary.errors import CaseError
from subsidies.exports.batch_sheets import closing_sentences
from subsidies.models import Entitlement, LateSuccess, TransferBatch
from subsidies.queries.arrears import arrears
from subsidies.queries.batches.papers import closing_sheet
from subsidies.services import batches
from subsidies.services.batches import BankPaper
from subsidies.workflow.states import BatchState, EntitlementState, RowState
from tests.clock import NOON
from tests.factories.batches import Crew, batch_in, close, draft, due, send
from tests.factories.enrollment import BankAccountFactory
from tests.factories.returns import answer, answered, line
from tests.subsidies.batches.browsing import Browser, page

pytestmark = pytest.mark.django_db
PAPER = BankPaper("2022-1130-7")
S = BatchState


@pytest.fixture
def crew() -> Crew:
    """An officer at each desk."""
    return Crew()


def failed_in(crew: Crew, *, is_closed: bool = True) -> TransferBatch:
    """A batch whose only row the bank reported as failed."""
    batch = answer(batch_in(S.EXPORTED, crew), crew, {1: "账户已销户"})
    return close(batch, crew) if is_closed else batch


def pay_late(batch: TransferBatch, crew: Crew, paper: BankPaper = PAPER) -> None:
    batches.record_late_success(batch.pk, 1, paper, by=crew.reconciler, at=NOON)


def reissued(entitlement: Entitlement, crew: Crew, state: BatchState) -> TransferBatch:
    """A batch that pays the amount again into another account."""
    BankAccount.objects.filter(person=entitlement.person).update(ended_at=NOON)
    BankAccountFactory(person=entitlement.person)
    return batch_in(state, crew)


def test_a_late_payment_settles_the_amount_of_a_closed_batch(crew: Crew) -> None:
    entitlement = due()
    batch = failed_in(crew)

    pay_late(batch, crew)

    entitlement.refresh_from_db()
    row = batch.rows.get()
    assert (row.state, entitlement.state) == (RowState.PAID, EntitlementState.SETTLED)
    assert not arrears(crew.preparer).exists()
    sheet = closing_sheet(batch)
    assert (sheet.difference_fen, sheet.sums.of(RowState.PAID).fen) == (0, 100_000)
    assert "报失败以后银行又支付 1 行，已从转待补发转入已发" in closing_sentences(sheet)
    with pytest.raises(CaseError, match="没有可以编入"):
        draft(Crew())


def test_a_late_payment_of_a_batch_that_is_not_closed_is_settled_by_closing(crew: Crew) -> None:
    entitlement = due()
    batch = failed_in(crew, is_closed=False)

    pay_late(batch, crew)
    entitlement.refresh_from_db()
    before = entitlement.state
    close(batch, crew)

    entitlement.refresh_from_db()
    assert (before, entitlement.state) == (EntitlementState.DUE, EntitlementState.SETTLED)


@pytest.mark.parametrize(
    ("state", "cure"),
    [
        (S.DRAFT, "请先在该批次将这一行移出"),
        (S.VERIFIED, "请先在该批次将这一行移出"),
        (S.LOCKED, "请先在该批次将这一行暂缓"),
        (S.RELEASED, "请先在该批次将这一行暂缓"),
        (S.EXPORTED, "请等该批次有了银行结果"),
    ],
)
def test_while_the_amount_is_paid_again_the_batch_is_named_and_what_to_do(
    crew: Crew, state: BatchState, cure: str
) -> None:
    entitlement = due()
    batch = failed_in(crew)
    again = reissued(entitlement, Crew(), state)

    with pytest.raises(CaseError, match=f"{again.number}第1行.*{cure}"):
        pay_late(batch, crew)

    assert batch.rows.get().state == RowState.FAILED


def test_once_the_second_payment_is_put_aside_the_late_one_counts(crew: Crew) -> None:
    entitlement = due()
    batch = failed_in(crew)
    due()
    other = Crew()
    again = reissued(entitlement, other, S.RELEASED)
    row = again.rows.get(entitlement=entitlement)
    batches.hold_rows(again.pk, [row.pk], note="银行已付", by=other.cashier, at=NOON)

    pay_late(batch, crew)
    send(again, other)
    again = close(answer(again, other), other)

    entitlement.refresh_from_db()
    assert entitlement.state == EntitlementState.SETTLED
    assert not arrears(crew.preparer).exists()
    assert [closing_sheet(one).difference_fen for one in (batch, again)] == [0, 0]


def test_an_amount_that_was_paid_again_is_named_as_overpaid(crew: Crew) -> None:
    entitlement = due()
    batch = failed_in(crew)
    other = Crew()
    again = close(answer(reissued(entitlement, other, S.EXPORTED), other), other)

    with pytest.raises(CaseError, match=f"{again.number}第1行补发.*多付1,000.00元，应予追回"):
        pay_late(batch, crew)


def test_an_amount_that_was_cancelled_meanwhile_is_named_as_overpaid(crew: Crew) -> None:
    entitlement = due()
    batch = failed_in(crew)
    Entitlement.objects.filter(pk=entitlement.pk).update(
        state=EntitlementState.CANCELLED, cancelled_at=NOON, cancel_reason="凭证作废"
    )

    with pytest.raises(CaseError, match="不再应补（凭证作废）.*1,000.00元属多付"):
        pay_late(batch, crew)


def test_only_the_reconciler_notes_it_once_with_a_document(crew: Crew) -> None:
    due()
    batch = failed_in(crew)

    with pytest.raises(CaseError, match="由「回盘核对」岗位办理"):
        batches.record_late_success(batch.pk, 1, PAPER, by=crew.cashier, at=NOON)
    with pytest.raises(CaseError, match="请填写银行凭证号"):
        pay_late(batch, crew, BankPaper(" "))
    pay_late(batch, crew)
    with pytest.raises(CaseError, match="第1行不是「失败」"):
        pay_late(batch, crew)

    assert LateSuccess.objects.get().failed_with == "账户已销户"


def test_an_answer_that_comes_late_in_a_file_leads_to_the_deed(crew: Crew) -> None:
    due()
    batch = failed_in(crew, is_closed=False)

    upload = answered(batch, [line(batch.rows.get())], crew.reconciler, "20221130-2")

    assert "银行后来支付的请在批次页登记迟到成功" in str(upload.rows.get().faults)


def test_the_page_of_the_batch_takes_it_with_the_scan(crew: Crew, as_officer: Browser) -> None:
    due()
    batch = failed_in(crew)
    client = as_officer(crew.reconciler)
    scan = SimpleUploadedFile("凭证.pdf", b"%PDF-1.7 demo")
    said = {"position": 1, "document_number": "2022-1130-7", "scan": scan}

    offered = "登记迟到成功…" in page(client, batch)
    url = reverse("subsidies:batch_late_success", args=[batch.pk])
    client.post(url, said)

    assert offered
    assert LateSuccess.objects.get().scan.read() == b"%PDF-1.7 demo"
    assert "登记迟到成功…" not in page(client, batch)
