"""What all tests share: a storage of their own, and real Redis and workers for those who ask."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as project
from pytest_django import Settings

from pension.celery import app
from pension.supervisor import programs, signs
from pension.supervisor.crew import Crew
from tests.processes import environment, wait_until


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> Path:
    """Uploads and outputs of a test go to a folder that dies with it."""
    folder = tmp_path / "files"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder},
        }
    }
    return folder


@pytest.fixture
def eager_jobs() -> Iterator[None]:
    """Tasks run at once, in the caller: for tests of what a job does, not of the queue."""
    app.loader.import_default_modules()
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Redis where the settings of the tests look for one; gives its address."""
    crew = Crew()
    crew.start(programs.redis(project.REDIS_SOCKET, tmp_path_factory.mktemp("redis")))
    try:
        wait_until(lambda: signs.is_listening(project.REDIS_SOCKET), crew)
        yield project.REDIS_URL
    finally:
        crew.stop()


@pytest.fixture
def celery_worker_process(
    redis_server: str, transactional_db: None, own_files: Path
) -> Iterator[Crew]:
    """A real worker for all queues on the database, the files and the Redis of this test.

    `processes.wait_until` gives it time; `Crew.stop()` ends it before the test does.
    """
    app.control.purge()
    crew = Crew(environment(redis_server, own_files.parent))
    crew.start(programs.worker("worker", [programs.QUEUE_WORK, programs.QUEUE_PAPERS], 1))
    try:
        wait_until(lambda: bool(app.control.ping(timeout=0.5)), crew)
        yield crew
    finally:
        crew.stop()
