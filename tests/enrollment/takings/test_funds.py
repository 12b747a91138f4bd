"""The social-security fund of takings: entered by one post, shown on taking, list and case."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from enrollment.models import Case, RequisitionAgreement, TakingPayment
from enrollment.queries.takings import flag_of, taking_rows, takings
from enrollment.rules.takings import FundStanding, TakingFund
from enrollment.services import confirmations
from enrollment.services.takings import FundEntry, enter_fund
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry, Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.enrollment.pages import ELSEWHERE, address, said, text_of
from tests.factories.enrollment import GROUP, case_in, rules
from tests.factories.kernel import holder, place

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def agreement(code: str = GROUP) -> RequisitionAgreement:
    return RequisitionAgreement.objects.create(name="演示征地协议", group=place(code))


def entry(due_fen: int = 500_000, paid_fen: int = 200_000, as_of: date = TODAY) -> FundEntry:
    return FundEntry(TakingFund(due_fen, paid_fen), as_of, "演示到账凭证1号")


def standing_of(taking: RequisitionAgreement, officer: Officer) -> FundStanding:
    (row,) = taking_rows(list(takings(officer).filter(pk=taking.pk)))
    return row.standing


def test_the_latest_entry_holds_and_the_earlier_ones_stay() -> None:
    taking, officer = agreement(), holder(Post.RESOURCES)

    found = [standing_of(taking, officer)]
    for paid_fen in (200_000, 500_000):
        enter_fund(taking.pk, entry(paid_fen=paid_fen), by=officer, at=NOON)
        found.append(standing_of(taking, officer))

    assert found == [FundStanding.UNKNOWN, FundStanding.SHORT, FundStanding.PAID]
    assert taking.payments.count() == 2
    assert AuditEntry.objects.filter(action="登记社会保障费", subject_id=taking.pk).count() == 2


@pytest.mark.parametrize("post", [Post.AGRICULTURE, Post.STREET_REVIEW, Post.DIRECTOR])
def test_other_posts_enter_nothing(post: Post) -> None:
    with pytest.raises(CaseError, match="自然资源确认"):
        enter_fund(agreement().pk, entry(), by=holder(post), at=NOON)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (entry(paid_fen=500_001), "多于应缴"),
        (entry(as_of=TODAY + timedelta(days=1)), "今天之后"),
        (FundEntry(TakingFund(1, 1), TODAY, " "), "请填写依据"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(wrong: FundEntry, sentence: str) -> None:
    taking = agreement()

    with pytest.raises(CaseError, match=sentence):
        enter_fund(taking.pk, wrong, by=holder(Post.RESOURCES), at=NOON)

    assert not taking.payments.exists()


def test_the_database_refuses_more_paid_than_due() -> None:
    with pytest.raises(IntegrityError):
        TakingPayment.objects.create(
            agreement=agreement(),
            due_fen=1,
            paid_fen=2,
            as_of=TODAY,
            source="演示",
            entered_by=holder(Post.RESOURCES),
            entered_at=NOON,
        )


def test_the_case_tells_of_its_taking_and_goes_on_all_the_same(
    sign_in: Callable[[Officer], Client],
) -> None:
    rules()
    taking, officer = agreement(), holder(Post.STREET_REVIEW)
    case = case_in(CaseState.STREET, agreement=taking)
    enter_fund(taking.pk, entry(), by=holder(Post.RESOURCES), at=NOON)

    shown = text_of(sign_in(officer).get(address(case)))
    confirmations.confirm([case.pk], "street_review", by=officer, at=NOON)

    assert "社会保障费未足额到账，还差 3,000.00 元" in shown
    assert Case.objects.get(pk=case.pk).state == CaseState.NOTICE


def test_a_case_whose_taking_is_fully_paid_or_unknown_says_nothing() -> None:
    taking = agreement()
    enter_fund(taking.pk, entry(paid_fen=500_000), by=holder(Post.RESOURCES), at=NOON)

    assert flag_of(taking.pk) == ""
    assert flag_of(None) == ""


def test_the_list_flags_takings_and_leads_to_them(sign_in: Callable[[Officer], Client]) -> None:
    taking, officer = agreement(), holder(Post.RESOURCES)
    case_in(CaseState.DEPARTMENTS, agreement=taking)
    enter_fund(taking.pk, entry(), by=officer, at=NOON)
    browser = sign_in(officer)

    home, shown = text_of(browser.get("/")), text_of(browser.get(reverse("enrollment:takings")))

    assert reverse("enrollment:takings") in home
    assert reverse("enrollment:taking", args=[taking.pk]) in shown
    assert "未足额到账" in shown
    assert "2,000.00" in shown


def test_the_page_of_a_taking_takes_amounts_in_yuan(sign_in: Callable[[Officer], Client]) -> None:
    taking = agreement()
    browser, url = sign_in(holder(Post.RESOURCES)), reverse("enrollment:taking", args=[taking.pk])
    sent = {"due": "5,000", "paid": "5000.00", "as_of": "2022-10-31", "source": "演示凭证"}

    response = browser.post(reverse("enrollment:taking_fund", args=[taking.pk]), sent)

    assert response.url == url
    assert (taking.payments.get().due_fen, taking.payments.get().paid_fen) == (500_000, 500_000)
    assert "社会保障费已足额到账" in text_of(browser.get(url))


def test_a_form_with_a_wrong_amount_comes_back(sign_in: Callable[[Officer], Client]) -> None:
    taking = agreement()
    url = reverse("enrollment:taking_fund", args=[taking.pk])
    sent = {"due": "五千", "paid": "1", "as_of": "2022-10-31", "source": "演示凭证"}

    response = sign_in(holder(Post.RESOURCES)).post(url, sent)

    assert response.status_code == 200
    assert "五千" in text_of(response)
    assert not taking.payments.exists()


def test_a_refusal_of_the_service_is_said(sign_in: Callable[[Officer], Client]) -> None:
    url = reverse("enrollment:taking_fund", args=[agreement().pk])
    sent = {"due": "1", "paid": "2", "as_of": "2022-10-31", "source": "演示凭证"}

    response = sign_in(holder(Post.RESOURCES)).post(url, sent)

    assert "多于应缴" in said(response)


def test_takings_of_another_street_are_not_found(sign_in: Callable[[Officer], Client]) -> None:
    elsewhere = agreement(ELSEWHERE)

    response = sign_in(holder(Post.STREET_REVIEW)).get(
        reverse("enrollment:taking", args=[elsewhere.pk])
    )

    assert response.status_code == 404
