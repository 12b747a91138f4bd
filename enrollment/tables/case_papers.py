"""What the papers of one case print: the way ahead, the opinions of the desks, land facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from enrollment.models import Case, DeskOpinion, ProcedureRules
from enrollment.queries.dossier import Dossier
from enrollment.rules.categories import Category
from enrollment.tables.opinions import opinion_facts
from enrollment.tables.printed import UNKNOWN
from enrollment.workflow.states import CaseState, EvidenceState, Opinion
from pension.templatetags.pension_format import chinese_day
from pension.vocabulary.posts import Desk
from pension.vocabulary.workdays import DayKind

NOTICE_OVER = (CaseState.JOINT_REVIEW, CaseState.SECOND_CHECK, CaseState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class OpinionBox:
    """The room of one desk on the approval sheet; without ``day`` it is filled in by hand."""

    label: str
    words: Sequence[str] = ()
    who: str = ""
    day: date | None = None
    recorded: str = ""


def ways_ahead(case: Case, rules: ProcedureRules | None) -> list[str]:
    """What happens next, one sentence for each step; times only where the district has set them."""
    if case.category == Category.ORIGINAL:
        return [
            "区居保局核对已享受的补贴和账户余额，并向您书面告知权益。",
            "您选择并轨、转职工或者退保，签字交回；暂不选择的，以后仍可办理。",
            "区居保局按您的选择办结，并核算应补的金额。",
        ]
    return [
        "社区确认村组、家庭和土地情况。",
        "农业农村局确认承包地面积，自然资源局确认征地情况；需要时请公安机关核对户籍。",
        f"街道审核后张贴公示{_notice_days(rules)}，对公示有异议的可向街道提出。",
        "区级部门联审后由区居保局复核；确认后再核算补助，不予确认的书面告知理由和救济办法。",
    ]


def _notice_days(rules: ProcedureRules | None) -> str:
    if rules is None or rules.notice_days is None:
        return ""
    return f" {rules.notice_days} 个{DayKind(rules.notice_day_kind).label}"


def land_facts(dossier: Dossier) -> list[tuple[str, str]]:
    """The facts of the taking and of the household's land, in words; unknown ones as a dash."""
    case = dossier.case
    per_head = dossier.land_left_per_head
    in_school = {None: UNKNOWN, True: "是", False: "否"}[case.in_school_when_taken]
    return [
        ("征地批文", str(case.approval or UNKNOWN)),
        ("征地协议", str(case.agreement or UNKNOWN)),
        ("征地时间", chinese_day(case.taken_on)),
        ("土地确权证", EvidenceState(case.certificate).label),
        ("家庭人口", f"{case.household_size} 人" if case.household_size else UNKNOWN),
        ("征地前面积", _mu(case.area_before)),
        ("征地后面积", _mu(case.area_after)),
        ("人均剩余", _mu(per_head)),
        ("征地时在校", in_school),
    ]


def _mu(area: object | None) -> str:
    return UNKNOWN if area is None else f"{area} 亩"


def opinion_boxes(dossier: Dossier) -> list[OpinionBox]:
    """A box for every desk in the order of the chain: what stands now, or empty for pen and seal.

    What a return set aside is not printed: the sheet says what holds.
    """
    police = [_box(dossier, "公安机关", Desk.POLICE)] if dossier.case.police_asked else []
    return [
        _group(dossier),
        _box(dossier, "社区", Desk.COMMUNITY),
        _box(dossier, "农业农村局", Desk.AGRICULTURE),
        _box(dossier, "自然资源局", Desk.RESOURCES),
        *police,
        _box(dossier, "街道", Desk.STREET),
        _notice(dossier),
        _review(dossier),
        _box(dossier, "区居保局", Desk.SECOND_CHECK),
    ]


def _group(dossier: Dossier) -> OpinionBox:
    roster = dossier.case.signed_roster
    if roster is None:
        return OpinionBox("村民小组")
    return OpinionBox("村民小组", ["已在花名册上签字"], day=roster.signed_on)


def _box(dossier: Dossier, label: str, desk: Desk) -> OpinionBox:
    opinion = dossier.standing(desk)
    if opinion is None:
        return OpinionBox(label)
    return OpinionBox(
        label,
        list(_words(opinion)),
        who=opinion.signed_by or opinion.officer.name,
        day=opinion.signed_on or timezone.localdate(opinion.at),
        recorded=f"代录自纸质（录入人 {opinion.officer.name}）" if opinion.on_paper else "",
    )


def _words(opinion: DeskOpinion) -> Iterator[str]:
    said = Opinion(opinion.opinion).label
    yield f"{said}。{opinion.text}" if opinion.text else f"{said}。"
    if facts := opinion_facts(opinion.confirmed):
        yield f"核定：{facts}"


def _notice(dossier: Dossier) -> OpinionBox:
    entry, case = dossier.notice, dossier.case
    if entry is None or case.state not in NOTICE_OVER:
        return OpinionBox("公示结果")
    notice = entry.notice
    period = (
        f"{chinese_day(notice.posted_on)}至{chinese_day(notice.ends_on)}公示（{notice.number}）"
    )
    count = int(dossier.facts.get("open_objections", 0))
    outcome = f"有 {count} 件异议未办结。" if count else "无未办结的异议。"
    return OpinionBox("公示结果", [f"{period}，{outcome}"], day=notice.ends_on)


def _review(dossier: Dossier) -> OpinionBox:
    if dossier.review is None or not dossier.facts.get("joint_passed"):
        return OpinionBox("区级联审")
    meeting = dossier.review.review
    return OpinionBox("区级联审", [f"联审通过（{meeting.number}）。"], day=meeting.held_on)
