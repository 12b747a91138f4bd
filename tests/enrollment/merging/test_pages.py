"""The list of the merge desk: what a click on it does."""

import pytest

from enrollment.workflow.states import CaseState, MergeChoice
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.enrollment.browsing import SignIn, said, url
from tests.factories.enrollment import PersonFactory, case_in
from tests.factories.kernel import holder
from tests.factories.rounds import TODAY

pytestmark = pytest.mark.django_db


def test_the_merge_desk_tells_chooses_and_settles_on_one_list(sign_in: SignIn) -> None:
    person = PersonFactory(opening_in_force_at=NOON)
    case = case_in(CaseState.MERGING, person=person)
    browser = sign_in(holder(Post.MERGE))

    told = browser.post(url("merging_tell"), {"rows": [case.pk], "told_on": "2022-10-08"})
    chosen = browser.post(url("merging_choose"), {f"choice-{case.pk}": "resident"})
    settled = browser.post(
        url("merging_settle"), {"rows": [case.pk], f"choice-{case.pk}": "employee"}
    )

    case.refresh_from_db()
    assert "已登记权益告知 1 人" in said(told)
    assert "已登记选择 1 人" in said(chosen)
    assert "并轨办结 1 人" in said(settled)
    assert (case.state, case.choice) == (CaseState.MERGED, MergeChoice.EMPLOYEE)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("merging_tell", "请勾选人员"),
        ("merging_choose", "没有改动"),
        ("merging_settle", "请勾选要办结"),
        ("merging_letters", "请先选择"),
    ],
)
def test_a_click_without_a_row_says_what_is_missing(name: str, why: str, sign_in: SignIn) -> None:
    assert why in said(sign_in(holder(Post.MERGE)).post(url(name)))


def test_odd_values_in_the_merge_form_are_left_out(sign_in: SignIn) -> None:
    case = case_in(CaseState.MERGING, rights_told_on=TODAY)
    fields = {f"choice-{case.pk}": "everything", "choice-x": "resident", "choice-": "leave"}

    answer = sign_in(holder(Post.MERGE)).post(url("merging_choose"), fields)

    case.refresh_from_db()
    assert answer.status_code == 302
    assert case.choice == MergeChoice.UNDECIDED


@pytest.mark.parametrize(
    ("stage", "count"), [("opening", 1), ("telling", 1), ("ready", 1), ("", 2)]
)
def test_the_merge_list_is_narrowed_by_what_is_waited_for(
    stage: str, count: int, sign_in: SignIn
) -> None:
    person = PersonFactory(opening_in_force_at=NOON)
    case_in(CaseState.MERGING, person=person, rights_told_on=TODAY, choice="leave")
    case_in(CaseState.MERGING)

    page = sign_in(holder(Post.MERGE)).get(url("merging"), {"stage": stage})

    assert len(page.context["rows"]) == count
