"""The list of cases, work desk by desk, many cases at once."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enrollment.models import Case
from enrollment.workflow.states import CaseState
from pension.models import Job
from pension.vocabulary.identity_numbers import make
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.enrollment.pages import ELSEWHERE, SignIn, address, said, text_of
from tests.factories.enrollment import PersonFactory, agree, case_in, sign_roster
from tests.factories.kernel import OfficerFactory, holder, office

pytestmark = pytest.mark.django_db


def test_the_list_shows_the_offices_cases_only(sign_in: SignIn) -> None:
    own, other = case_in(CaseState.ENTERED), case_in(CaseState.ENTERED, code=ELSEWHERE)

    page = text_of(sign_in(holder(Post.COMMUNITY_CONFIRM)).get(reverse("enrollment:cases")))

    assert own.number in page
    assert other.number not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("desk=agriculture", {"silent"}),
        ("state=street", {"street"}),
        ("street=530114006", {"elsewhere"}),
        ("category=new", {"street"}),
        ("overdue=1", {"spoken"}),
        ("is_supplementary=1", {"elsewhere"}),
        ("returned=1", {"silent"}),
        ("state=nonsense", {"silent", "spoken", "street", "elsewhere"}),
    ],
)
def test_the_list_is_narrowed_by_the_address(query: str, shown: set[str], sign_in: SignIn) -> None:
    cases = {
        "silent": case_in(CaseState.DEPARTMENTS, round=2),
        "spoken": case_in(CaseState.DEPARTMENTS, due_date=date(2020, 1, 1)),
        "street": case_in(CaseState.STREET, category="new"),
        "elsewhere": case_in(CaseState.NOTICE, code=ELSEWHERE, is_supplementary=True),
    }
    agree(cases["spoken"], Desk.AGRICULTURE)

    page = sign_in(holder(Post.AGRICULTURE)).get(reverse("enrollment:cases") + "?" + query)

    assert {name for name, case in cases.items() if case.number in text_of(page)} == shown


def test_the_list_asks_as_many_queries_for_fifty_cases_as_for_two(sign_in: SignIn) -> None:
    browser = sign_in(holder(Post.SECOND_CHECK))
    url = reverse("enrollment:cases")
    case_in(CaseState.DEPARTMENTS), case_in(CaseState.POSTED)
    browser.get(url)  # the first page of a session also notes when it was opened
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(url)
    for _ in range(20):
        case_in(CaseState.DEPARTMENTS)

    with CaptureQueriesContext(connection) as many:
        browser.get(url)

    assert len(many) == len(few)


def test_pages_follow_each_other_without_losing_a_case(sign_in: SignIn) -> None:
    people = [PersonFactory(identity_number=make("530121", date(1950, 1, 1), n)) for n in range(55)]
    numbers = [
        Case.objects.create(
            number=f"CG-2021-{n:06d}",
            person=person,
            region=person.region,
            category="existing",
            accepted_on=NOON.date(),
            state=CaseState.ENTERED,
            state_since=NOON,
            created_by=holder(Post.COMMUNITY_ENTRY) if n == 0 else Case.objects.first().created_by,
            created_at=NOON,
        ).number
        for n, person in enumerate(people)
    ]
    browser = sign_in(holder(Post.COMMUNITY_CONFIRM))

    first = browser.get(reverse("enrollment:cases"))
    second = browser.get(first.context["page"]["next_url"])
    back = browser.get(second.context["page"]["previous_url"])

    listed = [row.cells[-1].text for row in first.context["table"].rows]
    rest = [row.cells[-1].text for row in second.context["table"].rows]
    assert listed + rest == numbers
    assert [row.cells[-1].text for row in back.context["table"].rows] == listed


def test_an_export_is_asked_for_once_and_with_the_same_filters(sign_in: SignIn) -> None:
    browser = sign_in(holder(Post.SECOND_CHECK))
    url = reverse("enrollment:cases_export") + "?state=street"

    for _ in range(2):
        browser.post(url, {"token": "t1"})

    job = Job.objects.get(kind="export_cases")
    assert job.params == {"query": "state=street"}


def test_many_cases_are_agreed_at_once_and_the_refused_are_named(sign_in: SignIn) -> None:
    good, unsigned = case_in(CaseState.ENTERED), case_in(CaseState.ENTERED)
    sign_roster(good)
    browser = sign_in(holder(Post.COMMUNITY_CONFIRM))
    asked = browser.post(
        reverse("enrollment:bulk"), {"rows": [good.pk, unsigned.pk], "action": "agree"}
    )
    before = Case.objects.get(pk=good.pk).state

    report = browser.post(
        reverse("enrollment:bulk_decide", args=["agree"]),
        asked.context["form"].initial | {"text": "属实"},
        follow=True,
    )

    assert before == CaseState.ENTERED
    assert Case.objects.get(pk=good.pk).state == CaseState.DEPARTMENTS
    assert "已确认 1 件，1 件没有办理" in text_of(report)
    assert unsigned.number in text_of(report)
    assert "花名册" in text_of(report)


def test_everything_that_the_list_shows_can_be_sent_back_at_once(sign_in: SignIn) -> None:
    cases = [case_in(CaseState.STREET) for _ in range(3)]
    browser = sign_in(holder(Post.STREET_REVIEW))
    asked = browser.post(
        reverse("enrollment:bulk"),
        {"scope": "all", "query": "desk=street", "action": "return"},
    )

    browser.post(
        reverse("enrollment:bulk_decide", args=["return"]),
        asked.context["form"].initial | {"target": "departments", "reason": "面积有出入"},
    )

    states = Case.objects.filter(pk__in=[c.pk for c in cases]).values_list("state", "round")
    assert set(states) == {(CaseState.DEPARTMENTS, 2)}


def test_cases_of_others_cannot_be_chosen_for_a_decision(sign_in: SignIn) -> None:
    case = case_in(CaseState.STREET)
    browser = sign_in(holder(Post.AGRICULTURE))

    answer = browser.post(reverse("enrollment:bulk"), {"rows": [case.pk], "action": "agree"})

    assert "不在您的席位上" in said(answer)


def test_the_desk_leads_from_case_to_case_by_due_day(sign_in: SignIn) -> None:
    later = case_in(CaseState.STREET, due_date=date(2022, 11, 9))
    first = case_in(CaseState.STREET, due_date=date(2022, 11, 2))
    browser = sign_in(holder(Post.STREET_REVIEW))
    start = reverse("enrollment:desk_next", args=["street"])

    opened = browser.get(start)
    decided = browser.post(
        reverse("enrollment:case_decide", args=[first.pk, "agree"]) + "?desk=street",
        {"step": "street_review", "round": 1},
    )
    following = browser.get(decided.url)
    end = browser.get(f"{start}?skip={later.pk}")

    assert opened.url.startswith(address(first))
    assert following.url.startswith(address(later))
    assert end.url.startswith(reverse("enrollment:cases"))


def test_an_address_never_grows_with_the_cases_that_were_skipped(sign_in: SignIn) -> None:
    waiting = case_in(CaseState.STREET)
    browser = sign_in(holder(Post.STREET_REVIEW))
    skipped = [waiting.pk + number for number in range(1, 2_000)]

    opened = browser.get(reverse("enrollment:desk_next", args=["street"]), {"skip": skipped})

    assert opened.url.startswith(address(waiting))
    assert str(skipped[-1]) in opened.url
    assert len(opened.url) < 2_000


def test_a_desk_that_is_not_ones_own_is_not_there(sign_in: SignIn) -> None:
    url = reverse("enrollment:desk_next", args=["second"])

    assert sign_in(holder(Post.AGRICULTURE)).get(url).status_code == 404


def test_one_clerk_of_a_community_with_both_posts_finds_a_case_entered_by_another(
    sign_in: SignIn,
) -> None:
    case = case_in(CaseState.ENTERED)
    clerk = OfficerFactory(
        office=office(case.created_by.office.kind, "530114005001"),
        posts=[Post.COMMUNITY_ENTRY, Post.COMMUNITY_CONFIRM],
    )

    page = sign_in(clerk).get(reverse("enrollment:cases") + "?desk=community")

    assert case.number in text_of(page)
