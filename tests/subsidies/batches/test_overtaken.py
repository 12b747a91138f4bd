"""What changes between drawing up and the bank stops the money, until an officer has looked."""

import pytest

from enrollment.models import BankAccount, Case, Contribution
from enrollment.rules.categories import Scheme
from enrollment.workflow.states import CaseState
from pension.vocabulary.errors import CaseError
from subsidies.models import Entitlement
from subsidies.queries.batches.sums import sums
from subsidies.services import batches
from subsidies.workflow.states import BatchState, RowState
from tests.clock import NOON
from tests.factories.batches import Crew, batch_in, draft, due, send
from tests.factories.dues import contribute
from tests.factories.enrollment import BankAccountFactory

pytestmark = pytest.mark.django_db
S = BatchState
LAPSED = "有 1 行的核定、身份确认或收款账户已失效"


def reopen(entitlement: Entitlement) -> None:
    """Let the case behind an amount be taken up again."""
    Case.objects.filter(person=entitlement.person).update(
        state=CaseState.SECOND_CHECK, confirmed_at=None
    )


def test_who_is_no_longer_confirmed_after_the_release_is_not_sent_to_the_bank() -> None:
    lapsed = due()
    due()
    crew = Crew()
    batch = batch_in(S.RELEASED, crew)
    reopen(lapsed)

    with pytest.raises(CaseError, match=LAPSED):
        batches.request_roster(batch.pk, by=crew.cashier, at=NOON)
    row = batch.rows.get(entitlement=lapsed)
    batches.hold_rows(batch.pk, [row.pk], note="身份待复核", by=crew.cashier, at=NOON)
    send(batch, crew)

    batch.refresh_from_db()
    assert batch.state == S.EXPORTED


def test_who_lapses_while_the_roster_is_written_is_not_sent_to_the_bank() -> None:
    lapsed = due()
    crew = Crew()
    batch = batch_in(S.RELEASED, crew)
    batches.request_roster(batch.pk, by=crew.cashier, at=NOON)
    reopen(lapsed)

    with pytest.raises(CaseError, match=LAPSED):
        batches.note_sent(
            batch.pk,
            "名册.xlsx",
            "0" * 64,
            sums(batch).of(RowState.PENDING),
            by=crew.cashier,
            at=NOON,
        )

    batch.refresh_from_db()
    assert batch.state == S.RELEASED


def test_a_released_batch_of_which_nothing_is_left_is_no_dead_end() -> None:
    waiting = due()
    crew = Crew()
    batch = batch_in(S.RELEASED, crew)
    row = batch.rows.get()
    batches.hold_rows(batch.pk, [row.pk], note="身份待复核", by=crew.cashier, at=NOON)

    with pytest.raises(CaseError, match="批次内没有可发放的行"):
        batches.request_roster(batch.pk, by=crew.cashier, at=NOON)
    batches.send_back(
        batch.pk, "send_back_release", reason="各行都已暂缓", by=crew.cashier, at=NOON
    )
    batches.cancel(batch.pk, reason="没有可发的行", by=crew.preparer, at=NOON)

    assert draft(crew).rows.get().entitlement == waiting


def test_an_account_that_was_changed_after_drawing_up_is_not_paid_into() -> None:
    changed = due()
    crew = Crew()
    batch = batch_in(S.APPROVED, crew)
    BankAccount.objects.filter(person=changed.person).update(ended_at=NOON)
    account = BankAccountFactory(person=changed.person)

    with pytest.raises(CaseError, match=LAPSED):
        batches.go(batch.pk, "release", by=crew.cashier, at=NOON)
    row = batch.rows.get()
    batches.hold_rows(batch.pk, [row.pk], note="账户已变更", by=crew.cashier, at=NOON)
    batches.send_back(batch.pk, "send_back_release", reason="重编", by=crew.cashier, at=NOON)
    batches.cancel(batch.pk, reason="重编", by=crew.preparer, at=NOON)

    assert draft(crew).rows.get().account_number == account.number


def test_a_year_whose_proof_was_taken_back_is_neither_drawn_up_nor_paid() -> None:
    wrong, right = due(), due()
    for one in (wrong, right):
        contribute(Case.objects.get(person=one.person), one.year, Scheme.EMPLOYEE)
    crew = Crew()
    batch = batch_in(S.LOCKED, crew)
    Contribution.objects.filter(person=wrong.person).update(
        voided_at=NOON, void_reason="凭证是他人的"
    )

    with pytest.raises(CaseError, match=LAPSED):
        batches.go(batch.pk, "inspect", by=crew.inspector, at=NOON)
    batches.send_back(batch.pk, "send_back_inspection", reason="重编", by=crew.inspector, at=NOON)
    batches.cancel(batch.pk, reason="重编", by=crew.preparer, at=NOON)

    assert draft(crew).rows.get().entitlement == right
