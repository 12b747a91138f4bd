"""Background jobs: asked for once by key, run under a lease, finished in one transaction.

A job row is the truth; the queue only wakes a worker. A re-delivered task finds the job taken or
finished and does nothing; a dead worker's job is taken up when its lease runs out. A job runs under
the authority of its owner, which is asked for anew while it runs.
"""

from pension.services.jobs.asking import PATIENCE, RUN_TASK, enqueue, retry
from pension.services.jobs.contexts import JobContext, LeaseLostError
from pension.services.jobs.running import (
    GIVEN_UP,
    MAX_ATTEMPTS,
    handled,
    handles,
    run,
    sweep,
)
from pension.vocabulary.job_kinds import ANY_POST, DEFAULT_QUEUE, declare

__all__ = [
    "ANY_POST",
    "DEFAULT_QUEUE",
    "GIVEN_UP",
    "MAX_ATTEMPTS",
    "PATIENCE",
    "RUN_TASK",
    "JobContext",
    "LeaseLostError",
    "declare",
    "enqueue",
    "handled",
    "handles",
    "retry",
    "run",
    "sweep",
]
