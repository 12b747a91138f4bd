"""Makers for recoveries and for sums that wait for a ruling."""

from django.core.files.base import ContentFile

from pension.vocabulary.posts import Post
from subsidies.models import Receipt
from subsidies.rules.vocabulary import ReturnChannel
from subsidies.views.disputes import ACTS
from subsidies.workflow.recoveries import RECOVERY_STEPS
from tests.access.homes import Home
from tests.access.making import Made, Try, makes
from tests.access.subsidies import NOT_FOR_DEPARTMENTS
from tests.clock import NOON
from tests.factories.disputes import dispute_of
from tests.factories.kernel import holder
from tests.factories.recoveries import overpaid, proposed


@makes("subsidies:recovery_new")
def overpaid_case(home: Home) -> Made:
    """The case of a person to whom too much was paid."""
    payment = overpaid(code=home.group)
    said = {"reason": "演示", "document": "演示依据", "addressee": "本人"}
    yield Try({"pk": payment.calculation.case_id}, {"found": [payment.pk], **said})


@makes("subsidies:recovery", "subsidies:recovery_letter", unseen_by=NOT_FOR_DEPARTMENTS)
def recovery(home: Home) -> Made:
    """A recovery from a resident."""
    yield Try({"pk": proposed(overpaid(code=home.group)).pk})


@makes("subsidies:recovery_step", unseen_by=NOT_FOR_DEPARTMENTS)
def recovery_steps(home: Home) -> Made:
    """Every step of a recovery."""
    key = proposed(overpaid(code=home.group)).pk
    for step in RECOVERY_STEPS:
        yield Try({"pk": key, "step": step}, {"reason": "演示"})


@makes("subsidies:receipt_scan", unseen_by=NOT_FOR_DEPARTMENTS)
def receipt(home: Home) -> Made:
    """The scan of the voucher of money that came back."""
    made = proposed(overpaid(code=home.group))
    note = Receipt.objects.create(
        recovery=made,
        received_on=NOON.date(),
        amount_fen=1,
        channel=ReturnChannel.TRANSFER,
        voucher_number="演示凭证",
        scan=ContentFile(b"%PDF-1.7 demo", "凭证.pdf"),
        noted_by=holder(Post.CASHIER),
        noted_at=NOON,
    )
    yield Try({"pk": made.pk, "receipt": note.pk})


@makes("subsidies:dispute", unseen_by=NOT_FOR_DEPARTMENTS)
def dispute(home: Home) -> Made:
    """A sum of a resident that waits for a ruling."""
    yield Try({"pk": dispute_of(home.group).pk})


@makes("subsidies:dispute_step", unseen_by=NOT_FOR_DEPARTMENTS)
def dispute_steps(home: Home) -> Made:
    """Every step of a dispute that a page offers."""
    key = dispute_of(home.group).pk
    for step in ACTS:
        yield Try({"pk": key, "step": step}, {"ruling": "uphold", "reason": "演示"})
