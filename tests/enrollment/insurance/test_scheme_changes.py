"""Who was in a scheme before gets another one only when a second officer agrees."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from enrollment.models import Person, SchemeEnrollment
from enrollment.queries.worklist import tiles
from enrollment.rules.categories import Scheme
from enrollment.services.scheme_choices import (
    SchemeChoice,
    confirm_change,
    note_scheme,
    reject_change,
)
from pension.models import AuditEntry
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.queries.uncalculated import count_uncalculated
from subsidies.services import calculations
from tests.clock import NOON
from tests.enrollment.pages import SignIn, said, text_of
from tests.factories.dues import insured_case, rules_in_force
from tests.factories.kernel import OfficerFactory, holder

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
LATER: datetime = NOON + timedelta(days=1)


def choice(scheme: Scheme, day: date = TODAY, reason: str = "转入职工养老保险") -> SchemeChoice:
    return SchemeChoice(scheme, day, "演示登记表1号", reason)


def in_force(person: Person) -> SchemeEnrollment:
    return SchemeEnrollment.objects.get(person=person, valid_to__isnull=True)


def waiting_change_of(person: Person) -> None:
    moved = choice(Scheme.EMPLOYEE)
    note_scheme(person.pk, moved, by=holder(Post.MERGE), at=NOON)


def test_a_scheme_that_stands_is_changed_by_the_bureau_alone() -> None:
    person = insured_case(scheme=Scheme.RESIDENT).person
    moved = choice(Scheme.EMPLOYEE)

    with pytest.raises(CaseError, match="已登记“城乡居民”，变更由「区级并轨」"):
        note_scheme(person.pk, moved, by=holder(Post.COMMUNITY_ENTRY), at=NOON)
    note_scheme(person.pk, moved, by=holder(Post.MERGE), at=NOON)
    before = in_force(person).scheme
    confirm_change(person.pk, by=holder(Post.SECOND_CHECK), at=LATER)

    assert (before, in_force(person).scheme) == (Scheme.RESIDENT, Scheme.EMPLOYEE)
    row = in_force(person)
    assert (row.valid_from, row.source) == (TODAY, "演示登记表1号：转入职工养老保险")


def test_a_change_that_waits_moves_no_sums() -> None:
    rules_in_force()
    case, clerk = insured_case(scheme=Scheme.RESIDENT), holder(Post.PREPARE)
    calculations.calculate(case.pk, judged_on=TODAY, by=clerk, at=NOON)
    waiting_change_of(case.person)
    entered = count_uncalculated(clerk)

    confirm_change(case.person_id, by=holder(Post.SECOND_CHECK), at=LATER)

    assert (entered, count_uncalculated(clerk)) == (0, 1)


def test_nobody_lets_their_own_change_through() -> None:
    posts = [Post.MERGE, Post.SECOND_CHECK]
    both = OfficerFactory(office=holder(Post.MERGE).office, posts=posts)
    person = insured_case(scheme=Scheme.RESIDENT).person
    note_scheme(person.pk, choice(Scheme.EMPLOYEE, TODAY), by=both, at=NOON)

    with pytest.raises(CaseError, match="请由另一名经办人确认"):
        confirm_change(person.pk, by=both, at=LATER)
    with pytest.raises(CaseError, match="请由另一名经办人确认"):
        reject_change(person.pk, reason="演示", by=both, at=LATER)


def test_a_change_that_is_not_let_through_leaves_all_as_it_was() -> None:
    person = insured_case(scheme=Scheme.RESIDENT).person
    waiting_change_of(person)
    second = holder(Post.SECOND_CHECK)

    with pytest.raises(CaseError, match="请填写不予变更的理由"):
        reject_change(person.pk, reason=" ", by=second, at=LATER)
    reject_change(person.pk, reason="凭证是他人的", by=second, at=LATER)

    assert in_force(person).scheme == Scheme.RESIDENT
    assert AuditEntry.objects.get(action="不予变更参保制度").detail["reason"] == "凭证是他人的"
    with pytest.raises(CaseError, match="没有待确认的参保变更"):
        confirm_change(person.pk, by=second, at=LATER)


def test_a_death_in_the_meantime_stops_a_later_change() -> None:
    person = insured_case(scheme=Scheme.RESIDENT).person
    waiting_change_of(person)
    Person.objects.filter(pk=person.pk).update(died_on=TODAY - timedelta(days=1))

    with pytest.raises(CaseError, match="晚于死亡日期"):
        confirm_change(person.pk, by=holder(Post.SECOND_CHECK), at=LATER)

    assert in_force(person).scheme == Scheme.RESIDENT


def test_while_a_change_waits_there_is_no_second_one() -> None:
    person = insured_case(scheme=Scheme.RESIDENT).person
    waiting_change_of(person)

    with pytest.raises(CaseError, match="待「区级复核」确认"):
        note_scheme(person.pk, choice(Scheme.NONE), by=holder(Post.MERGE), at=LATER)


@pytest.mark.parametrize("post", [Post.MERGE, Post.COMMUNITY_CONFIRM, Post.PREPARE])
def test_only_the_second_check_lets_a_change_through(post: Post) -> None:
    person = insured_case(scheme=Scheme.RESIDENT).person
    waiting_change_of(person)

    with pytest.raises(CaseError, match="由「区级复核」岗位确认"):
        confirm_change(person.pk, by=holder(post), at=LATER)


def test_the_second_officer_finds_the_change_and_lets_it_through(sign_in: SignIn) -> None:
    person, second = insured_case(scheme=Scheme.RESIDENT).person, holder(Post.SECOND_CHECK)
    waiting_change_of(person)
    browser = sign_in(second)
    tile = next(one for one in tiles(second, TODAY) if one.label == "待确认参保变更")

    listed = text_of(browser.get(tile.url))
    offered = text_of(browser.get(reverse("enrollment:person", args=[person.pk])))
    answer = browser.post(reverse("enrollment:scheme_confirm", args=[person.pk]))

    assert (tile.count, person.name in listed) == (1, True)
    assert "改为“城镇职工”" in offered
    assert "参保变更已确认" in said(answer)
    assert in_force(person).scheme == Scheme.EMPLOYEE


def test_the_page_refuses_a_rejection_without_a_reason(sign_in: SignIn) -> None:
    person = insured_case(scheme=Scheme.RESIDENT).person
    waiting_change_of(person)
    browser = sign_in(holder(Post.SECOND_CHECK))

    answer = browser.post(reverse("enrollment:scheme_reject", args=[person.pk]), {"reason": ""})

    assert "请填写“理由”" in said(answer)


def test_an_enrollment_that_ended_can_be_filled_in_again_by_the_community() -> None:
    person = insured_case().person
    ended = choice(Scheme.NONE, reason="终止参保")
    note_scheme(person.pk, ended, by=holder(Post.MERGE), at=NOON)
    confirm_change(person.pk, by=holder(Post.SECOND_CHECK), at=NOON)

    note_scheme(person.pk, choice(Scheme.RESIDENT), by=holder(Post.COMMUNITY_ENTRY), at=NOON)
    confirm_change(person.pk, by=holder(Post.SECOND_CHECK), at=NOON)

    assert in_force(person).scheme == Scheme.RESIDENT
