"""What all tests share: a storage of their own, and real Redis and workers for those who ask."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import transaction
from hypothesis import settings as properties
from pytest_django import DjangoDbBlocker, Settings

from pension.celery import app
from pension.supervisor import programs, signs
from pension.supervisor.crew import Crew
from tests.processes import environment, wait_until

# A property holds on a busy machine, too: no test of ours watches the clock.
properties.register_profile("patient", deadline=None)
properties.load_profile("patient")


def storages_in(folder: Path) -> dict[str, object]:
    """The setting STORAGES with a folder for uploads and outputs."""
    whole_files = "pension.services.storage.WholeFiles"
    return project.STORAGES | {
        "default": {"BACKEND": whole_files, "OPTIONS": {"location": folder}},
    }


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> Path:
    """Uploads and outputs of a test go to a folder that dies with it."""
    folder = tmp_path / "files"
    settings.STORAGES = storages_in(folder)
    return folder


@pytest.fixture(scope="module")
def module_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is dear to make stands once for all tests of a module, and is gone after the last.

    Fixtures of the module that ask for this one make it; each test undoes only its own deeds.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def eager_jobs() -> Iterator[None]:
    """Tasks run at once, in the caller: for tests of what a job does, not of the queue."""
    app.loader.import_default_modules()
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


class RedisProgram:
    """A real Redis where the settings of the tests look for one; it can go and come back."""

    def __init__(self, folder: Path) -> None:
        """Keep its data in a folder."""
        self._folder = folder
        self._crew = Crew()

    def start(self) -> None:
        """Start it and wait until it listens."""
        self._crew.start(programs.redis(project.REDIS_SOCKET, self._folder))
        wait_until(lambda: signs.is_listening(project.REDIS_SOCKET), self._crew)

    def stop(self) -> None:
        """Stop it; what it was told stays in its folder."""
        self._crew.stop()


@pytest.fixture(scope="session")
def redis_program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisProgram]:
    """The Redis of this run, for tests in which it goes and comes back."""
    program = RedisProgram(tmp_path_factory.mktemp("redis"))
    try:
        program.start()
        yield program
    finally:
        program.stop()


@pytest.fixture(scope="session")
def redis_server(redis_program: RedisProgram) -> str:
    """The address of a real Redis."""
    return project.REDIS_URL


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
