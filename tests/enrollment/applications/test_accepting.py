"""Applications become people and cases, whole and once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from enrollment.models import (
    BankAccount,
    Case,
    JointReview,
    Person,
    RequisitionAgreement,
    ReviewState,
    SchemeEnrollment,
)
from enrollment.rules.categories import Category, HolderRelation, Scheme
from enrollment.services import applications
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry, DistrictSetting
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.factories.applications import OTHER_STREET_GROUP, application
from tests.factories.kernel import holder, place

pytestmark = pytest.mark.django_db


def test_an_application_becomes_a_case_at_the_community() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)

    case = applications.accept(application(), by=clerk, at=NOON, source="手工录入")

    case.refresh_from_db()
    assert case.number == "CG-2022-000001"
    assert (case.state, case.accepted_on) == (CaseState.ENTERED, date(2022, 10, 31))
    assert case.person.initials == "ysyxl"
    assert case.person.identity_reversed == case.person.identity_number[::-1]
    assert case.agreement.approvals.get() == case.approval
    assert case.submissions.get().content["area_before"] == "3.20"
    assert case.desks.get().desk == Desk.ENTRY
    assert case.events.get().step == "enter"
    assert SchemeEnrollment.objects.get(person=case.person).scheme == Scheme.RESIDENT
    assert AuditEntry.objects.filter(action="受理", subject_id=str(case.pk)).count() == 1


def test_numbers_run_on_through_a_whole_roster() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    applications.accept(application(1), by=clerk, at=NOON, source="手工录入")

    cases = applications.accept_many(
        [application(2), application(3)], by=clerk, at=NOON, source="花名册"
    )

    assert [case.number for case in cases] == ["CG-2022-000002", "CG-2022-000003"]


def test_an_original_enrollee_begins_at_the_merge_desk() -> None:
    merger = holder(Post.MERGE)

    case = applications.accept(
        application(category=Category.ORIGINAL, scheme=Scheme.LEGACY),
        by=merger,
        at=NOON,
        source="手工录入",
    )

    assert case.state == CaseState.MERGING
    assert case.desks.get().desk == Desk.MERGE


def test_the_merge_desk_enters_nobody_but_original_enrollees() -> None:
    with pytest.raises(CaseError, match="社区录入"):
        applications.accept(application(), by=holder(Post.MERGE), at=NOON, source="手工录入")


def test_a_person_with_a_live_case_is_refused_with_its_number() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    applications.accept(application(), by=clerk, at=NOON, source="手工录入")

    with pytest.raises(CaseError, match="CG-2022-000001"):
        applications.accept(application(), by=clerk, at=NOON, source="手工录入")

    assert Case.objects.count() == 1


def test_another_community_is_not_told_the_number() -> None:
    applications.accept(application(), by=holder(Post.COMMUNITY_ENTRY), at=NOON, source="手工录入")
    stranger = holder(Post.COMMUNITY_ENTRY, "530114006001")

    with pytest.raises(CaseError) as refusal:
        applications.accept(
            application(region=place(OTHER_STREET_GROUP)), by=stranger, at=NOON, source="手工录入"
        )

    assert "已在其他社区登记" in str(refusal.value)
    assert "CG-2022" not in str(refusal.value)


def test_a_number_registered_under_another_name_is_refused() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    case = applications.accept(application(), by=clerk, at=NOON, source="手工录入")
    Case.objects.filter(pk=case.pk).update(state=CaseState.WITHDRAWN)

    with pytest.raises(CaseError, match="不一致"):
        applications.accept(application(name="演示李桂英"), by=clerk, at=NOON, source="手工录入")


def test_a_withdrawn_person_comes_again_as_the_same_person() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    first = applications.accept(application(), by=clerk, at=NOON, source="手工录入")
    Case.objects.filter(pk=first.pk).update(state=CaseState.WITHDRAWN)

    second = applications.accept(
        application(phone="13900000000"), by=clerk, at=NOON, source="手工录入"
    )

    assert second.person_id == first.person_id
    assert Person.objects.get().phone == "13900000000"
    assert Person.objects.get().created_at == NOON
    assert BankAccount.objects.count() == 1


def test_another_communitys_people_are_refused() -> None:
    stranger = holder(Post.COMMUNITY_ENTRY, "530114006001")

    with pytest.raises(CaseError, match="不在您单位的辖区内"):
        applications.accept(application(), by=stranger, at=NOON, source="手工录入")


def test_the_same_person_twice_in_one_call_is_refused() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)

    with pytest.raises(CaseError, match="重复提交"):
        applications.accept_many([application(), application()], by=clerk, at=NOON, source="x")

    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"taken_on": date(2022, 11, 1)}, "在今天之后"),
        ({"area_after": Decimal("3.21")}, "大于征地前面积"),
        ({"area_before": Decimal("-1"), "area_after": None}, "超出范围"),
        ({"household_size": 0}, "不小于1"),
        ({"phone": "12345"}, "不是电话号码"),
        ({"account_number": "6223-0000"}, "8到32位数字"),
        ({"bank": ""}, "开户银行"),
        ({"account_number": ""}, "要填账号"),
        ({"holder": "演示李四"}, "与姓名不一致"),
        ({"holder": "演示李四", "holder_note": "监护人"}, "写明与本人的关系"),
        ({"holder": "演示李四", "relation": HolderRelation.HEIR}, "写明与本人的关系"),
        ({"relation": HolderRelation.HEIR, "holder_note": "代收"}, "要填写那个人的户名"),
        ({"holder_note": "代收"}, "要填写那个人的户名"),
    ],
)
def test_what_cannot_be_right_is_refused(fields: dict[str, object], sentence: str) -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)

    with pytest.raises(CaseError, match=sentence):
        applications.accept(application(**fields), by=clerk, at=NOON, source="手工录入")


def test_a_guardians_account_is_taken_with_its_note() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)

    applications.accept(
        application(holder="演示李四", relation=HolderRelation.GUARDIAN, holder_note="本人未成年"),
        by=clerk,
        at=NOON,
        source="手工录入",
    )

    assert BankAccount.objects.get().told_relation == "监护人：本人未成年"


def test_people_after_the_joint_review_go_on_the_supplementary_list() -> None:
    reviewer = holder(Post.JOINT_REVIEW)
    JointReview.objects.create(
        number="LS-1",
        street=place("530114005"),
        held_on=NOON.date(),
        state=ReviewState.CONCLUDED,
        opened_by=reviewer,
        opened_at=NOON,
        concluded_by=reviewer,
        concluded_at=NOON,
    )

    case = applications.accept(
        application(), by=holder(Post.COMMUNITY_ENTRY), at=NOON, source="手工录入"
    )

    assert case.is_supplementary


def test_people_of_a_demo_district_are_marked() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    DistrictSetting.objects.update(is_demo=True)

    case = applications.accept(application(), by=clerk, at=NOON, source="手工录入")

    assert case.person.is_demo


def test_an_agreement_is_noted_once_per_group() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)

    applications.accept_many([application(1), application(2)], by=clerk, at=NOON, source="花名册")

    assert RequisitionAgreement.objects.count() == 1


def test_a_change_of_scheme_ends_the_earlier_one() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    case = applications.accept(application(), by=clerk, at=NOON, source="手工录入")
    later = NOON + timedelta(days=3)

    applications.correct(
        case.pk, {"scheme": Scheme.EMPLOYEE}, by=clerk, at=later, reason="已转职工"
    )

    ended, current = SchemeEnrollment.objects.filter(person=case.person).order_by("valid_from")
    assert (ended.valid_to, current.valid_from) == (timezone.localdate(later),) * 2
    assert current.scheme == Scheme.EMPLOYEE
