"""Staged imports: whatever a file is, the officer is told; nothing is committed twice."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from openpyxl import Workbook, load_workbook
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from enrollment.imports import ROSTER
from enrollment.models import Case
from pension.models import AuditEntry, Job, JobState, Officer, RowState, Upload, UploadState
from pension.services import jobs, uploads
from pension.services.uploads import committing
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.kernel import holder
from tests.factories.rosters import row
from tests.factories.uploads import committed, filled, handed_in, run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Officer:
    """An entering clerk."""
    return holder(Post.COMMUNITY_ENTRY)


@pytest.fixture
def upload(clerk: Officer) -> Upload:
    """A checked roster of three good rows."""
    return handed_in("roster", filled(ROSTER.sheet, [row(1), row(2), row(3)]), clerk)


def without_heading(header: str) -> bytes:
    """A roster whose template has lost a heading."""
    book = load_workbook(BytesIO(filled(ROSTER.sheet, [row(1)])))
    worksheet = book["花名册"]
    cell = next(c for c in worksheet[1] if str(c.value).rstrip("*") == header)
    cell.value = "别的列"
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"name,id\n1,2\n", "是文本文件（如CSV），不是Excel工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版Excel格式"),
        (b"PK\x03\x04" + b"\0" * 200, "已损坏，无法读取"),
        (saved(Workbook()), "没有工作表“花名册”"),
        (filled(ROSTER.sheet, []), "下面没有数据"),
        (without_heading("身份证号"), "“身份证号”：缺少这一列"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_so(
    content: bytes, sentence: str, clerk: Officer
) -> None:
    upload = handed_in("roster", content, clerk, name="花名册.xlsx")

    assert upload.state == UploadState.UNREADABLE
    assert any(sentence in problem for problem in upload.problems), upload.problems
    assert not upload.rows.exists()


def test_a_file_too_large_or_empty_is_refused_before_it_is_kept(
    clerk: Officer, settings: Settings
) -> None:
    settings.PENSION_UPLOAD_BYTES = 1024 * 1024

    for content, sentence in ((b"", "空文件"), (b"0" * (1024 * 1024 + 1), "超过 1 MB")):
        file = SimpleUploadedFile("花名册.xlsx", content)
        with pytest.raises(CaseError, match=sentence):
            uploads.stage("roster", file, {}, by=clerk, at=NOON)

    assert not Upload.objects.exists()


def test_more_rows_than_allowed_are_refused(clerk: Officer, settings: Settings) -> None:
    settings.PENSION_UPLOAD_ROWS = 2

    upload = handed_in("roster", filled(ROSTER.sheet, [row(1), row(2), row(3)]), clerk)

    assert "数据超过2行" in upload.problems[0]


def test_only_its_posts_import_a_kind() -> None:
    file = SimpleUploadedFile("花名册.xlsx", filled(ROSTER.sheet, [row(1)]))

    with pytest.raises(CaseError, match="由「社区录入、区级并轨」岗位导入"):
        uploads.stage("roster", file, {}, by=holder(Post.COMMUNITY_CONFIRM), at=NOON)


def test_the_same_file_is_refused_naming_the_earlier_one(clerk: Officer) -> None:
    content = filled(ROSTER.sheet, [row(1)])
    handed_in("roster", content, clerk, name="第一次.xlsx")

    with pytest.raises(CaseError, match=f"已由{clerk}于2022-10-31 12:00以「第一次.xlsx」上传"):
        handed_in("roster", content, clerk, name="第二次.xlsx")


def test_the_database_refuses_the_same_file_twice(upload: Upload) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.create(
            kind=upload.kind,
            name="另一个名字.xlsx",
            file="x.xlsx",
            sha256=upload.sha256,
            office=upload.office,
            officer=upload.officer,
            uploaded_at=NOON,
        )


def test_a_discarded_upload_is_gone_and_may_come_again(
    clerk: Officer, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    content = filled(ROSTER.sheet, [row(1), row(1)])
    upload = handed_in("roster", content, clerk)
    stored = [upload.file.name, upload.returned_file.name]

    with django_capture_on_commit_callbacks(execute=True):
        uploads.discard(upload.pk, by=clerk, at=NOON)

    upload.refresh_from_db()
    assert upload.state == UploadState.DISCARDED
    assert not upload.rows.exists()
    assert not any(default_storage.exists(name) for name in stored)
    assert handed_in("roster", content, clerk).state == UploadState.CHECKED


def test_what_is_committed_cannot_be_discarded(upload: Upload, clerk: Officer) -> None:
    committed(upload, clerk)

    with pytest.raises(CaseError, match="不能放弃"):
        uploads.discard(upload.pk, by=clerk, at=NOON)


def test_an_upload_without_good_rows_is_not_committed(clerk: Officer) -> None:
    upload = handed_in("roster", filled(ROSTER.sheet, [row(1, 姓名="")]), clerk)

    with pytest.raises(CaseError, match="没有可提交的行"):
        uploads.request_commit(upload.pk, by=clerk, at=NOON)


def test_an_upload_that_is_discarded_is_not_committed(upload: Upload, clerk: Officer) -> None:
    uploads.discard(upload.pk, by=clerk, at=NOON)

    with pytest.raises(CaseError, match="已放弃，不能入库"):
        uploads.request_commit(upload.pk, by=clerk, at=NOON)


def test_another_offices_upload_is_not_there(upload: Upload) -> None:
    stranger = holder(Post.COMMUNITY_ENTRY, "530114006001")

    with pytest.raises(Upload.DoesNotExist):
        uploads.request_commit(upload.pk, by=stranger, at=NOON)
    with pytest.raises(Upload.DoesNotExist):
        uploads.discard(upload.pk, by=stranger, at=NOON)


def test_two_clicks_make_one_job(upload: Upload, clerk: Officer) -> None:
    uploads.request_commit(upload.pk, by=clerk, at=NOON)
    uploads.request_commit(upload.pk, by=clerk, at=NOON)

    assert Job.objects.filter(kind=uploads.COMMIT_JOB).count() == 1


def test_a_killed_worker_s_successor_commits_the_rest_once(
    upload: Upload, clerk: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing, "CHUNK", 1)
    uploads.request_commit(upload.pk, by=clerk, at=NOON)
    job = Job.objects.get(kind=uploads.COMMIT_JOB)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, lease="dead", lease_until=NOON)
    dead = jobs.JobContext(job=job, clock=dies_after(2), lease="dead")
    with pytest.raises(KeyboardInterrupt):
        committing.commit_upload(dead)
    assert Case.objects.count() == 2
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)

    run_jobs()

    upload.refresh_from_db()
    assert (upload.state, upload.good_count) == (UploadState.COMMITTED, 3)
    assert Case.objects.count() == 3
    assert len({stored.committed_as for stored in upload.rows.all()}) == 3


def dies_after(readings: int) -> Callable[[], object]:
    """A clock of a worker that is killed when it looks at it once too often."""
    left = [readings]

    def clock() -> object:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return NOON

    return clock


def test_a_job_delivered_again_after_its_end_changes_nothing(
    upload: Upload, clerk: Officer
) -> None:
    committed(upload, clerk)
    job = Job.objects.get(kind=uploads.COMMIT_JOB)

    jobs.run(job.pk, lambda: NOON)

    assert Case.objects.count() == 3


def test_a_check_that_runs_again_begins_anew(clerk: Officer) -> None:
    content = filled(ROSTER.sheet, [row(1), row(2)])
    upload = handed_in("roster", content, clerk)
    Upload.objects.update(state=UploadState.CHECKING)
    Job.objects.update(state=JobState.QUEUED)

    run_jobs()

    upload.refresh_from_db()
    assert (upload.state, upload.rows.count()) == (UploadState.CHECKED, 2)


def test_what_the_service_refuses_is_refused_row_by_row(upload: Upload, clerk: Officer) -> None:
    clerk.holdings.update(ended_at=NOON)
    clerk.holdings.create(post=Post.MERGE, granted_at=NOON)
    merger = Officer.objects.get(pk=clerk.pk)

    committed(upload, merger)

    assert (upload.good_count, upload.bad_count) == (0, 3)
    assert {stored.state for stored in upload.rows.all()} == {RowState.BAD}
    assert not Case.objects.exists()


def test_every_deed_leaves_its_trace(upload: Upload, clerk: Officer) -> None:
    committed(upload, clerk)

    deeds = AuditEntry.objects.filter(subject_type="upload", subject_id=str(upload.pk))
    assert list(deeds.order_by("pk").values_list("action", flat=True)) == [
        "上传文件",
        "确认入库",
        "入库完成",
    ]


def test_a_row_that_a_filter_hides_is_pointed_at(clerk: Officer) -> None:
    book = load_workbook(BytesIO(filled(ROSTER.sheet, [row(1), row(2)])))
    book["花名册"].row_dimensions[3].hidden = True

    upload = handed_in("roster", saved(book), clerk)

    assert (upload.good_count, upload.hint_count) == (2, 1)
    assert "被隐藏或筛掉，也会入库" in upload.rows.get(number=3).hints[0]["sentence"]


def test_a_file_that_cannot_be_given_back_is_unreadable(clerk: Officer) -> None:
    upload = handed_in("roster", damaged(filled(ROSTER.sheet, [row(1, 家庭人口="四")])), clerk)

    assert upload.state == UploadState.UNREADABLE
    assert "已损坏" in upload.problems[0]


def test_rows_refused_late_close_an_upload_that_cannot_be_given_back(clerk: Officer) -> None:
    upload = handed_in("roster", damaged(filled(ROSTER.sheet, [row(1), row(2)])), clerk)
    committed(handed_in("roster", filled(ROSTER.sheet, [row(1)]), clerk), clerk)

    committed(upload, clerk)

    assert upload.state == UploadState.COMMITTED
    assert (upload.good_count, upload.bad_count, upload.returned_file.name) == (1, 1, "")


def damaged(content: bytes) -> bytes:
    """The workbook with damage in a part that only giving back looks at."""
    spoiled = bytearray(content)
    with ZipFile(BytesIO(content)) as archive:
        theme = archive.getinfo("xl/theme/theme1.xml")
    spoiled[theme.header_offset + theme.compress_size // 2] ^= 0xFF
    return bytes(spoiled)
