"""From the street to the end of the chain: notice with an objection, joint review, second check."""

from datetime import timedelta

from django.db.models import F

from enrollment.models import Objection, PublicNotice
from enrollment.workflow.states import CaseState
from pension.demo.samples import SCAN
from tests.journeys.clerk import Clerk, Office
from tests.journeys.confirming import Fates, confirm_in_bulk
from tests.journeys.papers import text_of
from tests.journeys.people import STREET, STREET_REVIEWER, case, states

DEPARTMENTS = 5


def review(office: Office, fates: Fates) -> None:
    """Until everybody who goes through is confirmed, and the refused is taken up again."""
    confirm_in_bulk(office, STREET_REVIEWER, "待街道审核")
    notice = _post(office, fates)
    _let_the_days_pass(notice)
    _close(office, fates)
    _review_jointly(office)
    assert states(fates.through) == {CaseState.SECOND_CHECK}
    confirm_in_bulk(office, "jbj_fuhe", "待区级复核")
    assert states(fates.through) == {CaseState.CONFIRMED}
    _reopen(office, fates.refused)


def _post(office: Office, fates: Fates) -> PublicNotice:
    with Clerk(office, STREET_REVIEWER) as clerk:
        clerk.press("待张贴公示")
        clerk.press("核对名单并张贴", within=STREET)
        clerk.press("张贴这份名单")
        clerk.sees("请打印名单张贴", "还剩 7 天")
        clerk.may_not("结束公示")
        clerk.finds_nothing_grave()
        clerk.press("打印公示名单")
        clerk.sees("已完成")
        paper = text_of(clerk.takes(".pdf"))
        assert case(fates.returned).person.name in paper
        assert case(fates.returned).person.identity_number not in paper
        clerk.press("返回")
        clerk.press("登记异议", within=case(fates.returned).person.name)
        clerk.write(收到日期=clerk.today(), 提出人="演示异议人", 异议内容="认为其承包地未被征收")
        clerk.press("登记异议")
        clerk.sees("待调查")
    return PublicNotice.objects.latest("pk")


def _let_the_days_pass(notice: PublicNotice) -> None:
    """A week goes by: the notice was posted a week and a day ago."""
    week = timedelta(days=8)
    hung = PublicNotice.objects.filter(pk=notice.pk)
    hung.update(posted_on=F("posted_on") - week, ends_on=F("ends_on") - week)


def _close(office: Office, fates: Fates) -> None:
    """Who is contested stays on the notice till the objection is settled."""
    with Clerk(office, STREET_REVIEWER) as clerk:
        clerk.turn_to("公示")
        clerk.press("GS-", within="已期满")
        clerk.press("结束公示")
        clerk.sees("公示期满，转区级联审")
        assert states([fates.returned]) == {CaseState.POSTED}
        clerk.press(case(fates.returned).person.name, within="待调查")
        clerk.write(调查情况="经查征地协议，异议不成立")
        clerk.press("登记异议不成立")
        clerk.press("结束公示")
        clerk.sees("公示期满，转区级联审")
    assert Objection.objects.latest("pk").outcome == "rejected"
    assert states(fates.through) == {CaseState.JOINT_REVIEW}


def _review_jointly(office: Office) -> None:
    with Clerk(office, "jbj_lianshen") as clerk:
        clerk.turn_to("演示导览")
        scan = str(clerk.takes(SCAN))
        clerk.turn_to("联审")
        clerk.press("建立联审名单", within=STREET)
        clerk.press("建立联审名单")
        clerk.sees("可以打印后交各部门")
        clerk.may_not("办结联审")
        clerk.press("代录自纸质")
        for number in range(DEPARTMENTS):
            clerk.page.locator(f"[name=word{number}-opinion]").select_option(label="同意")
            clerk.page.locator(f"[name=word{number}-signed_by]").fill("演示签字人")
        clerk.write(扫描件=scan)
        clerk.press("代录意见")
        clerk.press("办结联审")
        clerk.sees("联审已办结")


def _reopen(office: Office, key: int) -> None:
    with Clerk(office, "jbj_fuhe") as clerk:
        clerk.open(f"/enrollment/cases/{key}/")
        clerk.press("重新办理…")
        clerk.write(理由="本人补交了征地证明")
        clerk.press("重新办理", exact=True)
        clerk.sees("已重新办理")
    assert states([key]) == {CaseState.ENTERED}
