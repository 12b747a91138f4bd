"""Files that would slip something in between upload, check and commit: nothing is half-written."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from enrollment.imports import ROSTER
from enrollment.models import Case
from pension.models import JobState, Officer, RowState, Upload, UploadState
from pension.services.uploads import checking, committing
from pension.vocabulary.posts import Post
from pension.workbooks import template
from subsidies.imports import OPENING
from tests.factories.kernel import holder
from tests.factories.rosters import row
from tests.factories.uploads import committed, filled, handed_in
from tests.pension.workbooks.books import part, repacked

pytestmark = pytest.mark.django_db

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def clerk() -> Officer:
    """An entering clerk."""
    return holder(Post.COMMUNITY_ENTRY)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check and commit two rows at a time, as if a file of thousands were short."""
    monkeypatch.setattr(checking, "CHUNK", 2)
    monkeypatch.setattr(committing, "CHUNK", 2)


def sentences(upload: Upload) -> dict[int, list[str]]:
    """What each bad row is refused for."""
    bad = upload.rows.filter(state=RowState.BAD)
    return {stored.number: [fault["sentence"] for fault in stored.faults] for stored in bad}


def spoil(upload: Upload) -> None:
    """Write something into the stored file behind the product's back."""
    path = Path(upload.file.path)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b"\0")


@pytest.mark.usefixtures("small_chunks")
def test_one_person_twice_far_apart_refuses_both_rows(clerk: Officer) -> None:
    people = [row(n) for n in (1, 2, 3, 4, 1)]

    upload = handed_in("roster", filled(ROSTER.sheet, people), clerk)

    assert (upload.good_count, upload.bad_count) == (3, 2)
    assert "第6行重复" in sentences(upload)[2][0]
    assert "第2行重复" in sentences(upload)[6][0]


@pytest.mark.usefixtures("small_chunks")
def test_all_chunks_are_committed_and_none_twice(clerk: Officer) -> None:
    people = [row(n, 征地后面积="-1") if n in {2, 3} else row(n) for n in range(1, 8)]

    upload = committed(handed_in("roster", filled(ROSTER.sheet, people), clerk), clerk)

    assert (upload.state, upload.good_count, upload.bad_count) == (UploadState.COMMITTED, 5, 2)
    assert Case.objects.count() == 5
    assert upload.commit_job is not None
    assert (upload.commit_job.done, upload.commit_job.total) == (5, 5)


@pytest.mark.usefixtures("small_chunks")
def test_damage_behind_rows_that_were_staged_already_leaves_none_of_them(clerk: Officer) -> None:
    file = BytesIO(filled(ROSTER.sheet, [row(n) for n in range(1, 7)]))
    torn = part(file, SHEET).replace(b'<row r="7"', b'<row r="5"')
    assert torn != part(file, SHEET)

    upload = handed_in("roster", repacked(file, {SHEET: torn}).getvalue(), clerk)

    assert (upload.state, upload.rows.count()) == (UploadState.UNREADABLE, 0)
    assert "已损坏" in upload.problems[0]


def test_a_file_changed_on_the_server_before_its_check_is_not_used(clerk: Officer) -> None:
    content = filled(ROSTER.sheet, [row(1)])
    upload = handed_in("roster", content, clerk)
    spoil(upload)
    Upload.objects.update(state=UploadState.CHECKING)
    assert upload.check_job is not None
    type(upload.check_job).objects.update(state=JobState.QUEUED)

    again = handed_in("roster", filled(ROSTER.sheet, [row(2)]), clerk)

    upload.refresh_from_db()
    assert (upload.state, upload.rows.count()) == (UploadState.UNREADABLE, 0)
    assert "在服务器上被改动" in upload.problems[0]
    assert again.state == UploadState.CHECKED


def test_a_file_changed_between_check_and_commit_changes_nothing_that_is_committed(
    clerk: Officer,
) -> None:
    upload = handed_in("roster", filled(ROSTER.sheet, [row(1)]), clerk)
    spoil(upload)

    committed(upload, clerk)

    assert (upload.state, upload.good_count) == (UploadState.COMMITTED, 1)
    assert Case.objects.get().person.name == row(1)["姓名"]


def test_the_template_of_another_import_is_told_apart(clerk: Officer) -> None:
    upload = handed_in("roster", template(OPENING.sheet_for({})), clerk)

    assert upload.state == UploadState.UNREADABLE
    assert "没有工作表“花名册”，只有“期初数据”" in upload.problems[0]


def test_a_hidden_column_is_a_doubt_on_the_first_row(clerk: Officer) -> None:
    book = load_workbook(BytesIO(filled(ROSTER.sheet, [row(1), row(2)])))
    book["花名册"].column_dimensions["F"].hidden = True
    content = BytesIO()
    book.save(content)

    upload = handed_in("roster", content.getvalue(), clerk)

    hints = [stored.hints for stored in upload.rows.all()]
    assert [len(found) for found in hints] == [1, 0]
    assert (hints[0][0]["cell"], hints[0][0]["field"]) == ("F2", "电话")
    assert "这一列在文件里被隐藏" in hints[0][0]["sentence"]


@pytest.mark.parametrize(
    "name",
    [
        "演示😀",
        "演示\ufffd",
        "演示\ue000",
        "123",
        "<b>演示</b>",
        "=演示",
        "'; DROP TABLE",
    ],
)
def test_a_name_that_nobody_has_is_refused_by_its_cell(name: str, clerk: Officer) -> None:
    upload = handed_in("roster", filled(ROSTER.sheet, [row(1, 姓名=name)]), clerk)

    (refused,) = upload.rows.all()
    assert {fault["cell"] for fault in refused.faults} >= {"A2"}


@pytest.mark.parametrize(
    ("column", "typed", "cell"),
    [
        ("电话", "无", "F2"),
        ("征地批文", "/", "H2"),
        ("征地协议", "——", "I2"),
        ("村民小组", "第１村民小组", "E2"),
        ("账号", "６２２３０００００００００１８６", "R2"),
        ("征地前面积", "3,200.50", "M2"),
        ("征地时间", "2010—05—01", "J2"),
    ],
)
def test_what_clerks_type_is_put_right_and_never_refused(
    column: str, typed: str, cell: str, clerk: Officer
) -> None:
    upload = handed_in("roster", filled(ROSTER.sheet, [row(1, **{column: typed})]), clerk)

    (stored,) = upload.rows.all()
    assert stored.faults == []
    assert {repair["cell"] for repair in stored.repairs} <= {cell}
