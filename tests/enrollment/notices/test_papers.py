"""Papers of the chain: their text, masked numbers, repeated headings; asked for twice, set once."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from enrollment.models import PublicNotice
from enrollment.services import opinion_sheets, papers, reviews
from enrollment.workflow.states import CaseState
from pension.models import Job, JobState
from pension.services import jobs, offices
from pension.services.offices import Contacts
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.factories.enrollment import GROUP, PersonFactory, case_in, rules
from tests.factories.kernel import holder, place
from tests.factories.rounds import COMMUNITY, STREET, TODAY, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eager_jobs")]


def pages(job: Job) -> list[str]:
    """The text of each page of the paper that a job gave out."""
    jobs.run(job.pk, lambda: NOON)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.message
    with default_storage.open(job.files.get().file.name) as file:
        reader = PdfReader(BytesIO(file.read()))
    return [page.extract_text() for page in reader.pages]


def words(job: Job) -> str:
    """The text of the paper that a job gave out, without blanks and line ends."""
    return "".join("".join(pages(job)).split())


def test_the_notice_shows_names_masked_numbers_and_until_when() -> None:
    notice = posted(2)

    text = "\n".join(pages(papers.print_notice(notice, by=notice.posted_by, at=NOON)))

    for entry in notice.entries.select_related("case__person"):
        person = entry.case.person
        assert person.name in text
        assert person.masked_identity in text
        assert person.identity_number not in text
    assert "2022年11月7日" in text
    assert notice.number in text
    assert "（印章）" in text


def test_the_notice_prints_where_objections_are_taken_and_is_set_anew_after_a_change() -> None:
    notice = posted(1)
    before = words(papers.print_notice(notice, by=notice.posted_by, at=NOON))
    offices.set_contacts(
        notice.posted_by.office_id,
        Contacts("演示路1号", "0871-00000000", "工作日 9:00—17:00"),
        by=holder(Post.SYSTEM),
        at=NOON,
    )

    after = words(papers.print_notice(PublicNotice.objects.get(), by=notice.posted_by, at=NOON))

    assert "受理地点：受理电话：受理时间：" in before
    assert "受理地点：演示路1号受理电话：0871-00000000受理时间：工作日9:00—17:00" in after


def test_a_long_notice_repeats_its_headings_and_counts_its_pages() -> None:
    notice = posted(45)

    sheets = pages(papers.print_notice(notice, by=notice.posted_by, at=NOON))

    assert len(sheets) > 1
    assert all("身份证号" in sheet for sheet in sheets)
    assert f"第 2 页 共 {len(sheets)} 页" in sheets[1]


def test_a_paper_asked_for_twice_is_one_job() -> None:
    notice = posted(1)

    first = papers.print_notice(notice, by=notice.posted_by, at=NOON)
    second = papers.print_notice(notice, by=notice.posted_by, at=NOON)

    assert first == second


@pytest.mark.parametrize(
    ("desk", "heading"),
    [(Desk.AGRICULTURE, "确权证"), (Desk.RESOURCES, "征地批文"), (Desk.POLICE, "性别")],
)
def test_the_opinion_sheet_shows_a_department_what_it_answers_for(desk: Desk, heading: str) -> None:
    case = case_in(CaseState.DEPARTMENTS, police_asked=True)
    clerk = holder(Post.STREET_ENTRY)
    sheet = opinion_sheets.draw_up(place(COMMUNITY), desk, by=clerk, at=NOON)

    text = "\n".join(pages(papers.print_sheet(sheet, by=clerk, at=NOON)))

    assert sheet.number in text
    assert heading in text
    assert "（盖章）" in text
    assert case.person.masked_identity in text
    assert case.person.identity_number not in text


def test_the_review_list_has_a_column_and_a_stamp_for_each_department() -> None:
    rules()
    passing, failing = case_in(CaseState.JOINT_REVIEW), case_in(CaseState.JOINT_REVIEW)
    officer = holder(Post.JOINT_REVIEW)
    review = reviews.open_review(place(STREET), held_on=TODAY, by=officer, at=NOON)
    reviews.mark_failed(
        review.pk, [failing.pk], reason="缺证明", return_to=CaseState.STREET, by=officer, at=NOON
    )

    text = "\n".join(pages(papers.print_review(review, by=officer, at=NOON)))

    assert text.count("农业农村局") == 2
    assert text.count("（盖章）") == 3
    assert "缺证明" in text.replace("\n", "")
    assert passing.person.masked_identity in text
    assert passing.person.identity_number not in text


def test_a_very_long_name_takes_lines_of_its_own_and_no_room_of_other_columns() -> None:
    rules()
    name = "演示阿卜杜热合曼·买买提依明·艾合买提江·吐尔逊"
    case = case_in(CaseState.JOINT_REVIEW, person=PersonFactory(name=name, region=place(GROUP)))
    officer = holder(Post.JOINT_REVIEW)
    review = reviews.open_review(place(STREET), held_on=TODAY, by=officer, at=NOON)

    text = "\n".join(pages(papers.print_review(review, by=officer, at=NOON)))

    assert name in text.replace("\n", "")
    assert name not in text
    assert case.person.masked_identity in text
    assert "家庭人口" in text


def test_a_list_marked_otherwise_is_set_anew() -> None:
    rules()
    case = case_in(CaseState.JOINT_REVIEW)
    officer = holder(Post.JOINT_REVIEW)
    review = reviews.open_review(place(STREET), held_on=TODAY, by=officer, at=NOON)
    first = papers.print_review(review, by=officer, at=NOON)
    reviews.mark_failed(
        review.pk, [case.pk], reason="缺证明", return_to=CaseState.STREET, by=officer, at=NOON
    )

    second = papers.print_review(review, by=officer, at=NOON)

    assert first != second


def test_everybody_is_told_their_rights_on_a_page_of_their_own() -> None:
    cases = [case_in(CaseState.MERGING) for _ in range(3)]
    officer = holder(Post.MERGE)

    sheets = pages(papers.print_rights([case.pk for case in cases], by=officer, at=NOON))

    assert len(sheets) == 3
    for case, sheet in zip(cases, sheets, strict=True):
        assert case.person.name in sheet
        assert case.number in sheet
        assert case.person.masked_identity in sheet
        assert case.person.identity_number not in sheet
        assert "并轨城乡居民" in sheet
