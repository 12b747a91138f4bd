"""The disk is full while a file is written: words for the officer, no half file, and a retry."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from enrollment.imports.roster_sheet import SHEET
from pension.celery import app
from pension.models import Job, JobState, Upload
from pension.services import jobs
from pension.services.storage import NO_ROOM, WholeFiles
from pension.vocabulary.posts import Post
from subsidies.services import batches
from subsidies.workflow.states import BatchState
from tests.clock import NOON
from tests.factories import rosters
from tests.factories.batches import Crew, batch_in, due
from tests.factories.kernel import holder
from tests.factories.uploads import filled

pytestmark = pytest.mark.django_db


class CutOff(File):
    """A file of which only the beginning finds room."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Give some bytes, then what the disk says."""
        yield self.file.read(3)
        raise OSError(errno.ENOSPC, "No space left on device")


class FullDisk(WholeFiles):
    """A store on a disk that has no room after the first bytes of a file."""

    def _save(self, name: str, content: File) -> str:
        return super()._save(name, CutOff(content.file, name=name))


@pytest.fixture
def full(settings: Settings, own_files: Path) -> Settings:
    """Settings under which the disk is full."""
    app.loader.import_default_modules()
    fill(settings, own_files, f"{__name__}.FullDisk")
    return settings


def fill(settings: Settings, folder: Path, backend: str) -> None:
    """Let the store of files be another one in the same folder."""
    store = {"BACKEND": backend, "OPTIONS": {"location": folder}}
    settings.STORAGES = settings.STORAGES | {"default": store}


def left_in(folder: Path) -> list[Path]:
    """The files in a folder and below."""
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_job_ends_in_words_and_can_be_run_again(full: Settings, own_files: Path) -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.RELEASED, crew)
    job = batches.request_roster(batch.pk, by=crew.cashier, at=NOON)

    jobs.run(job.pk, lambda: NOON)

    failed = Job.objects.get(pk=job.pk)
    batch.refresh_from_db()
    assert (failed.state, failed.message) == (JobState.FAILED, NO_ROOM)
    assert (left_in(own_files), batch.state) == ([], BatchState.RELEASED)

    fill(full, own_files, "pension.services.storage.WholeFiles")
    batches.request_roster(batch.pk, by=crew.cashier, at=NOON)
    jobs.run(job.pk, lambda: NOON)

    batch.refresh_from_db()
    assert Job.objects.get(pk=job.pk).state == JobState.DONE
    assert (len(left_in(own_files)), batch.state) == (2, BatchState.EXPORTED)


def test_an_upload_is_refused_in_words(full: Settings, own_files: Path, client: Client) -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    client.force_login(clerk, backend="pension.middleware.officers.OfficerBackend")
    file = SimpleUploadedFile("花名册.xlsx", filled(SHEET, [rosters.row()]))

    answer = client.post(
        reverse("pension:upload_new", args=["roster"]), {"file": file}, follow=True
    )

    assert NO_ROOM in answer.content.decode()
    assert not Upload.objects.exists()
    assert left_in(own_files) == []


def test_a_fault_that_is_no_full_disk_stays_a_fault(own_files: Path) -> None:
    own_files.mkdir()
    (own_files / "jobs").write_bytes(b"no folder")

    with pytest.raises(OSError, match="jobs"):
        default_storage.save("jobs/1.txt", ContentFile(b"abc"))


def test_what_has_room_is_kept(own_files: Path) -> None:
    name = default_storage.save("jobs/1.txt", ContentFile(b"abc"))

    assert default_storage.open(name).read() == b"abc"
