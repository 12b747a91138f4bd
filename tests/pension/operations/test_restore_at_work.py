"""A backup made while a roster is written: the ledger is the same, the job is taken up again."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from pension.models import Job, JobFile, JobState
from pension.operations.backup import proof, restore, save
from pension.services import audit, jobs
from subsidies import tasks
from subsidies.models import TransferBatch
from subsidies.services import batches
from subsidies.workflow.states import BatchState
from tests.clock import NOON
from tests.factories.batches import Crew, batch_in, due
from tests.pension.operations.office import lose_everything, quietly

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def released() -> Job:
    """A batch of two rows whose roster the cashier has asked for."""
    assert tasks.rosters
    due(100_050)
    due(200_000)
    crew = Crew()
    return batches.request_roster(batch_in(BatchState.RELEASED, crew).pk, by=crew.cashier, at=NOON)


def test_a_roster_that_was_being_written_is_written_after_the_restore(
    released: Job, tmp_path: Path
) -> None:
    folder, before = tmp_path / "backup", proof.take()

    def clock_with_a_backup_in_the_middle() -> datetime:
        is_at_work = Job.objects.filter(pk=released.pk, state=JobState.RUNNING).exists()
        if is_at_work and not folder.exists():
            save(folder, at=NOON, say=quietly)
        return NOON

    jobs.run(released.pk, clock_with_a_backup_in_the_middle)
    assert TransferBatch.objects.get().state == BatchState.EXPORTED
    lose_everything()

    restore(folder, at=NOON, say=quietly)

    restored = proof.take()
    assert (restored.entitlements, restored.payments) == (before.entitlements, before.payments)
    assert TransferBatch.objects.get().state == BatchState.RELEASED
    assert not JobFile.objects.exists()
    later = NOON + timedelta(seconds=settings.PENSION_JOB_LEASE_SECONDS + 1)
    assert jobs.sweep(later) == 1
    jobs.run(released.pk, lambda: later)
    batch = TransferBatch.objects.get()
    assert batch.state == BatchState.EXPORTED
    assert JobFile.objects.filter(name=batch.export_name).count() == 1
    assert Job.objects.get(pk=released.pk).attempts == 2
    assert not list(audit.verify())
