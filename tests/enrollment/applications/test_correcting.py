"""A case is put right at the desk that entered it, and what was handed in before is kept."""

from datetime import date
from decimal import Decimal

import pytest

from enrollment.models import BankAccount, Case
from enrollment.services import applications
from enrollment.workflow.states import CaseState
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.applications import application
from tests.factories.kernel import holder, place

pytestmark = pytest.mark.django_db


def test_a_correction_is_a_new_version_beside_the_old_one() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    case = applications.accept(application(), by=clerk, at=NOON, source="手工录入")

    applications.correct(
        case.pk,
        {"name": "演示杨秀蓝", "area_after": Decimal("0.30"), "account_number": "6223000000000999"},
        by=clerk,
        at=NOON,
        reason="对照户口簿更正",
    )

    case = Case.objects.get()
    assert (case.person.name, case.area_after) == ("演示杨秀蓝", Decimal("0.30"))
    assert [s.content["name"] for s in case.submissions.all()] == ["演示杨秀兰", "演示杨秀蓝"]
    assert BankAccount.objects.get(ended_at__isnull=True).number == "6223000000000999"
    assert case.events.last().reason == "对照户口簿更正"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"identity_number": "11010519491231002X"}, "身份证号不能更正"),
        ({"category": "new"}, "人员类别不能更正"),
        ({}, "没有变化"),
        ({"taken_on": date(2030, 1, 1)}, "在今天之后"),
    ],
)
def test_what_may_not_be_corrected_is_refused(changes: dict[str, object], sentence: str) -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    case = applications.accept(application(), by=clerk, at=NOON, source="手工录入")

    with pytest.raises(CaseError, match=sentence):
        applications.correct(case.pk, changes, by=clerk, at=NOON, reason="更正")

    assert case.submissions.count() == 1


def test_a_case_is_not_moved_into_another_community() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    case = applications.accept(application(), by=clerk, at=NOON, source="手工录入")

    with pytest.raises(CaseError, match="不在您单位的辖区内"):
        applications.correct(
            case.pk, {"region": place("53011400600101")}, by=clerk, at=NOON, reason="更正"
        )


def test_a_case_that_went_on_is_corrected_no_more() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    case = applications.accept(application(), by=clerk, at=NOON, source="手工录入")
    Case.objects.filter(pk=case.pk).update(state=CaseState.DEPARTMENTS)

    with pytest.raises(CaseError, match="待部门确认"):
        applications.correct(case.pk, {"phone": "13900000000"}, by=clerk, at=NOON, reason="更正")

    case.refresh_from_db()
    assert case.person.phone == "13800000000"
    assert case.submissions.count() == 1


def test_somebody_without_the_post_corrects_nothing() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    case = applications.accept(application(), by=clerk, at=NOON, source="手工录入")

    with pytest.raises(CaseError, match="社区录入"):
        applications.correct(
            case.pk,
            {"phone": "13900000000"},
            by=holder(Post.COMMUNITY_CONFIRM),
            at=NOON,
            reason="更正",
        )
