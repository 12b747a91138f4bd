"""The scan of a voucher: kept by its content, opened from the recovery, on the audit trail."""

from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pension.models import AuditEntry, Officer
from pension.vocabulary.errors import CaseError
from subsidies.models import Receipt
from subsidies.rules.vocabulary import ReturnChannel
from subsidies.services import recoveries
from subsidies.services.recoveries import Money
from subsidies.workflow.states import RecoveryState
from tests.clock import NOON
from tests.factories.recoveries import TODAY, Desks, receive, recovery_in

pytestmark = pytest.mark.django_db
Browser = Callable[[Officer], Client]
PDF = b"%PDF-1.7 demo"


def money(content: bytes, voucher: str = "HD-1") -> Money:
    """A yuan that came back, with a scan of such content."""
    scan = SimpleUploadedFile("凭证.pdf", content)
    return Money(TODAY, 100, ReturnChannel.TRANSFER, voucher, scan)


def test_the_cashier_notes_money_with_the_scan_of_its_voucher(as_officer: Browser) -> None:
    desks = Desks()
    recovery = recovery_in(RecoveryState.COLLECTING, desks)
    url = reverse("subsidies:recovery_step", args=[recovery.pk, "receive"])
    said = {"received_on": TODAY, "amount": "1", "channel": "transfer", "voucher": "HD-1"}

    as_officer(desks.cashier).post(url, {**said, "scan": SimpleUploadedFile("凭证.pdf", PDF)})

    assert Receipt.objects.get().scan.read() == PDF


def test_opening_a_scan_is_on_the_trail(as_officer: Browser) -> None:
    desks = Desks()
    recovery = recovery_in(RecoveryState.COLLECTING, desks)
    receipt = recoveries.receive(recovery.pk, money(PDF), by=desks.cashier, at=NOON)
    client = as_officer(desks.reconciler)
    url = reverse("subsidies:receipt_scan", args=[recovery.pk, receipt.pk])

    shown = client.get(reverse("subsidies:recovery", args=[recovery.pk])).content.decode()
    opened = b"".join(client.get(url).streaming_content)

    assert url in shown
    assert opened == PDF
    entry = AuditEntry.objects.get(action="打开退款凭证扫描件")
    assert (entry.officer, entry.subject_id) == (desks.reconciler, str(recovery.pk))


def test_a_receipt_without_a_scan_has_nothing_to_open(as_officer: Browser) -> None:
    desks = Desks()
    recovery = recovery_in(RecoveryState.COLLECTING, desks)
    receive(recovery, desks, 100, "HD-1")
    client = as_officer(desks.reconciler)
    url = reverse("subsidies:receipt_scan", args=[recovery.pk, Receipt.objects.get().pk])

    assert url not in client.get(reverse("subsidies:recovery", args=[recovery.pk])).content.decode()
    assert client.get(url).status_code == 404


def test_what_is_no_scan_by_its_content_notes_nothing() -> None:
    desks = Desks()
    recovery = recovery_in(RecoveryState.COLLECTING, desks)

    with pytest.raises(CaseError, match="内容不是 PDF、JPG 或 PNG"):
        recoveries.receive(recovery.pk, money(b"<script>"), by=desks.cashier, at=NOON)

    recovery.refresh_from_db()
    assert (recovery.received_fen, Receipt.objects.count()) == (0, 0)


def test_the_scan_of_a_voucher_noted_already_is_not_kept() -> None:
    desks = Desks()
    recovery = recovery_in(RecoveryState.COLLECTING, desks)
    first = recoveries.receive(recovery.pk, money(PDF), by=desks.cashier, at=NOON)
    folder = str(first.scan).rpartition("/")[0]
    _, before = default_storage.listdir(folder)

    with pytest.raises(CaseError, match="凭证HD-1已经登记过"):
        recoveries.receive(recovery.pk, money(PDF), by=desks.cashier, at=NOON)

    assert default_storage.listdir(folder) == ([], before)
