"""A roster longer than a page: what is ticked and typed outlives the turning of pages."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from enrollment.models import Case, SignedRoster
from enrollment.views.ticking import ROWS
from enrollment.workflow.states import CaseState
from pension.vocabulary.posts import Post
from tests.enrollment.browsing import SignIn, text_of, url
from tests.factories.enrollment import case_in
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> list[Case]:
    """Some people more of a group than stand on one page."""
    clerk = holder(Post.COMMUNITY_ENTRY)
    return [case_in(CaseState.ENTERED, created_by=clerk) for _ in range(ROWS + 2)]


def turn(browser: Client, people: list[Case], page: int, *left_out: Case) -> HttpResponse:
    """Turn to a page with some people ticked and a day typed."""
    sent = {"turn": page, "signed_on": "2022-10-30", "left_out": [case.pk for case in left_out]}
    return browser.post(url("roster_new", people[0].region_id), sent)


def test_a_page_shows_its_own_people_and_keeps_the_ticks_of_the_other(
    people: list[Case], sign_in: SignIn
) -> None:
    browser = sign_in(holder(Post.COMMUNITY_ENTRY))
    first, *_, last = people

    second_page = text_of(turn(browser, people, 2, first))
    first_page = text_of(turn(browser, people, 1, first, last))

    assert SignedRoster.objects.count() == 0
    assert f'type="hidden" name="left_out" value="{first.pk}"' in second_page
    assert f"{first.number}" not in second_page
    assert f"{last.number}" in second_page
    assert 'value="2022-10-30"' in second_page
    assert re.search(f'type="checkbox" name="left_out" value="{first.pk}" checked', first_page)
    assert f'type="hidden" name="left_out" value="{last.pk}"' in first_page


def test_what_is_sent_from_one_page_registers_the_whole_list(
    people: list[Case], sign_in: SignIn
) -> None:
    browser = sign_in(holder(Post.COMMUNITY_ENTRY))
    page = text_of(turn(browser, people, 2, people[0]))
    listed = re.findall(r'name="listed" value="(\d+)"', page)
    left_out = re.findall(r'type="hidden" name="left_out" value="(\d+)"', page)

    sent = {"signed_on": "2022-10-30", "shown": 2, "listed": listed, "left_out": left_out}
    browser.post(url("roster_new", people[0].region_id), sent)

    assert set(SignedRoster.objects.get().cases.all()) == set(people[1:])


def test_a_form_with_an_error_comes_back_with_its_page(people: list[Case], sign_in: SignIn) -> None:
    browser = sign_in(holder(Post.COMMUNITY_ENTRY))

    page = browser.post(url("roster_new", people[0].region_id), {"shown": 2, "signed_on": "昨天"})

    assert people[-1].number in text_of(page)
    assert people[0].number not in text_of(page)
    assert SignedRoster.objects.count() == 0


def test_a_key_that_is_not_on_the_list_is_not_kept(people: list[Case], sign_in: SignIn) -> None:
    elsewhere = case_in(CaseState.DEPARTMENTS)

    page = turn(sign_in(holder(Post.COMMUNITY_ENTRY)), people, 99, elsewhere)

    assert f'name="left_out" value="{elsewhere.pk}"' not in text_of(page)
    assert people[-1].number in text_of(page)
