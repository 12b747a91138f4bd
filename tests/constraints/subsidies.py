"""Rows for the constraints of what is due and paid."""

from datetime import date, timedelta
from itertools import count

from django.db.models import F

from pension.vocabulary.posts import Post
from subsidies.models import (
    BankFormat,
    BankReturn,
    BatchDesk,
    BatchRow,
    Calculation,
    CalculationLine,
    CalculationRun,
    CommunityVerification,
    Entitlement,
    FundEntry,
    OpeningRecord,
    PolicyArticle,
    PolicyDocument,
    RuleSet,
    RuleValue,
    TransferBatch,
)
from subsidies.workflow.states import BatchState, RowState, RuleSetState
from tests.clock import NOON
from tests.constraints.kernel import job, upload
from tests.constraints.register import faults, twins
from tests.factories.batches import due
from tests.factories.dues import SINCE, batch_with, opening
from tests.factories.enrollment import PersonFactory, case_in
from tests.factories.kernel import district, holder
from tests.factories.performance import batch as batch_in
from tests.factories.performance import row as row_in

_numbers = count(1)
EARLIER = NOON - timedelta(days=1)


def article() -> PolicyArticle:
    """The words of an article, each of another document."""
    return PolicyArticle.objects.create(
        document=document(),
        label="一",
        text="演示条文",
        entered_by=holder(Post.PREPARE),
        entered_at=NOON,
    )


def document() -> PolicyDocument:
    """A document."""
    return PolicyDocument.objects.create(number=f"演示〔2020〕{next(_numbers)}号", title="演示")


def rule_set() -> RuleSet:
    """A rule set in force, each from another day on."""
    return RuleSet.objects.create(
        district=district(),
        name="演示规则",
        document=document(),
        valid_from=SINCE + timedelta(days=next(_numbers)),
        state=RuleSetState.IN_FORCE,
        proposed_by=holder(Post.PREPARE),
        proposed_at=NOON,
        approved_by=holder(Post.SECOND_CHECK),
        approved_at=NOON,
    )


def rule_value() -> RuleValue:
    """A value of a rule set."""
    rules = rule_set()
    return RuleValue.objects.create(
        rule_set=rules, name=f"演示{next(_numbers)}", value="1", document=rules.document
    )


def former_bank() -> BankFormat:
    """A format that a later version took the place of."""
    made = bank()
    BankFormat.objects.filter(pk=made.pk).update(is_current=False)
    return made


def entitlement() -> Entitlement:
    """An amount that is due."""
    return due()


def calculation() -> Calculation:
    """A calculation in force."""
    return due().calculation


def line() -> CalculationLine:
    """A line of working."""
    return CalculationLine.objects.create(
        calculation=calculation(), position=next(_numbers), label="演示"
    )


def run() -> CalculationRun:
    """A run with its job."""
    return CalculationRun.objects.create(
        token=f"token-{next(_numbers)}",
        region=district(),
        judged_on=NOON.date(),
        rule_set=rule_set(),
        job=job(),
        requested_by=holder(Post.PREPARE),
        requested_at=NOON,
    )


def bank() -> BankFormat:
    """The current format of a bank, each of another version."""
    number = next(_numbers)
    return BankFormat.objects.create(
        name=f"演示银行{number}", version=number, columns=[], return_columns=[]
    )


def draft() -> TransferBatch:
    """A batch just drawn up."""
    return batch_in(state=BatchState.DRAFT)


def closed() -> TransferBatch:
    """A batch that is closed."""
    return batch_in(state=BatchState.CLOSED)


def desk() -> BatchDesk:
    """The desk of an officer on a batch."""
    return BatchDesk.objects.create(record=draft(), officer=holder(Post.PREPARE), desk="cashier")


def row() -> BatchRow:
    """A row that waits, each in another place of its batch."""
    made = batch_with(due()).rows.get()
    BatchRow.objects.filter(pk=made.pk).update(position=next(_numbers))
    return made


def paid_row() -> BatchRow:
    """A row that was paid."""
    return row_in(due(), closed(), RowState.PAID)


def row_again() -> BatchRow:
    """A row that pays again what failed before."""
    again, failed = row(), row_in(due(), closed(), RowState.FAILED)
    BatchRow.objects.filter(pk=again.pk).update(reissue_of=failed)
    return again


def verification() -> CommunityVerification:
    """The word of a community."""
    clerk = holder(Post.COMMUNITY_CONFIRM)
    return CommunityVerification.objects.create(
        batch=draft(),
        round=next(_numbers),
        region=clerk.office.region,
        row_count=1,
        by=clerk,
        at=NOON,
    )


