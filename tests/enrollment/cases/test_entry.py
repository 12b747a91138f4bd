"""One person typed in by hand, and what was typed put right."""

from datetime import date

import pytest
from django.urls import reverse

from enrollment.models import BankAccount, Case
from enrollment.workflow.states import CaseState
from pension.models import Draft
from pension.vocabulary.identity_numbers import make
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.enrollment.pages import SignIn, text_of
from tests.factories.kernel import holder, place

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "演示 杨秀兰",
    "identity_number": make("530121", date(1971, 3, 12), 2),
    "category": "existing",
    "area_before": "3.20",
    "area_after": "0.40",
}


def test_a_person_typed_in_by_hand_is_accepted_and_the_draft_goes(sign_in: SignIn) -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    Draft.objects.create(officer=clerk, key="case-new", fields={"name": ["演"]}, saved_at=NOON)
    group = place("53011400500101")

    answer = sign_in(clerk).post(
        reverse("enrollment:case_new"), TYPED | {"region": group.pk}, follow=True
    )

    case = Case.objects.get()
    assert (case.person.name, case.region, case.state) == ("演示杨秀兰", group, CaseState.ENTERED)
    assert case.number in text_of(answer)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("number", ["13888888888", "0871-67470000", "67470000", "6747000"])
def test_the_telephones_that_rosters_take_can_be_typed_in(number: str, sign_in: SignIn) -> None:
    group = place("53011400500101")
    typed = TYPED | {"region": group.pk, "phone": number}

    sign_in(holder(Post.COMMUNITY_ENTRY)).post(reverse("enrollment:case_new"), typed)

    assert Case.objects.get().person.phone == number


def test_an_account_number_is_typed_as_the_card_prints_it(sign_in: SignIn) -> None:
    typed = {"bank": "农信社", "account_number": "6223 0000 0000 0186"}
    region = place("53011400500101").pk

    sign_in(holder(Post.COMMUNITY_ENTRY)).post(
        reverse("enrollment:case_new"), TYPED | {"region": region} | typed
    )

    assert BankAccount.objects.get().number == "6223000000000186"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"bank": "农信社"}, "account_number", "就要填账号"),
        ({"account_number": "6223000000000186"}, "bank", "就要填开户银行"),
        ({"holder": "演示李四"}, "holder", "写明与本人的关系"),
        ({"relation": "heir"}, "holder", "要填写那个人的户名"),
    ],
)
def test_an_account_that_is_not_whole_is_named_at_its_field(
    typed: dict[str, str], field: str, sentence: str, sign_in: SignIn
) -> None:
    region = place("53011400500101").pk

    page = sign_in(holder(Post.COMMUNITY_ENTRY)).post(
        reverse("enrollment:case_new"), TYPED | {"region": region} | typed
    )

    assert sentence in str(page.context["form"].errors.get(field, ""))
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("identity_number", "530121197103120021", "校验位"),
        ("area_after", "9", "大于征地前面积"),
        ("name", "3演示", "不像姓名"),
        ("area_before", "-1", "不能小于 0"),
        ("account_number", "62x3", "8 至 32 位数字"),
        ("phone", "12", "手机号"),
        ("category", "", "请选择“人员类别”"),
    ],
)
def test_a_typing_error_is_named_at_its_field(
    field: str, value: str, sentence: str, sign_in: SignIn
) -> None:
    group = place("53011400500101")
    typed = TYPED | {"region": group.pk, field: value}

    page = sign_in(holder(Post.COMMUNITY_ENTRY)).post(reverse("enrollment:case_new"), typed)

    assert sentence in str(page.context["form"].errors.get(field, ""))
    assert not Case.objects.exists()


def test_a_person_with_a_live_case_is_refused_on_the_form(sign_in: SignIn) -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    group = place("53011400500101")
    browser = sign_in(clerk)
    for _ in range(2):
        page = browser.post(reverse("enrollment:case_new"), TYPED | {"region": group.pk})

    assert "不能重复受理" in text_of(page)
    assert Case.objects.count() == 1


def test_the_form_offers_the_groups_of_the_own_office_alone(sign_in: SignIn) -> None:
    page = sign_in(holder(Post.COMMUNITY_ENTRY)).get(reverse("enrollment:case_new"))
    stranger = place("53011400600101")

    assert f'value="{stranger.pk}"' not in text_of(page)
    assert f'value="{place("53011400500102").pk}"' in text_of(page)


def test_a_correction_keeps_what_was_handed_in_before(sign_in: SignIn) -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    group = place("53011400500101")
    browser = sign_in(clerk)
    browser.post(reverse("enrollment:case_new"), TYPED | {"region": group.pk})
    case = Case.objects.get()

    browser.post(
        reverse("enrollment:case_correct", args=[case.pk]),
        TYPED | {"region": group.pk, "area_after": "0.30", "reason": "抄写有误"},
    )

    case.refresh_from_db()
    contents = [s.content["area_after"] for s in case.submissions.all()]
    assert str(case.area_after) == "0.30"
    assert contents == ["0.40", "0.30"]
