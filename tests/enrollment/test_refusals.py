"""What the services of the enrollment refuse, each by its own sentence."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from enrollment.models import JointReview, NoticeEntry, ReviewEntry
from enrollment.rules.categories import Category
from enrollment.services import (
    case_papers,
    confirmations,
    deaths,
    insurance,
    notices,
    objections,
    opinion_sheets,
    papers,
    procedure,
    reviews,
    rosters,
    scans,
)
from enrollment.services.insurance import ContributionYear
from enrollment.services.objections import Raised
from enrollment.services.procedure import Stated
from enrollment.workflow.states import CaseState
from pension.vocabulary.posts import Desk, Post
from tests.access.homes import OTHER_DISTRICT, two_districts
from tests.clock import NOON
from tests.factories.enrollment import GROUP, PersonFactory, case_in, rules
from tests.factories.kernel import holder, place
from tests.factories.rounds import COMMUNITY, STREET, objected, opened, posted
from tests.refusals import Refusals

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
WHY = "演示"
refused = Refusals()


@pytest.mark.parametrize("name", refused)
def test_a_service_refuses_by_its_own_sentence(name: str) -> None:
    refused.try_one(name)


@refused("没有待办的死亡登记")
def a_death_that_nobody_noted_is_confirmed() -> object:
    key, clerk = PersonFactory().pk, holder(Post.SECOND_CHECK)
    return deaths.confirm_death(key, by=clerk, at=NOON)


@refused("请填写撤销死亡登记的理由")
def a_death_is_taken_back_without_a_reason() -> object:
    key, clerk = PersonFactory().pk, holder(Post.SECOND_CHECK)
    deaths.note_death(key, deaths.Death(TODAY, WHY), by=holder(Post.COMMUNITY_ENTRY), at=NOON)
    return deaths.take_back_death(key, reason=" ", by=clerk, at=NOON)


@refused("2021年度没有填写缴费凭证")
def a_year_is_proven_by_nothing() -> object:
    year = ContributionYear(PersonFactory().pk, 2021, " ", "本人提供")
    return insurance.prove_year(year, by=holder(Post.MERGE), at=NOON)


@refused("请填写作废缴费年度的理由")
def a_year_is_taken_back_without_a_reason() -> object:
    return insurance.void_contribution(0, reason=" ", by=holder(Post.MERGE), at=NOON)


@refused("这个缴费年度已经作废")
def a_year_is_taken_back_that_is_not_there() -> object:
    return insurance.void_contribution(0, reason=WHY, by=holder(Post.MERGE), at=NOON)


@refused("请选择花名册上的人员")
def a_roster_of_nobody_is_registered() -> object:
    return rosters.register([], signed_on=TODAY, by=holder(Post.COMMUNITY_ENTRY), at=NOON)


@refused("请分组登记")
def one_roster_of_two_groups_is_registered() -> object:
    groups = (GROUP, f"{COMMUNITY}02")
    keys = [case_in(CaseState.ENTERED, code=group).pk for group in groups]
    return rosters.register(keys, signed_on=TODAY, by=holder(Post.COMMUNITY_ENTRY), at=NOON)


@refused("有 1 人已登记过签字或已离开社区环节")
def somebody_is_put_on_a_roster_who_is_at_the_street() -> object:
    keys = [case_in(CaseState.STREET).pk]
    return rosters.register(keys, signed_on=TODAY, by=holder(Post.COMMUNITY_ENTRY), at=NOON)


@refused("请填写移出花名册的理由")
def somebody_is_taken_off_a_roster_without_a_reason() -> object:
    return rosters.take_off([0], reason=" ", by=holder(Post.COMMUNITY_ENTRY), at=NOON)


@refused("是空文件，请重新扫描")
def an_empty_scan_is_kept() -> object:
    return scans.keep(SimpleUploadedFile("表.pdf", b""), "demo", at=NOON)


@refused("超过 10 MB")
def a_scan_that_is_too_large_is_kept() -> object:
    scan = SimpleUploadedFile("表.pdf", b"%PDF-1.7")
    scan.size = scans.LARGEST + 1
    return scans.keep(scan, "demo", at=NOON)


@refused("此人的公示已经结束")
def an_objection_comes_after_the_entry_has_ended() -> object:
    entry = posted(1).entries.get()
    NoticeEntry.objects.filter(pk=entry.pk).update(ended_at=NOON)
    raised, clerk = Raised(TODAY, "演示村民", WHY), holder(Post.STREET_ENTRY)
    return objections.register(entry.pk, raised, by=clerk, at=NOON)


@refused("请填写异议提出人和异议内容")
def an_objection_says_nothing() -> object:
    entry, raised = posted(1).entries.get(), Raised(TODAY, "演示村民", " ")
    return objections.register(entry.pk, raised, by=holder(Post.STREET_ENTRY), at=NOON)


@refused("此人不在这份公示上")
def an_objection_is_to_nobody() -> object:
    raised, clerk = Raised(TODAY, "演示村民", WHY), holder(Post.STREET_ENTRY)
    return objections.register(0, raised, by=clerk, at=NOON)


@refused("请填写调查情况")
def an_objection_is_rejected_without_a_finding() -> object:
    return objections.reject(0, finding=" ", by=holder(Post.STREET_REVIEW), at=NOON)


@refused("这件异议已经办结")
def an_objection_is_rejected_twice() -> object:
    key, clerk = objected().pk, holder(Post.STREET_REVIEW)
    objections.reject(key, finding=WHY, by=clerk, at=NOON)
    return objections.reject(key, finding=WHY, by=clerk, at=NOON)


@refused("名单在您查看之后有变化")
def another_list_is_posted_than_was_seen() -> object:
    rules(), case_in(CaseState.NOTICE)
    clerk, where = holder(Post.STREET_REVIEW), place(COMMUNITY)
    return notices.post(where, posted_on=TODAY, by=clerk, at=NOON, seen=WHY)


@refused("没有选中待公示的人员")
def a_notice_of_nobody_is_posted() -> object:
    rules()
    clerk, where = holder(Post.STREET_REVIEW), place(COMMUNITY)
    return notices.post(where, posted_on=TODAY, by=clerk, at=NOON)


@refused("张贴日期不能早于街道审核")
def a_notice_is_posted_before_the_street_looked_at_it() -> object:
    rules(), case_in(CaseState.NOTICE, state_since=NOON)
    clerk, where = holder(Post.STREET_REVIEW), place(COMMUNITY)
    return notices.post(where, posted_on=YESTERDAY, by=clerk, at=NOON)


@refused("没有待联审的人员")
def a_review_of_nobody_is_opened() -> object:
    rules()
    clerk = holder(Post.JOINT_REVIEW)
    return reviews.open_review(place(STREET), held_on=TODAY, by=clerk, at=NOON)


@refused("请至少录入一个部门的意见")
def a_review_is_told_no_opinion() -> object:
    clerk = holder(Post.JOINT_REVIEW)
    return reviews.enter_opinions(opened(1).pk, [], scan=None, by=clerk, at=NOON)


@refused("请选明退回到哪一步")
def a_case_is_sent_from_the_review_to_the_review() -> object:
    made, clerk = opened(1), holder(Post.JOINT_REVIEW)
    keys = list(ReviewEntry.objects.filter(review=made).values_list("case_id", flat=True))
    said = {"reason": WHY, "return_to": CaseState.JOINT_REVIEW}
    return reviews.mark_failed(made.pk, keys, **said, by=clerk, at=NOON)


@refused("已有一次联审正在进行")
def a_second_review_of_a_street_is_opened() -> object:
    made, clerk = opened(1), holder(Post.JOINT_REVIEW)
    case_in(CaseState.JOINT_REVIEW)
    assert JointReview.objects.get() == made
    return reviews.open_review(place(STREET), held_on=TODAY, by=clerk, at=NOON)


@refused("不接受代录自纸质")
def a_desk_that_signs_no_paper_gets_a_sheet() -> object:
    clerk = holder(Post.STREET_ENTRY)
    return opinion_sheets.draw_up(place(STREET), Desk.SECOND_CHECK, by=clerk, at=NOON)


@refused("部门意见表由「.+」岗位打印")
def another_post_draws_a_sheet_up() -> object:
    clerk = holder(Post.STREET_REVIEW)
    return opinion_sheets.draw_up(place(STREET), Desk.POLICE, by=clerk, at=NOON)


@refused("请填写纸质意见上的签字人")
def a_paper_is_entered_that_nobody_signed() -> object:
    said = {"signed_by": " ", "signed_on": TODAY, "scan": None}
    clerk = holder(Post.STREET_ENTRY)
    return confirmations.confirm_on_paper([0], "agree_police", **said, by=clerk, at=NOON)


@refused("请先选择要打印告知书的人员")
def nobodys_rights_are_printed() -> object:
    return papers.print_rights([], by=holder(Post.MERGE), at=NOON)


@refused("原参保人不需要身份确认")
def the_approval_sheet_of_an_original_enrollee_is_printed() -> object:
    case = case_in(CaseState.MERGING)
    assert case.category == Category.ORIGINAL
    return case_papers.print_approval_sheet(case, by=holder(Post.SECOND_CHECK), at=NOON)


@refused("只能为本区拟定程序规则")
def rules_of_another_district_are_drafted() -> object:
    two_districts()
    district, stated = place(OTHER_DISTRICT), Stated(document=WHY, valid_from=TOMORROW)
    return procedure.propose(district, stated, by=holder(Post.PREPARE), at=NOON)
