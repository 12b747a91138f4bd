"""Rules of procedure: drafted by one, in force by another, refused by name where empty."""

from datetime import date, timedelta

import pytest

from enrollment.models import ProcedureRules
from enrollment.queries import procedure as queries
from enrollment.services import procedure, reviews
from enrollment.services.procedure import Stated
from enrollment.workflow.states import CaseState, RulesState
from pension.models import AuditEntry, Region, RegionLevel
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from pension.vocabulary.workdays import DayKind
from tests.clock import NOON
from tests.enrollment.browsing import SignIn, said, text_of, url
from tests.factories.enrollment import case_in, rules
from tests.factories.kernel import district, holder, place
from tests.factories.rounds import STREET

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
TYPED = {
    "document": "演示办〔2022〕1号",
    "valid_from": "2022-10-01",
    "notice_days": "5",
    "notice_day_kind": "working",
    "departments": "区人社局\n\n 区审计局 \n区人社局",
}


def other_district() -> Region:
    """A district that the officers do not work for."""
    return Region.objects.create(
        code="530115", name="晋宁区", level=RegionLevel.DISTRICT, valid_from=date(2011, 5, 20)
    )


def drafted(**values: object) -> ProcedureRules:
    """A draft from today on."""
    stated = Stated(**{"document": "演示办〔2022〕1号", "valid_from": TODAY} | values)
    return procedure.propose(district(), stated, by=holder(Post.PREPARE), at=NOON)


def test_a_draft_binds_nobody_until_another_officer_puts_it_in_force() -> None:
    old, new = rules(), drafted(notice_days=5, notice_day_kind=DayKind.WORKING)
    before = queries.in_force("530114", TODAY)

    procedure.put_in_force(new.pk, by=holder(Post.SECOND_CHECK), at=NOON)

    old.refresh_from_db()
    assert (before.pk, queries.in_force("530114", TODAY).pk) == (old.pk, new.pk)
    assert queries.in_force("530114", TODAY - timedelta(days=1)).pk == old.pk
    assert old.valid_to == TODAY
    deeds = AuditEntry.objects.filter(subject_type="procedure_rules")
    assert sorted(deeds.values_list("action", flat=True)) == ["拟定程序规则", "程序规则生效"]


def test_rules_of_the_same_day_or_later_give_way_to_what_comes_in_force() -> None:
    first, second = drafted(), drafted()
    director = holder(Post.DIRECTOR)
    procedure.put_in_force(first.pk, by=director, at=NOON)

    procedure.put_in_force(second.pk, by=director, at=NOON)

    first.refresh_from_db()
    assert first.state == RulesState.RETIRED


def test_nobody_puts_the_rules_in_force_that_they_drafted() -> None:
    rules_drafted, officer = drafted(), holder(Post.SECOND_CHECK)
    ProcedureRules.objects.filter(pk=rules_drafted.pk).update(proposed_by=officer)

    with pytest.raises(CaseError, match="另一人复核生效"):
        procedure.put_in_force(rules_drafted.pk, by=officer, at=NOON)


@pytest.mark.parametrize("post", [Post.PREPARE, Post.CASHIER])
def test_other_posts_put_nothing_in_force(post: Post) -> None:
    with pytest.raises(CaseError, match="「区级复核」或「局领导审批」"):
        procedure.put_in_force(drafted().pk, by=holder(post), at=NOON)


def test_rules_in_force_are_not_changed_any_more() -> None:
    new, clerk = drafted(), holder(Post.PREPARE)
    procedure.put_in_force(new.pk, by=holder(Post.DIRECTOR), at=NOON)

    with pytest.raises(CaseError, match="请拟定新的规则"):
        procedure.revise(new.pk, Stated(document="改", valid_from=TODAY), by=clerk, at=NOON)
    with pytest.raises(CaseError, match="请拟定新的规则"):
        procedure.discard(new.pk, by=clerk, at=NOON)
    with pytest.raises(CaseError, match="只有拟定中的规则可以生效"):
        procedure.put_in_force(new.pk, by=holder(Post.DIRECTOR), at=NOON)


def test_rules_are_drafted_for_ones_own_district_by_a_document() -> None:
    stated, elsewhere = Stated(document="演示", valid_from=TODAY), other_district()

    with pytest.raises(CaseError, match="只能为本区"):
        procedure.propose(elsewhere, stated, by=holder(Post.PREPARE), at=NOON)
    with pytest.raises(CaseError, match="「核算编制」"):
        procedure.propose(district(), stated, by=holder(Post.DIRECTOR), at=NOON)
    with pytest.raises(CaseError, match="请填写依据文件"):
        drafted(document=" ")


def test_an_empty_value_is_refused_by_its_name_where_it_is_needed() -> None:
    new = drafted()
    procedure.put_in_force(new.pk, by=holder(Post.DIRECTOR), at=NOON)
    case_in(CaseState.JOINT_REVIEW)

    assert {gap.name for gap in queries.gaps(new)} == {
        "公示天数",
        "公示日期算法",
        "每步办理期限（工作日）",
        "申请复核期限（天）",
        "联审部门",
    }
    with pytest.raises(CaseError, match="「联审部门」未录入"):
        reviews.open_review(place(STREET), held_on=TODAY, by=holder(Post.JOINT_REVIEW), at=NOON)


def test_rules_go_through_the_pages_from_draft_to_force(sign_in: SignIn) -> None:
    rules()
    page = sign_in(holder(Post.PREPARE)).post(url("procedure_new"), TYPED).url
    new = ProcedureRules.objects.get(state=RulesState.DRAFT)

    shown = text_of(sign_in(holder(Post.DIRECTOR)).get(page))
    answer = sign_in(holder(Post.DIRECTOR)).post(f"{page}in-force/")

    new.refresh_from_db()
    assert new.departments == ["区人社局", "区审计局"]
    assert "复核无误，生效" in shown
    assert "申请复核期限（天）" in shown
    assert "自 2022-10-01 起执行" in said(answer)
    assert (new.state, new.valid_from) == (RulesState.IN_FORCE, date(2022, 10, 1))


def test_a_new_draft_starts_from_the_values_in_force(sign_in: SignIn) -> None:
    rules()

    shown = text_of(sign_in(holder(Post.PREPARE)).get(url("procedure_new")))

    assert "自然资源局" in shown


def test_a_draft_is_put_right_or_set_aside(sign_in: SignIn) -> None:
    new, browser = drafted(), sign_in(holder(Post.PREPARE))

    browser.post(url("procedure_revise", new.pk), TYPED)
    new.refresh_from_db()
    browser.post(url("procedure_discard", new.pk))

    assert (new.notice_days, new.notice_day_kind) == (5, DayKind.WORKING)
    new.refresh_from_db()
    assert new.state == RulesState.RETIRED
