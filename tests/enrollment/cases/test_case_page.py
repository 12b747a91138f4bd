"""The page of a case and the decisions taken on it, by officers of different offices."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enrollment.models import Case, DeskOpinion
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry
from pension.vocabulary.posts import Desk, Post
from tests.enrollment.pages import ELSEWHERE, SignIn, address, decide, said, text_of
from tests.factories.enrollment import case_in, rules
from tests.factories.kernel import OfficerFactory, holder

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", CaseState)
def test_the_page_of_a_case_opens_in_every_state_with_its_number_masked(
    state: CaseState, sign_in: SignIn
) -> None:
    case = case_in(state)

    page = sign_in(holder(Post.SECOND_CHECK)).get(address(case))

    assert page.status_code == 200
    assert case.person.masked_identity in text_of(page)
    assert case.person.identity_number not in text_of(page)


@pytest.mark.parametrize(
    "name", ["case", "case_identity", "case_correct", "case_letter", "case_decide"]
)
def test_another_offices_case_is_not_there(name: str, sign_in: SignIn) -> None:
    case = case_in(CaseState.ENTERED, code=ELSEWHERE)
    browser = sign_in(
        OfficerFactory(
            office=holder(Post.COMMUNITY_ENTRY).office,
            posts=[Post.COMMUNITY_ENTRY, Post.COMMUNITY_CONFIRM],
        )
    )
    args = [case.pk, "agree"] if name == "case_decide" else [case.pk]
    url = reverse(f"enrollment:{name}", args=args)

    answer = browser.get(url) if name in {"case", "case_correct"} else browser.post(url)

    assert answer.status_code == 404


def test_an_officer_without_a_post_of_the_chain_is_told_whose_page_it_is(sign_in: SignIn) -> None:
    case = case_in(CaseState.ENTERED)

    assert sign_in(holder(Post.CASHIER)).get(address(case)).status_code == 403


def test_the_whole_identity_number_is_shown_at_the_working_desk_and_leaves_a_trace_each_time(
    sign_in: SignIn,
) -> None:
    case = case_in(CaseState.STREET)
    browser = sign_in(holder(Post.STREET_REVIEW))
    url = reverse("enrollment:case_identity", args=[case.pk])

    first, _ = browser.post(url), browser.post(url)

    assert case.person.identity_number in text_of(first)
    assert AuditEntry.objects.filter(action="打开完整身份证号", subject_id=case.pk).count() == 2


def test_the_whole_identity_number_stays_hidden_from_other_desks(sign_in: SignIn) -> None:
    case = case_in(CaseState.STREET)
    url = reverse("enrollment:case_identity", args=[case.pk])

    answer = sign_in(holder(Post.SECOND_CHECK)).post(url)

    assert case.person.identity_number not in text_of(answer)
    assert not AuditEntry.objects.filter(action="打开完整身份证号").exists()


def test_the_page_says_why_a_button_cannot_be_pressed(sign_in: SignIn) -> None:
    case = case_in(CaseState.ENTERED)

    page = text_of(sign_in(holder(Post.COMMUNITY_CONFIRM)).get(address(case)))

    assert "尚未登记村民小组签字的花名册" in page
    assert 'aria-disabled="true"' in page


def test_a_decision_on_the_page_moves_the_case(sign_in: SignIn) -> None:
    case = case_in(CaseState.DEPARTMENTS)
    browser = sign_in(holder(Post.AGRICULTURE))

    answer = decide(
        browser,
        case,
        "agree",
        step="agriculture_confirm",
        text="属实",
        household_size=5,
        certificate="not_issued",
    )

    opinion = DeskOpinion.objects.get(case=case, desk=Desk.AGRICULTURE)
    assert answer.status_code == 302
    assert (opinion.text, opinion.confirmed["household_size"]) == ("属实", "5")


def test_a_page_that_was_left_open_decides_nothing_in_a_later_round(sign_in: SignIn) -> None:
    case = case_in(CaseState.STREET, round=2)
    browser = sign_in(holder(Post.STREET_REVIEW))

    answer = browser.post(
        reverse("enrollment:case_decide", args=[case.pk, "agree"]),
        {"step": "street_review", "round": 1},
    )

    assert "已进入第 2 轮" in said(answer)
    assert Case.objects.get(pk=case.pk).state == CaseState.STREET


def test_a_return_without_a_reason_comes_back_on_the_page(sign_in: SignIn) -> None:
    case = case_in(CaseState.STREET)

    answer = decide(
        sign_in(holder(Post.STREET_REVIEW)), case, "return", step="return_street", target="entered"
    )

    assert answer.status_code == 200
    assert "data-focus" in text_of(answer)
    assert Case.objects.get(pk=case.pk).state == CaseState.STREET


def test_a_return_a_refusal_and_a_reopening_go_through_the_page(sign_in: SignIn) -> None:
    rules()
    case = case_in(CaseState.STREET)
    browser = sign_in(holder(Post.STREET_REVIEW))

    decide(browser, case, "refuse", step="refuse_street", code="land_kept", reason="仍有承包地")
    refused = Case.objects.get(pk=case.pk).state
    decide(sign_in(holder(Post.SECOND_CHECK)), case, "reopen", step="reopen", reason="补了证据")

    assert refused == CaseState.REFUSED
    assert Case.objects.get(pk=case.pk).state == CaseState.ENTERED


def test_a_paper_opinion_is_entered_on_the_page_and_its_scan_opens_with_a_trace(
    sign_in: SignIn,
) -> None:
    case = case_in(CaseState.DEPARTMENTS)
    browser = sign_in(holder(Post.STREET_ENTRY))

    decide(
        browser,
        case,
        "paper",
        step="agriculture_confirm",
        signed_by="演示科长",
        signed_on=date(2022, 10, 28),
        scan=SimpleUploadedFile("a.pdf", b"%PDF-1.7 demo"),
    )
    opinion = DeskOpinion.objects.get(case=case, desk=Desk.AGRICULTURE)
    scan = browser.get(reverse("enrollment:opinion_scan", args=[opinion.pk]))

    assert b"".join(scan.streaming_content) == b"%PDF-1.7 demo"
    assert AuditEntry.objects.filter(action="打开意见扫描件", subject_id=case.pk).exists()


def test_an_unknown_deed_is_not_there(sign_in: SignIn) -> None:
    case = case_in(CaseState.STREET)

    assert decide(sign_in(holder(Post.STREET_REVIEW)), case, "destroy").status_code == 404


def test_money_is_not_loaded_for_departments(sign_in: SignIn) -> None:
    case = case_in(CaseState.DEPARTMENTS)

    department = text_of(sign_in(holder(Post.AGRICULTURE)).get(address(case)))
    bureau = text_of(sign_in(holder(Post.SECOND_CHECK)).get(address(case)))

    assert "subsidy-panel" not in department
    assert "subsidy-panel" in bureau
