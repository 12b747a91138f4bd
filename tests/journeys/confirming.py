"""The chain desk by desk: signatures, departments, ways back, street and notice, review, check."""

from dataclasses import dataclass

from enrollment.models import DeskOpinion
from enrollment.workflow.states import CaseState
from pension.demo.samples import SCAN
from pension.vocabulary.posts import Desk
from tests.journeys.clerk import Clerk, Office
from tests.journeys.papers import text_of
from tests.journeys.people import NEWCOMERS_CLERK, NEWCOMERS_CONFIRMER, STREET_CLERK, case, states

LAND_KEPT = "未失去全部或大部分土地"


@dataclass(frozen=True, slots=True)
class Fates:
    """The cases of the story to which something happens on the way, and all that go through."""

    returned: int
    refused: int
    on_paper: int
    withdrawn: int
    through: list[int]

    @classmethod
    def of(cls, keys: list[int]) -> "Fates":
        """Choose them among those entered; who was entered by hand goes straight through."""
        returned, refused, on_paper, withdrawn, *rest = keys
        return cls(returned, refused, on_paper, withdrawn, [returned, on_paper, *rest])


def confirm(office: Office, fates: Fates) -> None:
    """From the signed roster to the end of the departments, with all the ways back."""
    _sign_and_confirm(office)
    _withdraw(office, fates.withdrawn)
    _decide_for_agriculture(office, fates)
    _send_again(office, fates.returned)
    confirm_in_bulk(office, "zrj_queren", "待自然资源确认")
    assert states([fates.on_paper]) == {CaseState.DEPARTMENTS}
    _enter_from_paper(office, fates.on_paper)
    assert states(fates.through) == {CaseState.STREET}


def _sign_and_confirm(office: Office) -> None:
    with Clerk(office, NEWCOMERS_CONFIRMER) as clerk:
        clerk.turn_to("演示导览")
        scan = str(clerk.takes(SCAN))
        for _ in range(2):
            clerk.turn_to("签字花名册")
            clerk.press("登记签字")
            clerk.write(扫描件=scan)
            clerk.press("登记签字")
            clerk.sees("签字已登记", "去社区确认")
    confirm_in_bulk(office, NEWCOMERS_CONFIRMER, "待社区确认")


def confirm_in_bulk(office: Office, name: str, queue: str) -> None:
    """Confirm everything that waits in a queue of the first page."""
    with Clerk(office, name) as clerk:
        clerk.press(queue)
        clerk.press("批量确认所见")
        clerk.press("确认办理")
        clerk.sees("已确认")


def _withdraw(office: Office, key: int) -> None:
    with Clerk(office, NEWCOMERS_CLERK) as clerk:
        clerk.open(f"/enrollment/cases/{key}/")
        clerk.press("撤回…")
        clerk.write(理由="本人要求撤回")
        clerk.press("撤回", exact=True)
        clerk.sees("已撤回")
    assert states([key]) == {CaseState.WITHDRAWN}


def _decide_for_agriculture(office: Office, fates: Fates) -> None:
    with Clerk(office, "nyj_queren") as clerk:
        _return(clerk, fates.returned)
        _refuse(clerk, fates.refused)
        clerk.open("/")
        clerk.press("逐件办理")
        clerk.finds_nothing_grave()
        clerk.write(土地确权证="未发证")
        clerk.press("农业确认通过")
        clerk.sees("已确认", "跳过，看下一件")
        clerk.open("/enrollment/cases/?desk=agriculture")
        clerk.page.get_by_label("全选").check()
        clerk.untick(case(fates.on_paper).number)
        clerk.press("批量确认…")
        clerk.press("确认办理")
        clerk.sees("已确认")


def _return(clerk: Clerk, key: int) -> None:
    clerk.open(f"/enrollment/cases/{key}/?desk=agriculture")
    clerk.press("退回…")
    clerk.write(理由="承包面积与台账不符，请核对")
    clerk.press("退回", exact=True)
    clerk.sees("已退回")
    assert states([key]) == {CaseState.ENTERED}


def _refuse(clerk: Clerk, key: int) -> None:
    clerk.open(f"/enrollment/cases/{key}/")
    clerk.press("不予确认…")
    clerk.write(不予确认原因=LAND_KEPT, 理由="仍有承包地四亩")
    clerk.press("不予确认", exact=True)
    clerk.sees("已登记为不予确认", "申请复核期限")
    clerk.press("不予确认通知书（PDF）")
    clerk.sees("已完成")
    letter = text_of(clerk.takes(".pdf"))
    assert LAND_KEPT in letter
    assert case(key).person.identity_number not in letter
    clerk.press("返回")
    clerk.sees("申请复核期限")


def _send_again(office: Office, key: int) -> None:
    """The community reads why, puts it right and sends the case on; agriculture agrees now."""
    with Clerk(office, NEWCOMERS_CLERK) as clerk:
        clerk.press("退回待补正")
        clerk.press(case(key).person.name)
        clerk.sees("承包面积与台账不符，请核对")
        clerk.press("更正录入内容")
        clerk.write(家庭人口="3", 更正原因="按台账更正")
        clerk.press("更正", exact=True)
        clerk.sees("已更正")
    with Clerk(office, NEWCOMERS_CONFIRMER) as clerk:
        clerk.open(f"/enrollment/cases/{key}/")
        clerk.press("社区确认通过")
        clerk.sees("已确认")
    with Clerk(office, "nyj_queren") as clerk:
        clerk.open(f"/enrollment/cases/{key}/")
        clerk.press("农业确认通过")
        clerk.sees("已确认")
    said = DeskOpinion.objects.filter(case_id=key, desk=Desk.AGRICULTURE, set_aside_at=None)
    assert said.count() == 1


def _enter_from_paper(office: Office, key: int) -> None:
    with Clerk(office, STREET_CLERK) as clerk:
        clerk.turn_to("演示导览")
        scan = str(clerk.takes(SCAN))
        clerk.open(f"/enrollment/cases/{key}/")
        clerk.press("代录自纸质…")
        clerk.write(签字人="演示农业签字人", 签字日期=clerk.today(), 扫描件=scan)
        clerk.press("代录自纸质", exact=True)
        clerk.sees("纸质意见已代录")
    assert DeskOpinion.objects.filter(case_id=key, desk=Desk.AGRICULTURE).get().on_paper
