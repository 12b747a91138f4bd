"""Papers of one case: receipt, list of missing papers, approval sheet with room for stamps."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from enrollment.models import Case, DeskOpinion, RequisitionAgreement, RequisitionApproval
from enrollment.services import case_papers
from enrollment.workflow.states import CaseState, EvidenceState, Opinion
from pension.models import Job, JobState, Officer
from pension.services import jobs
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.enrollment.pages import ELSEWHERE, address, said, text_of
from tests.factories.enrollment import BankAccountFactory, case_in, rules
from tests.factories.kernel import holder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eager_jobs")]
TODAY = NOON.date()


def clerk() -> Officer:
    return holder(Post.COMMUNITY_ENTRY)


def complete_case(state: CaseState = CaseState.STREET) -> Case:
    """A case for which the applicant has brought everything."""
    case = case_in(
        state,
        approval=RequisitionApproval.objects.create(number="演示批〔2015〕3号"),
        taken_on=date(2015, 6, 1),
        household_size=4,
        area_before=Decimal("3.20"),
        area_after=Decimal("0.80"),
        certificate=EvidenceState.PRESENT,
    )
    agreement = RequisitionAgreement.objects.create(name="演示征地协议", group=case.region)
    Case.objects.filter(pk=case.pk).update(agreement=agreement)
    BankAccountFactory(person=case.person)
    return Case.objects.get(pk=case.pk)


def pages(job: Job) -> list[str]:
    """The text of each page of the paper that the worker sets, without line ends."""
    jobs.run(job.pk, lambda: NOON)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.message
    with job.files.get().file.open("rb") as file:
        reader = PdfReader(BytesIO(file.read()))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def test_the_receipt_tells_what_was_received_and_what_comes_next() -> None:
    rules(notice_days=7)
    case = case_in(CaseState.ENTERED)

    (text,) = pages(case_papers.print_receipt(case, by=clerk(), at=NOON))

    for words in (
        case.number,
        case.person.name,
        "征地批文待补未提供",
        "土地确权证已收到未发证",
        "公示7个自然日",
        case.created_by.office.name,
        "不予确认的书面告知理由和救济办法",
    ):
        assert words in text
    assert case.person.masked_identity in text
    assert case.person.identity_number not in text


def test_the_receipt_of_an_original_enrollee_speaks_of_merging() -> None:
    case = case_in(CaseState.MERGING)

    (text,) = pages(case_papers.print_receipt(case, by=holder(Post.MERGE), at=NOON))

    assert "并轨受理回执" in text
    assert "公示" not in text
    assert "征地批文" not in text


def test_the_list_of_missing_papers_names_each_with_its_cure_and_the_day() -> None:
    case = case_in(CaseState.ENTERED, certificate=EvidenceState.MISSING, household_size=3)

    (text,) = pages(case_papers.print_missing(case, date(2022, 11, 15), by=clerk(), at=NOON))

    for words in ("村民小组签字的花名册", "未发证", "征地时间", "收款账户", "2022年11月15日前"):
        assert words in text
    assert "户口簿" not in text
    assert "还有下列7项" in text


def test_nothing_is_asked_for_when_nothing_is_wanting() -> None:
    with pytest.raises(CaseError, match="材料已齐"):
        case_papers.print_missing(complete_case(), TODAY, by=clerk(), at=NOON)


def test_a_day_that_is_over_is_no_time_limit() -> None:
    yesterday = TODAY - timedelta(days=1)
    case = case_in(CaseState.ENTERED)

    with pytest.raises(CaseError, match="已过"):
        case_papers.print_missing(case, yesterday, by=clerk(), at=NOON)


@pytest.mark.parametrize("state", [CaseState.CONFIRMED, CaseState.REFUSED, CaseState.WITHDRAWN])
def test_a_case_that_is_over_needs_no_more_papers(state: CaseState) -> None:
    with pytest.raises(CaseError, match="不能补正"):
        case_papers.print_missing(case_in(state), TODAY, by=clerk(), at=NOON)


def test_papers_brought_meanwhile_leave_no_list_to_set() -> None:
    case = complete_case()
    case.person.accounts.update(ended_at=NOON)
    job = case_papers.print_missing(case, TODAY, by=clerk(), at=NOON)
    BankAccountFactory(person=case.person)

    jobs.run(job.pk, lambda: NOON)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "已经补齐" in job.message


def test_the_approval_sheet_has_room_for_the_pen_of_every_desk_that_has_not_spoken() -> None:
    case = case_in(CaseState.ENTERED)

    (text,) = pages(case_papers.print_approval_sheet(case, by=clerk(), at=NOON))

    assert text.count("（印章）") == 8
    assert text.count("签字：年月日（印章）") == 8
    assert "公安机关" not in text


def test_the_approval_sheet_says_what_each_desk_said_who_and_when() -> None:
    case = complete_case(CaseState.SECOND_CHECK)
    agriculture = DeskOpinion.objects.get(case=case, desk=Desk.AGRICULTURE)
    DeskOpinion.objects.filter(pk=agriculture.pk).update(
        text="面积属实",
        confirmed={"household_size": "4"},
        on_paper=True,
        signed_by="演示科长",
        signed_on=date(2022, 10, 20),
        scan="opinions/one.pdf",
    )
    community = DeskOpinion.objects.get(case=case, desk=Desk.COMMUNITY)

    (text,) = pages(case_papers.print_approval_sheet(case, by=holder(Post.SECOND_CHECK), at=NOON))

    for words in (
        "同意。面积属实核定：家庭人口4",
        f"代录自纸质（录入人{agriculture.officer.name}）演示科长2022年10月20日（印章）",
        f"{community.officer.name}2022年10月31日",
        "已在花名册上签字",
        "无未办结的异议",
        "联审通过",
        "演示批〔2015〕3号",
        "演示征地协议",
        "3.20亩",
        "人均剩余0.20亩",
    ):
        assert words in text
    assert text.count("签字：年月日（印章）") == 1
    assert case.person.identity_number not in text


def test_what_a_return_set_aside_is_not_printed() -> None:
    case = case_in(CaseState.STREET)
    DeskOpinion.objects.filter(case=case, desk=Desk.COMMUNITY).update(
        set_aside_at=NOON, text="旧意见"
    )

    (text,) = pages(case_papers.print_approval_sheet(case, by=clerk(), at=NOON))

    assert "旧意见" not in text


def test_a_disagreeing_desk_and_the_police_stand_on_the_sheet() -> None:
    case = case_in(CaseState.DEPARTMENTS, police_asked=True)
    DeskOpinion.objects.create(
        case=case,
        round=1,
        desk=Desk.POLICE,
        opinion=Opinion.DISAGREE,
        text="户籍已迁出",
        officer=holder(Post.POLICE),
        at=NOON,
    )

    (text,) = pages(case_papers.print_approval_sheet(case, by=clerk(), at=NOON))

    assert "公安机关不同意。户籍已迁出" in text


def test_original_enrollees_have_no_approval_sheet() -> None:
    with pytest.raises(CaseError, match="不需要身份确认"):
        case_papers.print_approval_sheet(case_in(CaseState.MERGING), by=holder(Post.MERGE), at=NOON)


def test_a_paper_is_set_once_until_the_case_changes() -> None:
    case, officer = case_in(CaseState.ENTERED), clerk()
    first = case_papers.print_receipt(case, by=officer, at=NOON)
    again = case_papers.print_receipt(case, by=officer, at=NOON)
    Case.objects.filter(pk=case.pk).update(certificate=EvidenceState.PRESENT)

    later = case_papers.print_receipt(Case.objects.get(pk=case.pk), by=officer, at=NOON)

    assert first == again
    assert later != first


@pytest.mark.parametrize("name", ["case_receipt", "case_missing", "case_approval_sheet"])
def test_the_page_of_the_case_asks_for_its_papers(
    sign_in: Callable[[Officer], Client], name: str
) -> None:
    case = case_in(CaseState.ENTERED)
    browser, url = sign_in(clerk()), reverse(f"enrollment:{name}", args=[case.pk])

    shown = text_of(browser.get(address(case)))
    response = browser.post(url, {"until": "2099-12-31"})

    assert url in shown
    assert response.url == reverse("pension:job", args=[Job.objects.get().pk])


@pytest.mark.parametrize("name", ["case_receipt", "case_missing", "case_approval_sheet"])
def test_another_office_gets_no_paper(sign_in: Callable[[Officer], Client], name: str) -> None:
    case = case_in(CaseState.ENTERED, code=ELSEWHERE)

    response = sign_in(clerk()).post(reverse(f"enrollment:{name}", args=[case.pk]))

    assert response.status_code == 404
    assert not Job.objects.exists()


@pytest.mark.parametrize(("until", "sentence"), [("", "请填写补正期限"), ("2022", "不是有效日期")])
def test_the_list_of_missing_papers_needs_its_day(
    sign_in: Callable[[Officer], Client], until: str, sentence: str
) -> None:
    case = case_in(CaseState.ENTERED)
    url = reverse("enrollment:case_missing", args=[case.pk])

    response = sign_in(clerk()).post(url, {"until": until})

    assert sentence in said(response)
    assert not Job.objects.exists()
