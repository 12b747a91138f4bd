"""What a handler is given while its job runs."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from pension.models import Job, JobState
from pension.services.jobs.authority import insist_on_owner

Clock = Callable[[], datetime]


class LeaseLostError(Exception):
    """Another worker has taken the job up; whatever this one did must not count."""


@dataclass(slots=True)
class JobContext:
    """What a handler is given: the job, the clock, a way to report progress and give out files."""

    job: Job
    clock: Clock
    lease: str
    outputs: list[tuple[str, str, str, int, bool]] = field(default_factory=list)

    @property
    def params(self) -> dict[str, Any]:
        """The parameters that the job was asked for with."""
        return self.job.params

    def progress(self, done: int, total: int) -> None:
        """Report progress, extend the lease; ``LeaseLostError`` if another worker has the job.

        ``AuthorityLostError`` if the owner may no longer have it done: what was committed before
        stays, as after a crash, and whoever has the job run again goes on from there.
        """
        held = Job.objects.filter(pk=self.job.pk, lease=self.lease, state=JobState.RUNNING)
        if not held.update(done=done, total=total, lease_until=lease_end(self.clock())):
            raise LeaseLostError(self.job.key)
        insist_on_owner(self.job)

    def lead_to(self, link: str) -> None:
        """Set the page of what the job made; ``LeaseLostError`` if another worker has the job.

        Call it in the transaction that makes it: then a job that runs again finds the page set.
        """
        held = Job.objects.filter(pk=self.job.pk, lease=self.lease, state=JobState.RUNNING)
        if not held.update(link=link):
            raise LeaseLostError(self.job.key)

    def give_out(self, name: str, content: File, *, personal: bool = True) -> None:
        """Store an output file; it becomes visible only when the job finishes."""
        digest = hashlib.sha256()
        for chunk in content.chunks():
            digest.update(chunk)
        content.seek(0)
        stored = default_storage.save(f"jobs/{self.job.pk}/{self.lease[:8]}/{name}", content)
        self.outputs.append((name, stored, digest.hexdigest(), content.size, personal))

    def drop_outputs(self) -> None:
        """Remove the files of a job that came to nothing."""
        for _, stored, *_ in self.outputs:
            default_storage.delete(stored)


def lease_end(at: datetime) -> datetime:
    """Until when a worker has a job that it took or reported on at ``at``."""
    return at + timedelta(seconds=settings.PENSION_JOB_LEASE_SECONDS)
