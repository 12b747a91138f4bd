"""Files: told by their content, kept under our names, handed out as what they are."""

from pathlib import Path, PurePosixPath

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enrollment.imports import ROSTER
from enrollment.services import scans
from pension.models import AuditEntry, JobFile, Officer, UploadState
from pension.services import jobs
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.jobs import TRIAL
from tests.factories.kernel import OfficerFactory, holder
from tests.factories.uploads import filled, handed_in
from tests.pension.security.accounts import browser

pytestmark = pytest.mark.django_db
HOSTILE = ("../../../etc/cron.d/x.pdf", "a\x00b.pdf", "C:\\x.pdf", "x.pdf\r\nSet-Cookie: a=b")


def output(owner: Officer, name: str) -> JobFile:
    """A file that a job of this officer gave out under a name."""
    job = jobs.enqueue(TRIAL, key=name, title="导出", by=owner, at=NOON)
    stored = default_storage.save("jobs/x.xlsx", ContentFile(b"content"))
    return JobFile.objects.create(job=job, name=name, file=stored, sha256="0" * 64, size=7)


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"<html>", b"GIF89a", b"PK\x03\x04", b" %PDF-"])
def test_a_scan_is_told_by_its_content_not_its_name(content: bytes) -> None:
    with pytest.raises(CaseError, match="不是 PDF"):
        scans.keep(SimpleUploadedFile("意见.pdf", content, "application/pdf"), "scans", at=NOON)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_scan_is_kept_under_a_name_of_ours(name: str, own_files: Path) -> None:
    stored = PurePosixPath(scans.keep(SimpleUploadedFile(name, b"%PDF-1.7"), "scans", at=NOON))

    assert str(stored.parent) == "scans/2022/10"
    assert len(stored.stem) == 32
    assert stored.suffix == ".pdf"
    assert [path.name for path in own_files.rglob("*.*")] == [stored.name]


def test_the_ending_follows_the_content() -> None:
    png = SimpleUploadedFile("x.html", b"\x89PNG\r\n\x1a\n")

    assert scans.keep(png, "scans", at=NOON).endswith(".png")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_is_kept_under_its_digest(name: str, own_files: Path) -> None:
    upload = handed_in("roster", filled(ROSTER.sheet, []), holder(Post.COMMUNITY_ENTRY), name)

    assert PurePosixPath(str(upload.file)).stem.startswith(upload.sha256[:16])
    assert all(path.is_relative_to(own_files) for path in own_files.rglob("*"))


@pytest.mark.parametrize(
    "content", [b"<html>", b"MZ\x90\x00", b"PK\x03\x04 broken", b"\xd0\xcf\x11"]
)
def test_what_only_bears_the_name_of_a_workbook_is_not_read(content: bytes) -> None:
    upload = handed_in("roster", content, holder(Post.COMMUNITY_ENTRY), "花名册.xlsx")

    assert upload.state == UploadState.UNREADABLE


@pytest.mark.parametrize(
    "name", ["名册.xlsx", 'a";x="b.xlsx', "x.xlsx\r\nSet-Cookie: a=b", "<b>.html"]
)
def test_a_download_is_saved_never_shown(name: str) -> None:
    owner = holder(Post.MERGE)
    file = output(owner, name)

    answer = browser(owner).get(reverse("pension:job_file", args=[file.pk]))
    said = answer.headers["Content-Disposition"]

    assert said.startswith("attachment;")
    assert not {"\r", "\n"} & set(said)
    assert "a" not in answer.cookies
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(action="下载含个人信息的文件").count() == 1


def test_a_file_of_another_office_is_not_there() -> None:
    file = output(holder(Post.COMMUNITY_ENTRY), "名册.xlsx")

    answer = browser(OfficerFactory()).get(reverse("pension:job_file", args=[file.pk]))

    assert answer.status_code == 404
    assert not AuditEntry.objects.filter(action="下载含个人信息的文件").exists()


@pytest.mark.parametrize("name", ["../secret_key", "..%2Fsecret_key", "%2Fetc%2Fpasswd"])
def test_no_path_is_read_from_an_address(name: str, own_files: Path) -> None:
    own_files.mkdir(parents=True, exist_ok=True)
    (own_files.parent / "secret_key").write_text("key", encoding="ascii")
    client = browser(OfficerFactory())

    for address in (f"/samples/{name}", f"/static/{name}", f"/jobs/files/{name}/"):
        assert client.get(address).status_code == 404
