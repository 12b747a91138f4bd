"""Batches drawn up in the background: with progress, once, whole or not at all."""

import pytest
from django.urls import reverse

from pension.models import Job, JobState
from pension.services import jobs
from pension.services.jobs import JobContext, LeaseLostError
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.jobs.drafting import draft_batch
from subsidies.models import BatchRow, Entitlement, TransferBatch
from subsidies.rules.vocabulary import Channel, Kind
from subsidies.services import batches
from subsidies.services.batches.draft_requests import requested_plan
from subsidies.workflow.states import EntitlementState
from tests.clock import NOON
from tests.factories.batches import due, plan
from tests.factories.kernel import holder
from tests.factories.uploads import run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Job:
    """A batch of two amounts that was asked for."""
    due(), due()
    return batches.request_draft(plan(), token="press", by=holder(Post.PREPARE), at=NOON)


def test_a_job_draws_the_batch_up_and_leads_to_it(asked: Job) -> None:
    run_jobs()

    asked.refresh_from_db()
    batch = TransferBatch.objects.get()
    assert (asked.state, asked.done, asked.total) == (JobState.DONE, 2, 2)
    assert asked.message == f"已编制批次 {batch.number}：2 行、2,000.00 元，请核对后提交社区核实"
    assert asked.link == reverse("subsidies:batch", args=[batch.pk])
    assert (batch.created_by, batch.rows.count()) == (asked.owner, 2)


@pytest.mark.parametrize("channel", [Channel.BANK, Channel.RESIDENT_ACCOUNT])
@pytest.mark.parametrize("kind", [Kind.YEARLY, None])
def test_what_was_asked_for_survives_the_queue(channel: Channel, kind: Kind | None) -> None:
    wanted = plan(channel, kind)

    job = batches.request_draft(wanted, token="press", by=holder(Post.PREPARE), at=NOON)

    job.refresh_from_db()
    assert requested_plan(job.params) == wanted


def test_a_job_that_died_after_its_batch_was_drawn_up_draws_up_no_second_one(asked: Job) -> None:
    run_jobs()
    Job.objects.filter(pk=asked.pk).update(state=JobState.QUEUED, finished_at=None)
    due()

    run_jobs()

    asked.refresh_from_db()
    assert asked.state == JobState.DONE
    assert BatchRow.objects.filter(batch=TransferBatch.objects.get()).count() == 2


def test_a_worker_that_lost_its_job_leaves_no_batch_behind(asked: Job) -> None:
    stranger = JobContext(job=asked, clock=lambda: NOON, lease="another")

    with pytest.raises(LeaseLostError):
        draft_batch(stranger)
    with pytest.raises(LeaseLostError):
        stranger.lead_to("/")

    assert not TransferBatch.objects.exists()


def test_nothing_due_is_said_by_the_job_and_mended_by_doing_it_again(asked: Job) -> None:
    Entitlement.objects.update(
        state=EntitlementState.CANCELLED, cancelled_at=NOON, cancel_reason="演示"
    )
    run_jobs()
    asked.refresh_from_db()
    assert asked.state == JobState.FAILED
    assert "没有可以编入的应补款项" in asked.message
    due()

    jobs.retry(asked.pk, by=asked.owner, at=NOON)
    run_jobs()

    assert TransferBatch.objects.get().rows.count() == 1


def test_who_may_not_draw_up_is_refused_before_anything_is_queued() -> None:
    with pytest.raises(CaseError, match="核算编制"):
        batches.request_draft(plan(), token="press", by=holder(Post.CASHIER), at=NOON)

    assert not Job.objects.exists()


def test_what_was_replaced_after_gathering_is_drawn_up_by_nobody() -> None:
    preparer, replaced = holder(Post.PREPARE), due()
    due()
    gathered = batches.gather_rows(plan(), by=preparer)
    Entitlement.objects.filter(pk=replaced.pk).update(
        state=EntitlementState.CANCELLED, cancelled_at=NOON, cancel_reason="演示"
    )

    with pytest.raises(CaseError, match="刚被重新核算"):
        batches.write_down(gathered, by=preparer, at=NOON)

    assert not TransferBatch.objects.exists()


def test_what_was_gathered_by_two_is_drawn_up_by_one() -> None:
    due()
    first, second = holder(Post.PREPARE), holder(Post.PREPARE)
    mine, theirs = (batches.gather_rows(plan(), by=one) for one in (first, second))
    batches.write_down(mine, by=first, at=NOON)

    with pytest.raises(CaseError, match="刚被编入另一批次"):
        batches.write_down(theirs, by=second, at=NOON)

    assert TransferBatch.objects.get().created_by == first
