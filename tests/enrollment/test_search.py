"""Finding people by whatever a clerk has at hand."""

from collections.abc import Callable
from datetime import date
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enrollment.models import Person
from enrollment.queries.search import find
from enrollment.views.search import MOST_KEPT
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.identity_numbers import make
from pension.vocabulary.posts import Post
from tests.factories.enrollment import BankAccountFactory, PersonFactory, case_in
from tests.factories.kernel import holder, place
from tests.pension.security.accounts import browser

pytestmark = pytest.mark.django_db
SEARCH = reverse("enrollment:search")
NUMBER = make("530121", date(1971, 3, 12), 2)


@pytest.fixture
def yang() -> Person:
    """One person among others who are like her in nothing."""
    person = PersonFactory(name="杨秀兰", identity_number=NUMBER)
    BankAccountFactory(person=person, number="6223000012345678")
    PersonFactory(name="普文华", identity_number=make("530121", date(1960, 7, 1), 351))
    return person


@pytest.mark.parametrize(
    "text",
    [
        "杨秀兰",
        "杨秀",
        "杨",
        "秀兰",
        "兰",
        " 杨 秀 兰 ",
        "yxl",
        "YX",
        NUMBER,
        NUMBER.lower(),
        NUMBER[-6:],
        NUMBER[-5:],
        NUMBER[-4:],
        "6223000012345678",
        "6223 0000 1234 5678",
    ],
)
def test_a_person_is_found_by(text: str, yang: Person) -> None:
    found = find(holder(Post.SECOND_CHECK), text)

    assert [hit.person_id for hit in found.hits] == [yang.pk]


@pytest.mark.parametrize("text", ["", "  ", "623", "6223", "12345", "杨文", "xyz", "*", "%", "_"])
def test_nobody_is_found_by(text: str, yang: Person) -> None:
    assert not find(holder(Post.SECOND_CHECK), text).hits


def test_what_is_not_understood_is_answered_with_advice(client: Client) -> None:
    client.force_login(holder(Post.SECOND_CHECK))

    page = client.post(SEARCH, {"q": "123"}, follow=True).content.decode()

    assert "没有这样的号码：身份证号 18 位" in page
    assert "按没有" not in page


def test_a_case_is_found_by_its_number(yang: Person) -> None:
    case = case_in(CaseState.STREET, person=yang)

    found = find(holder(Post.SECOND_CHECK), case.number.lower())

    assert [hit.case_id for hit in found.hits] == [case.pk]


def test_people_of_other_offices_are_not_found(yang: Person) -> None:
    stranger = PersonFactory(name="杨秀兰", region=place("53011400600101"))
    clerk = holder(Post.COMMUNITY_ENTRY)

    by_name = [hit.person_id for hit in find(clerk, "杨秀兰").hits]
    by_number = find(clerk, stranger.identity_number).hits

    assert by_name == [yang.pk]
    assert by_number == []


def test_hits_are_masked_and_lead_to_the_latest_case(yang: Person) -> None:
    case_in(CaseState.WITHDRAWN, person=yang)
    latest = case_in(CaseState.ENTERED, person=yang)

    hit = find(holder(Post.SECOND_CHECK), "杨秀兰").hits[0]

    assert hit.identity == yang.masked_identity
    assert (hit.case_id, hit.state) == (latest.pk, CaseState.ENTERED)


def test_more_than_fifty_hits_are_cut_and_said() -> None:
    for _ in range(51):
        PersonFactory()

    found = find(holder(Post.SECOND_CHECK), "演示")

    assert (len(found.hits), found.has_more) == (50, True)


def test_a_search_asks_a_few_queries_for_any_number_of_hits() -> None:
    officer = holder(Post.SECOND_CHECK)
    for _ in range(30):
        PersonFactory()

    with CaptureQueriesContext(connection) as asked:
        find(officer, "演示")

    assert len(asked) <= 4


def test_a_single_hit_opens_its_case_at_once(
    yang: Person, sign_in: Callable[[Officer], Client]
) -> None:
    case = case_in(CaseState.STREET, person=yang)

    client = sign_in(holder(Post.SECOND_CHECK))
    answer = client.post(SEARCH, {"q": "yxl"}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("enrollment:case", args=[case.pk])


def test_a_person_without_a_case_opens_as_a_person(
    yang: Person, sign_in: Callable[[Officer], Client]
) -> None:
    client = sign_in(holder(Post.SECOND_CHECK))
    answer = client.post(SEARCH, {"q": "秀兰"}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("enrollment:person", args=[yang.pk])


def test_neither_address_nor_title_tells_who_was_searched_for(
    yang: Person, sign_in: Callable[[Officer], Client]
) -> None:
    client = sign_in(holder(Post.SECOND_CHECK))

    for text in (yang.identity_number, "王不在"):
        answer = client.post(SEARCH, {"q": text}, follow=True)
        page = answer.content.decode()
        assert text not in unquote(str(answer.redirect_chain))
        assert text not in page.partition("<title>")[2].partition("</title>")[0]


def test_back_finds_an_earlier_search_and_another_session_does_not() -> None:
    clerk = holder(Post.SECOND_CHECK)
    client, other = browser(clerk), browser(clerk)
    first = client.post(SEARCH, {"q": "演示甲"}).url
    client.post(SEARCH, {"q": "演示乙"})

    assert "查找“演示甲”" in client.get(first).content.decode()
    page = other.get(first).content.decode()
    assert "演示甲" not in page
    assert "请输入姓名" in page


def test_a_session_keeps_the_latest_searches_only(sign_in: Callable[[Officer], Client]) -> None:
    client = sign_in(holder(Post.SECOND_CHECK))
    oldest, *_, latest = [
        client.post(SEARCH, {"q": f"演示{number}"}).url for number in range(MOST_KEPT + 1)
    ]

    assert "请输入姓名" in client.get(oldest).content.decode()
    assert f"查找“演示{MOST_KEPT}”" in client.get(latest).content.decode()
