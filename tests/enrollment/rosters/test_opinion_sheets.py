"""Opinion sheets: drawn up for a department, entered from its signed scan."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from enrollment.models import Case, DeskOpinion, OpinionSheet
from enrollment.queries.opinion_sheets import waiting_on, with_waiting
from enrollment.services import opinion_sheets
from enrollment.services.opinion_sheets import SignedPaper
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.factories.enrollment import agree, case_in
from tests.factories.kernel import holder, place

pytestmark = pytest.mark.django_db
COMMUNITY = "530114005001"


@pytest.fixture
def clerk() -> Officer:
    return holder(Post.STREET_ENTRY)


def paper() -> SignedPaper:
    scan = SimpleUploadedFile("意见表.pdf", b"%PDF-1.7 signed")
    return SignedPaper("演示科长", NOON.date(), scan)


def sheet_of(clerk: Officer, desk: Desk = Desk.AGRICULTURE) -> OpinionSheet:
    return opinion_sheets.draw_up(place(COMMUNITY), desk, by=clerk, at=NOON)


def test_a_sheet_holds_those_on_whom_the_department_is_silent(clerk: Officer) -> None:
    silent, spoken = case_in(CaseState.DEPARTMENTS), case_in(CaseState.DEPARTMENTS)
    agree(spoken, Desk.AGRICULTURE)

    sheet = sheet_of(clerk)

    assert sheet.number == "YJ-2022-0001"
    assert sheet.cases == [silent.pk]


def test_the_police_are_asked_for_those_alone_for_whom_they_were_asked(clerk: Officer) -> None:
    case_in(CaseState.DEPARTMENTS)
    asked = case_in(CaseState.DEPARTMENTS, police_asked=True)

    assert sheet_of(clerk, Desk.POLICE).cases == [asked.pk]


def test_the_signed_paper_is_entered_for_the_whole_sheet_at_once(clerk: Officer) -> None:
    cases = [case_in(CaseState.DEPARTMENTS) for _ in range(60)]
    sheet = sheet_of(clerk)

    outcome = opinion_sheets.enter(sheet.pk, paper(), by=clerk, at=NOON)

    assert len(outcome.done) == len(cases)
    opinion = DeskOpinion.objects.filter(desk=Desk.AGRICULTURE).first()
    assert opinion is not None
    assert (opinion.on_paper, opinion.signed_by) == (True, "演示科长")
    assert with_waiting([sheet], clerk)[0].waiting == 0


def test_who_came_after_the_print_is_not_agreed_on_with_it(clerk: Officer) -> None:
    printed = case_in(CaseState.DEPARTMENTS)
    sheet = sheet_of(clerk)
    later = case_in(CaseState.DEPARTMENTS)

    outcome = opinion_sheets.enter(sheet.pk, paper(), by=clerk, at=NOON)

    assert outcome.done == [printed.pk]
    assert not later.opinions.filter(desk=Desk.AGRICULTURE).exists()


def test_who_is_left_out_waits_on(clerk: Officer) -> None:
    first, second = case_in(CaseState.DEPARTMENTS), case_in(CaseState.DEPARTMENTS)
    sheet = sheet_of(clerk)

    opinion_sheets.enter(sheet.pk, paper(), left_out=[second.pk], by=clerk, at=NOON)

    assert [case.pk for case in waiting_on(sheet, clerk)] == [second.pk]
    assert first.opinions.filter(desk=Desk.AGRICULTURE).exists()


def test_entering_twice_has_no_second_effect(clerk: Officer) -> None:
    case_in(CaseState.DEPARTMENTS)
    sheet = sheet_of(clerk)
    opinion_sheets.enter(sheet.pk, paper(), by=clerk, at=NOON)

    with pytest.raises(CaseError, match="没有要录入"):
        opinion_sheets.enter(sheet.pk, paper(), by=clerk, at=NOON)

    assert DeskOpinion.objects.filter(desk=Desk.AGRICULTURE).count() == 1


def test_both_departments_on_paper_lead_to_the_street(clerk: Officer) -> None:
    case = case_in(CaseState.DEPARTMENTS)
    agree(case, Desk.RESOURCES)

    opinion_sheets.enter(sheet_of(clerk).pk, paper(), by=clerk, at=NOON)

    assert Case.objects.get(pk=case.pk).state == CaseState.STREET


@pytest.mark.parametrize(
    ("desk", "why"), [(Desk.STREET, "不接受代录"), (Desk.POLICE, "没有等公安意见")]
)
def test_no_sheet_without_a_department_or_without_people(
    desk: Desk, why: str, clerk: Officer
) -> None:
    case_in(CaseState.DEPARTMENTS)

    with pytest.raises(CaseError, match=why):
        sheet_of(clerk, desk)


def test_another_street_has_no_part_in_the_sheet(clerk: Officer) -> None:
    case_in(CaseState.DEPARTMENTS)
    sheet = sheet_of(clerk)
    stranger = holder(Post.STREET_ENTRY, "530114006")

    with pytest.raises(CaseError, match="辖区"):
        opinion_sheets.enter(sheet.pk, paper(), by=stranger, at=NOON)


def test_the_reviewer_of_the_street_draws_up_no_sheet() -> None:
    case_in(CaseState.DEPARTMENTS)

    with pytest.raises(CaseError, match="街道经办"):
        sheet_of(holder(Post.STREET_REVIEW))
