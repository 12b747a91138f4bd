"""Makers for the pages of the kernel and of the wiring."""

from datetime import timedelta
from itertools import count

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from pension.demo import samples
from pension.models import DistrictSetting, Job, JobFile, JobState, Upload, UploadState
from pension.services import uploads
from pension.views.officers import DEEDS
from subsidies.models import TransferBatch
from tests.access.homes import Home
from tests.access.making import Made, Try, chosen, makes
from tests.clock import NOON
from tests.factories.batches import due
from tests.factories.dues import batch_with
from tests.factories.jobs import TRIAL
from tests.factories.kernel import OfficerFactory, place

_numbers = count(1)
KINDS = ("roster", "opening", "funds", "bank_return")

makes("pension:draft", is_scoped=False)(chosen(key=["case-new"]))
makes("pension:uploads", "pension:upload_new", is_scoped=False)(chosen(kind=KINDS))
makes("pension:upload_template", is_scoped=False)(chosen(kind=["roster", "opening", "funds"]))


@makes("samples", is_scoped=False)
def sample_list(home: Home) -> Made:
    """The samples of a demo district."""
    DistrictSetting.objects.update(is_demo=True)
    yield Try({})


@makes("sample", is_scoped=False)
def sample(home: Home) -> Made:
    """A sample workbook of a demo district."""
    DistrictSetting.objects.update(is_demo=True)
    default_storage.save(f"{samples.FOLDER}/{samples.CLEAN}", ContentFile(b"sample"))
    yield Try({"name": samples.CLEAN})


@makes("pension:officer", "pension:officer_posts", "pension:officer_office")
def officer(home: Home) -> Made:
    """A colleague."""
    yield Try({"pk": OfficerFactory(office=home.office).pk})


@makes("pension:office")
def office(home: Home) -> Made:
    """The own office."""
    yield Try({"pk": home.office.pk})


@makes("pension:officer_access")
def officer_access(home: Home) -> Made:
    """Everything that can be done with a colleague's account."""
    colleague = OfficerFactory(office=home.office)
    for deed in DEEDS:
        yield Try({"pk": colleague.pk, "deed": deed})


@makes("pension:job", "pension:job_progress", "pension:job_retry")
def job(home: Home) -> Made:
    """A job of the office that failed."""
    yield Try({"pk": job_of(home, JobState.FAILED).pk})


@makes("pension:job_file")
def job_file(home: Home) -> Made:
    """A file with personal data that a job of the office gave out."""
    output = JobFile.objects.create(
        job=job_of(home, JobState.DONE),
        name="名册.xlsx",
        file=ContentFile(b"530121197103120025", "名册.xlsx"),
        sha256="0" * 64,
        size=18,
    )
    yield Try({"pk": output.pk})


@makes("pension:upload", "pension:upload_commit", "pension:upload_discard", "pension:upload_file")
def upload(home: Home) -> Made:
    """A checked upload of the office with a file to give back, of every kind."""
    answered = batch_with(due(code=home.group))
    TransferBatch.objects.filter(pk=answered.pk).update(region=place(home.district))
    for kind in uploads.kinds():
        yield Try({"pk": upload_of(home, kind.code, batch=answered.pk).pk})


def upload_of(home: Home, kind: str, **context: int) -> Upload:
    """A checked upload of a kind; ``context`` is what was said with it."""
    return Upload.objects.create(
        kind=kind,
        name="花名册.xlsx",
        file=ContentFile(b"530121197103120025", "花名册.xlsx"),
        returned_file=ContentFile(b"530121197103120025", "花名册.xlsx"),
        sha256=f"demo-{next(_numbers)}",
        office=home.office,
        officer=home.officer,
        context=context,
        state=UploadState.CHECKED,
        uploaded_at=NOON,
    )


def job_of(home: Home, state: JobState) -> Job:
    """A job of the home's office in a state."""
    return Job.objects.create(
        key=f"demo-{next(_numbers)}",
        kind=TRIAL,
        title="演示作业",
        owner=home.officer,
        office=home.office,
        state=state,
        created_at=NOON,
        finished_at=NOON + timedelta(minutes=1),
    )
