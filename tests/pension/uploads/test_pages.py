"""The pages of staged imports: what is shown to whom, and what a click does."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from enrollment.imports import ROSTER
from enrollment.models import Case
from pension.models import AuditEntry, Officer, Upload, UploadState
from pension.vocabulary.posts import Post
from tests.factories.kernel import holder
from tests.factories.rosters import row
from tests.factories.uploads import filled, handed_in, run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Officer:
    """An entering clerk."""
    return holder(Post.COMMUNITY_ENTRY)


@pytest.fixture
def upload(clerk: Officer) -> Upload:
    """A checked roster: one good row with a repaired day, one bad one."""
    rows = [row(1, 征地时间="2010.5.1"), row(2, 征地后面积="-1")]
    return handed_in("roster", filled(ROSTER.sheet, rows), clerk)


@pytest.fixture
def desk(client: Client, clerk: Officer) -> Client:
    """The clerk's browser."""
    client.force_login(clerk)
    return client


def shown(client: Client, upload: Upload, tab: str = "") -> str:
    """The page of an upload as this browser gets it."""
    query = {"tab": tab} if tab else {}
    return client.get(reverse("pension:upload", args=[upload.pk]), query).content.decode()


def test_a_file_is_handed_in_checked_and_committed_on_the_pages(desk: Client) -> None:
    content = filled(ROSTER.sheet, [row(1)])
    address = reverse("pension:upload_new", args=["roster"])

    answer = desk.post(address, {"file": SimpleUploadedFile("花名册.xlsx", content)})
    upload = Upload.objects.get()
    waiting = shown(desk, upload)
    run_jobs()
    checked = shown(desk, upload)
    desk.post(reverse("pension:upload_commit", args=[upload.pk]))
    desk.post(reverse("pension:upload_commit", args=[upload.pk]))
    run_jobs()
    done = shown(desk, upload)

    assert answer.url == reverse("pension:upload", args=[upload.pk])
    assert reverse("pension:job_progress", args=[upload.check_job_id]) in waiting
    assert "确认入库 1 行" in checked
    assert "已入库 1 行" in done
    assert "CG-" in done
    assert Case.objects.count() == 1


def test_a_fault_is_shown_with_sheet_cell_field_and_cure(desk: Client, upload: Upload) -> None:
    page = shown(desk, upload)

    assert "花名册 N3" in page
    assert "征地后面积" in page
    assert "是负数，请填写不小于0的数字" in page


def test_a_repair_is_shown_before_and_after(desk: Client, upload: Upload) -> None:
    page = shown(desk, upload, "repairs")

    assert "2010.5.1" in page
    assert "2010-05-01" in page


def test_the_entering_desk_sees_numbers_whole_and_that_is_noted(
    desk: Client, upload: Upload
) -> None:
    page = shown(desk, upload)

    assert str(row(2)["身份证号"]) in page
    assert AuditEntry.objects.filter(action="打开被征地人员花名册预览（完整号码）").count() == 1


@pytest.mark.parametrize("tab", ["bad", "good", "repairs", "hints"])
def test_others_of_the_office_see_numbers_masked(tab: str, client: Client, upload: Upload) -> None:
    client.force_login(holder(Post.COMMUNITY_CONFIRM))

    page = shown(client, upload, tab)

    assert "19710312" not in page
    assert not AuditEntry.objects.filter(action__contains="完整号码").exists()


@pytest.mark.parametrize("deed", ["upload_commit", "upload_discard"])
def test_others_of_the_office_may_not_act(deed: str, client: Client, upload: Upload) -> None:
    client.force_login(holder(Post.COMMUNITY_CONFIRM))

    client.post(reverse(f"pension:{deed}", args=[upload.pk]))

    upload.refresh_from_db()
    assert upload.state == UploadState.CHECKED


@pytest.mark.parametrize("deed", ["upload", "upload_commit", "upload_discard", "upload_file"])
def test_another_offices_upload_is_not_there(deed: str, client: Client, upload: Upload) -> None:
    client.force_login(holder(Post.COMMUNITY_ENTRY, "530114006001"))
    address = reverse(f"pension:{deed}", args=[upload.pk])

    by_post = deed in {"upload_commit", "upload_discard"}
    answer = client.post(address) if by_post else client.get(address)

    assert answer.status_code == 404


def test_the_own_file_comes_back_and_that_is_noted(desk: Client, upload: Upload) -> None:
    answer = desk.get(reverse("pension:upload_file", args=[upload.pk]))

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content)))["花名册"]
    assert "错误说明" in [cell.value for cell in sheet[1]]
    assert AuditEntry.objects.filter(action="下载带错误说明的文件").count() == 1


def test_the_template_can_be_downloaded(desk: Client) -> None:
    answer = desk.get(reverse("pension:upload_template", args=["roster"]))

    headings = [
        str(cell.value).rstrip("*") for cell in load_workbook(BytesIO(answer.content))["花名册"][1]
    ]
    assert headings == [column.header for column in ROSTER.sheet.columns]


def test_the_same_file_again_is_refused_on_the_page(desk: Client) -> None:
    content = filled(ROSTER.sheet, [row(1)])
    address = reverse("pension:upload_new", args=["roster"])

    desk.post(address, {"file": SimpleUploadedFile("一.xlsx", content)})
    again = desk.post(
        address,
        {"file": SimpleUploadedFile("二.xlsx", content)},
        headers={"referer": f"http://testserver{address}"},
        follow=True,
    )

    assert "同一个文件已由" in again.content.decode()
    assert Upload.objects.count() == 1


def test_no_file_is_said_so(desk: Client) -> None:
    page = desk.post(reverse("pension:upload_new", args=["roster"])).content.decode()

    assert "请选择要上传的文件" in page


def test_an_unreadable_file_says_why(desk: Client, clerk: Officer) -> None:
    upload = handed_in("roster", b"name,id\n", clerk, name="花名册.csv")

    page = shown(desk, upload)

    assert "没有任何内容入库" in page
    assert "是文本文件（如CSV）" in page


def test_a_discarded_upload_leaves_the_list_with_its_word(desk: Client, upload: Upload) -> None:
    desk.post(reverse("pension:upload_discard", args=[upload.pk]))

    page = desk.get(reverse("pension:uploads", args=["roster"])).content.decode()
    assert "已放弃" in page
    assert "没有任何内容入库" in shown(desk, upload)


def test_an_unknown_kind_is_no_page(desk: Client) -> None:
    assert desk.get(reverse("pension:uploads", args=["nonsense"])).status_code == 404
