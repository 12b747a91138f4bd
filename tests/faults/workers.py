"""A real worker that can be killed, and a batch large enough to be killed over."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import models

from pension.celery import app
from pension.supervisor import programs
from pension.supervisor.crew import ROOT
from subsidies.models import Entitlement, TransferBatch
from subsidies.workflow.states import BatchState
from tests.factories.batches import Crew, batch_in, due
from tests.factories.enrollment import PersonFactory
from tests.processes import environment, wait_until

LEASE_SECONDS = 3


class Worker:
    """A Celery worker of one process, in a group of its own."""

    def __init__(self, name: str, redis: str, var: Path) -> None:
        """Start it on the test's database, files and Redis, with short leases."""
        program = programs.worker(name, [programs.QUEUE_WORK, programs.QUEUE_PAPERS], 1)
        command = [f"{name}@%h" if word.endswith("@%h") else word for word in program.command]
        surroundings = environment(redis, var) | {"PENSION_JOB_LEASE_SECONDS": str(LEASE_SECONDS)}
        self.name = name
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=surroundings, stdin=subprocess.DEVNULL, start_new_session=True
        )

    @property
    def is_ready(self) -> bool:
        """Whether it answers."""
        answers = app.control.ping(timeout=0.5)
        return any(host.startswith(f"{self.name}@") for answer in answers for host in answer)

    def kill(self) -> None:
        """End it and its children by SIGKILL, as a power cut would."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@contextmanager
def worker(name: str, redis: str, var: Path) -> Iterator[Worker]:
    """A worker that is ready, and gone afterwards."""
    started = Worker(name, redis, var)
    try:
        wait_until(lambda: started.is_ready)
        yield started
    finally:
        if started._process.poll() is None:
            started.kill()


def large_batch(rows: int, crew: Crew) -> TransferBatch:
    """A released batch of many rows: copies of one confirmed person with an amount due."""
    pattern = due()
    case, account = pattern.calculation.case, pattern.person.accounts.get()
    people = [PersonFactory.build(region=case.region) for _ in range(rows - 1)]
    people = type(pattern.person).objects.bulk_create(people)
    cases = [_copy(case, person=one, number=f"多-{one.pk}") for one in people]
    cases = type(case).objects.bulk_create(cases)
    calculations = type(pattern.calculation).objects.bulk_create(
        _copy(pattern.calculation, person=one.person, case=one, number=f"多-{one.pk}")
        for one in cases
    )
    type(account).objects.bulk_create(
        _copy(account, person=one, holder=one.name, number=f"62239999{one.pk:08d}")
        for one in people
    )
    Entitlement.objects.bulk_create(
        _copy(pattern, person=one.person, calculation=one) for one in calculations
    )
    batch = batch_in(BatchState.RELEASED, crew)
    assert batch.locked_count == rows
    return batch


def _copy(row: models.Model, **changed: object) -> models.Model:
    """An unsaved row like another, but for what is changed."""
    values = {field.name: getattr(row, field.name) for field in row._meta.local_concrete_fields}
    del values["id"]
    return type(row)(**values | changed)
