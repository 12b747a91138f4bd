"""A scheme that was left out at entry, or changed later, is noted on the page of the person."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from enrollment.models import Case, Person, SchemeEnrollment
from enrollment.queries.insured import insured
from enrollment.rules.categories import Category, Scheme
from enrollment.services.scheme_choices import (
    NOTING,
    SchemeChoice,
    note_scheme,
)
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.queries.uncalculated import count_uncalculated
from subsidies.services import calculations
from tests.clock import NOON
from tests.enrollment.pages import ELSEWHERE, SignIn, said, text_of
from tests.factories.dues import rules_in_force
from tests.factories.enrollment import PersonFactory, case_in
from tests.factories.kernel import OfficerFactory, holder

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
DAY = date(2022, 10, 1)
LATER: datetime = NOON + timedelta(days=1)


def choice(
    scheme: Scheme = Scheme.RESIDENT,
    day: date = DAY,
    document: str = "演示登记表1号",
    reason: str = "录入时漏填",
) -> SchemeChoice:
    return SchemeChoice(scheme, day, document, reason)


def in_force(person: Person) -> SchemeEnrollment:
    return SchemeEnrollment.objects.get(person=person, valid_to__isnull=True)


def form(**changed: str) -> dict[str, str]:
    """What the clerk types on the page."""
    return {
        "scheme": "resident",
        "from_day": "2022-10-01",
        "document": "演示登记表1号",
        "reason": "录入时漏填",
    } | changed


@pytest.mark.parametrize("post", NOTING)
def test_a_scheme_left_out_is_noted_with_its_paper_and_reason(post: Post) -> None:
    person, clerk = PersonFactory(), holder(post)

    note_scheme(person.pk, choice(), by=clerk, at=NOON)

    row = in_force(person)
    assert (row.scheme, row.valid_from, row.source, row.entered_by) == (
        Scheme.RESIDENT,
        DAY,
        "演示登记表1号：录入时漏填",
        clerk,
    )
    deed = AuditEntry.objects.get(action="登记参保制度", subject_id=person.pk)
    assert deed.detail["source"] == row.source


def test_what_is_noted_makes_the_sums_of_the_person_stale() -> None:
    rules_in_force()
    case, clerk = case_in(CaseState.CONFIRMED, taken_on=date(2010, 5, 1)), holder(Post.PREPARE)
    calculations.calculate(case.pk, judged_on=TODAY, by=clerk, at=NOON)
    before = count_uncalculated(clerk)

    note_scheme(case.person_id, choice(), by=holder(Post.COMMUNITY_ENTRY), at=LATER)

    assert (before, count_uncalculated(clerk)) == (0, 1)
    assert [one.scheme for one in insured([case.pk], clerk)] == [Scheme.RESIDENT]


def test_who_works_out_sums_notes_no_scheme() -> None:
    both = OfficerFactory(office=holder(Post.MERGE).office, posts=[Post.MERGE, Post.PREPARE])

    with pytest.raises(CaseError, match="请由另一名经办人登记"):
        note_scheme(PersonFactory().pk, choice(), by=both, at=NOON)


@pytest.mark.parametrize("post", [Post.SECOND_CHECK, Post.PREPARE, Post.COMMUNITY_CONFIRM])
def test_other_posts_note_no_scheme(post: Post) -> None:
    with pytest.raises(CaseError, match="岗位登记"):
        note_scheme(PersonFactory().pk, choice(), by=holder(post), at=NOON)


def test_an_original_enrollee_chooses_at_the_merge_desk_until_merged() -> None:
    merging = case_in(CaseState.MERGING, category=Category.ORIGINAL)
    clerk = holder(Post.MERGE)

    with pytest.raises(CaseError, match="在「并轨」中登记"):
        note_scheme(merging.person_id, choice(), by=clerk, at=NOON)
    Case.objects.filter(pk=merging.pk).update(state=CaseState.MERGED, confirmed_at=NOON)
    note_scheme(merging.person_id, choice(), by=clerk, at=NOON)

    assert in_force(merging.person).scheme == Scheme.RESIDENT


@pytest.mark.parametrize(
    ("odd", "sentence"),
    [
        (choice(Scheme.LEAVING), "只在「并轨」中登记"),
        (choice(Scheme.LEGACY), "只在「并轨」中登记"),
        (choice(day=TODAY + timedelta(days=1)), "在今天之后"),
        (choice(day=date(1900, 1, 1)), "早于出生日期"),
        (choice(document=" "), "参保凭证"),
        (choice(reason=" "), "登记理由"),
    ],
)
def test_what_cannot_be_is_refused(odd: SchemeChoice, sentence: str) -> None:
    person = PersonFactory()

    with pytest.raises(CaseError, match=sentence):
        note_scheme(person.pk, odd, by=holder(Post.COMMUNITY_ENTRY), at=NOON)

    assert not person.enrollments.exists()


def test_nobody_enters_a_scheme_after_death() -> None:
    person = PersonFactory(died_on=date(2022, 9, 30))

    with pytest.raises(CaseError, match="晚于死亡日期"):
        note_scheme(person.pk, choice(), by=holder(Post.COMMUNITY_ENTRY), at=NOON)


def test_the_key_of_a_person_of_elsewhere_is_refused() -> None:
    stranger = case_in(CaseState.CONFIRMED, code=ELSEWHERE).person

    with pytest.raises(CaseError, match="不在您单位的辖区内"):
        note_scheme(stranger.pk, choice(), by=holder(Post.COMMUNITY_ENTRY), at=NOON)

    assert not stranger.enrollments.exists()


def test_what_stands_already_and_an_earlier_day_are_refused() -> None:
    person, clerk = PersonFactory(), holder(Post.MERGE)
    note_scheme(person.pk, choice(), by=clerk, at=NOON)

    with pytest.raises(CaseError, match="无须再登记"):
        note_scheme(person.pk, choice(day=TODAY), by=clerk, at=NOON)
    with pytest.raises(CaseError, match="早于现参保登记的起始日期"):
        note_scheme(person.pk, choice(Scheme.EMPLOYEE, date(2022, 9, 1)), by=clerk, at=NOON)


def test_the_page_notes_the_scheme_and_shows_it(sign_in: SignIn) -> None:
    person = PersonFactory()
    browser = sign_in(holder(Post.COMMUNITY_ENTRY))
    page = reverse("enrollment:person", args=[person.pk])
    offered = text_of(browser.get(page))

    answer = browser.post(reverse("enrollment:scheme_note", args=[person.pk]), form())

    assert "登记参保制度…" in offered
    assert "已登记" in said(answer)
    shown = text_of(browser.get(page))
    assert "演示登记表1号：录入时漏填" in shown
    assert "变更由「区级并轨」岗位办理" in shown
    assert "登记参保制度…" not in shown


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"scheme": ""}, "请选择“参保制度”"),
        ({"scheme": "legacy"}, "请从列表中重新选择"),
        ({"from_day": "昨天"}, "“起始日期”不是日期"),
        ({"document": ""}, "请填写“参保凭证”"),
        ({"reason": ""}, "请填写“登记理由”"),
    ],
)
def test_the_form_names_its_fields(sign_in: SignIn, changed: dict[str, str], sentence: str) -> None:
    person = PersonFactory()
    browser = sign_in(holder(Post.COMMUNITY_ENTRY))

    answer = browser.post(reverse("enrollment:scheme_note", args=[person.pk]), form(**changed))

    assert sentence in said(answer)
    assert not person.enrollments.exists()


def test_the_page_offers_nothing_to_those_who_only_read(sign_in: SignIn) -> None:
    person = PersonFactory()
    browser = sign_in(holder(Post.SECOND_CHECK))

    page = text_of(browser.get(reverse("enrollment:person", args=[person.pk])))

    assert "dialog-scheme" not in page


def test_a_person_of_elsewhere_is_not_found(sign_in: SignIn) -> None:
    stranger = case_in(CaseState.CONFIRMED, code=ELSEWHERE).person
    browser = sign_in(holder(Post.COMMUNITY_ENTRY))

    answer = browser.post(reverse("enrollment:scheme_note", args=[stranger.pk]), form())

    assert answer.status_code == 404
    assert not stranger.enrollments.exists()
