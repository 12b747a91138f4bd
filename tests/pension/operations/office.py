"""A small office at work, what it loses, and what its tables hold."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from enrollment.models import Person, SignedRoster
from pension.models import Officer
from pension.operations.backup import tables
from pension.services import audit, drafts, jobs
from pension.vocabulary.posts import Post
from subsidies.models import Entitlement
from subsidies.rules.vocabulary import Channel, Kind
from subsidies.workflow.states import EntitlementState, Origin, RowState
from tests.clock import NOON
from tests.factories.dues import batch_with, insured_case
from tests.factories.enrollment import PersonFactory
from tests.factories.jobs import TRIAL
from tests.factories.kernel import OfficerFactory

SCAN = "scans/演示.pdf"


def quietly(sentence: str) -> None:
    """Nobody listens."""


def at_work() -> Officer:
    """Cases, money, files, jobs, drafts, an audit trail of two days."""
    officer: Officer = OfficerFactory(posts=[Post.MERGE])
    case = insured_case(years=(2020, 2021))
    paid = [settled(case.person, 700_000), settled(PersonFactory(), 12_345)]
    batch_with(*paid, state=RowState.PAID)
    default_storage.save(SCAN, ContentFile("盖章页".encode()))
    SignedRoster.objects.update(scan=SCAN)
    jobs.enqueue(TRIAL, key="one", title="演示作业", by=officer, at=NOON, params={"row": [1, "二"]})
    drafts.keep("case", {"phone": "13800000000"}, by=officer, at=NOON)
    opened = audit.Deed("打开", "case", case.pk, {"字段": None})
    for at in (NOON, NOON + timedelta(days=1)):
        audit.record(opened, by=officer, at=at)
    return officer


def settled(person: Person, fen: int) -> Entitlement:
    """A balance that was paid out."""
    return Entitlement.objects.create(
        person=person,
        kind=Kind.BALANCE,
        amount_fen=fen,
        channel=Channel.BANK,
        origin=Origin.OPENING,
        state=EntitlementState.SETTLED,
        created_at=NOON,
        settled_at=NOON,
    )


def everything() -> dict[str, list[Any]]:
    """All rows of all tables that a backup holds."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in tables.models()
    }


def lose_everything() -> None:
    """An empty database, an empty store of files."""
    call_command("flush", interactive=False)
    default_storage.delete(SCAN)