def bank_return() -> BankReturn:
    """An answer of a bank."""
    return BankReturn.objects.create(
        batch=closed(),
        upload=upload(),
        receipt_number=f"{next(_numbers)}",
        paid_count=0,
        failed_count=0,
        returned_count=0,
        by=holder(Post.RECONCILE),
        at=NOON,
    )


def fund_entry() -> FundEntry:
    """A published figure."""
    return FundEntry.objects.create(
        district=district(),
        year=2022,
        kind="budget",
        account=f"演示资金{next(_numbers)}",
        amount_fen=1,
        source="演示预算公开表",
        as_of=date(2022, 10, 31),
        entered_by=holder(Post.PERFORMANCE),
        entered_at=NOON,
    )


def in_force() -> OpeningRecord:
    """Opening balances in force."""
    return opening(case_in("merging"), subsidy_enjoyed_fen=0)


def proposed() -> OpeningRecord:
    """Opening balances that wait."""
    return OpeningRecord.objects.create(
        person=PersonFactory(),
        state="proposed",
        entered_by=holder(Post.MERGE),
        entered_at=NOON,
    )


twins(document, "PolicyDocument.number")
twins(article, "policy_article_once")
twins(rule_set, "rule_set_in_force_once")
twins(rule_value, "rule_value_once")
twins(calculation, "Calculation.number", "calculation_one_current")
twins(line, "calculation_line_once")
twins(run, "CalculationRun.token", "CalculationRun.job")
twins(entitlement, "entitlement_one_live")
twins(bank, "bank_format_one_current")
twins(former_bank, "bank_format_version_once")
twins(draft, "TransferBatch.number")
twins(desk, "batch_one_desk_per_officer")
twins(row, "batch_row_one_live", "batch_row_position_once")
twins(row_again, "BatchRow.reissue_of")
twins(verification, "verification_once_per_round")
twins(bank_return, "BankReturn.upload", "bank_receipt_once")
twins(fund_entry, "fund_entry_once")
twins(in_force, "opening_one_in_force")
twins(proposed, "opening_one_waiting")

faults("policy_article_has_words", article, {"label": ""}, {"text": ""})
faults("rule_set_valid_forwards", rule_set, {"valid_to": SINCE})
faults(
    "rule_set_approved_by_another",
    rule_set,
    {"approved_by": F("proposed_by")},
    {"approved_by": None},
    {"approved_at": None},
)
faults("calculation_never_negative", calculation, {"due_fen": -1}, {"proposed_fen": -1})
faults(
    "entitlement_has_working",
    entitlement,
    {"calculation": None},
    {"calculation": None, "state": "settled", "settled_at": NOON},
    {"amount_fen": 0},
    {"origin": "opening"},
    {"origin": "opening", "state": "disputed"},
    {"origin": "opening", "state": "settled", "settled_at": NOON, "amount_fen": -1},
)
faults("entitlement_settled_has_moment", entitlement, {"state": "settled"})
faults(
    "entitlement_cancelled_has_reason",
    entitlement,
    {"state": "cancelled", "cancelled_at": NOON},
    {"state": "cancelled", "cancel_reason": "演示"},
)
faults("entitlement_yearly_has_year", entitlement, {"year": 1989}, {"year": 0})
faults("entitlement_settled_after_created", entitlement, {"settled_at": EARLIER})
faults("batch_state_known", closed, {"state": "nowhere"})
faults(
    "batch_locked_is_hashed",
    closed,
    {"rows_hash": ""},
    {"locked_count": None},
    {"locked_fen": None},
    {"state": "draft"},
)
faults("batch_exported_has_file", closed, {"export_name": ""})
faults("batch_returned_has_receipt", closed, {"receipt_number": ""})
faults("batch_row_amount_positive", row, {"amount_fen": 0}, {"amount_fen": -1})
faults("batch_row_answer_has_moment", paid_row, {"answered_at": None})
faults(
    "batch_row_setback_has_note",
    paid_row,
    {"state": "failed"},
    {"state": "returned"},
    {"state": "held"},
)
faults("fund_entry_not_negative", fund_entry, {"amount_fen": -1})
faults("fund_entry_has_source", fund_entry, {"source": ""})
faults(
    "opening_decided_by_another",
    in_force,
    {"decided_by": F("entered_by")},
    {"decided_by": None},
    {"decided_at": None},
    {"state": "proposed"},
)
faults("opening_subsidy_enjoyed_not_negative", in_force, {"subsidy_enjoyed_fen": -1})
faults("opening_balance_not_negative", in_force, {"balance_fen": -1})
faults("opening_legacy_given_not_negative", in_force, {"legacy_given_fen": -1})
