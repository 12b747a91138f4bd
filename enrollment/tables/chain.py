"""The chain of a case drawn as steps: who took them, when, and where the case stands."""

from collections.abc import Iterator

from django.utils import timezone

from enrollment.models import DeskOpinion
from enrollment.queries.dossier import Dossier
from enrollment.rules.categories import Category
from enrollment.workflow.states import CaseState, MergeChoice, Opinion
from pension.pictures.chain import ChainStep, StepLook
from pension.templatetags.pension_format import short_day
from pension.vocabulary.posts import Desk

CONFIRMING = (
    ("社区确认", Desk.COMMUNITY, CaseState.ENTERED),
    ("农业确认", Desk.AGRICULTURE, CaseState.DEPARTMENTS),
    ("自然资源确认", Desk.RESOURCES, CaseState.DEPARTMENTS),
    ("公安核对", Desk.POLICE, CaseState.DEPARTMENTS),
    ("街道审核", Desk.STREET, CaseState.STREET),
)
PASSED = (CaseState.JOINT_REVIEW, CaseState.SECOND_CHECK, CaseState.CONFIRMED)


def chain_steps(dossier: Dossier) -> list[ChainStep]:
    """The steps of a case from its acceptance to its confirmation or merge."""
    if dossier.case.category == Category.ORIGINAL:
        return list(_merge_steps(dossier))
    return list(_confirmation_steps(dossier))


def _confirmation_steps(dossier: Dossier) -> Iterator[ChainStep]:
    yield _accepted(dossier)
    for label, desk, state in CONFIRMING:
        if desk is not Desk.POLICE or dossier.case.police_asked:
            yield _desk_step(dossier, label, desk, state)
    yield _notice_step(dossier)
    yield _review_step(dossier)
    yield _desk_step(dossier, "区级复核", Desk.SECOND_CHECK, CaseState.SECOND_CHECK)


def _accepted(dossier: Dossier) -> ChainStep:
    case = dossier.case
    return ChainStep("受理", StepLook.DONE, case.created_by.name, short_day(case.created_at))


def _desk_step(dossier: Dossier, label: str, desk: Desk, state: CaseState) -> ChainStep:
    opinion = dossier.standing(desk)
    if opinion is not None:
        return _spoken(label, opinion)
    if dossier.case.state == state:
        return ChainStep(label, StepLook.NOW, note=_now_note(dossier))
    return ChainStep(label, StepLook.AHEAD)


def _spoken(label: str, opinion: DeskOpinion) -> ChainStep:
    look = StepLook.DONE if opinion.opinion == Opinion.AGREE else StepLook.REFUSED
    note = "代录自纸质" if opinion.on_paper else ""
    return ChainStep(label, look, opinion.officer.name, short_day(opinion.at), note)


def _now_note(dossier: Dossier) -> str:
    case = dossier.case
    parts = [f"第{case.round}轮"] if case.round > 1 else []
    parts += [f"应于 {case.due_date:%m-%d} 前"] if case.due_date else []
    return " ".join(parts)


def _notice_step(dossier: Dossier) -> ChainStep:
    case, entry = dossier.case, dossier.notice
    notice = entry.notice if entry else None
    label = f"公示 {notice.days} 天" if notice else "公示"
    days = f"{notice.posted_on:%m-%d} 至 {notice.ends_on:%m-%d}" if notice else ""
    count = int(dossier.facts.get("open_objections", 0))
    objections = f"异议 {count} 件未结" if count else ""
    if case.state in PASSED:
        return ChainStep(label, StepLook.DONE, when=days, note=objections or "无未结异议")
    if case.state == CaseState.POSTED:
        return ChainStep(label, StepLook.NOW, when=days, note=objections)
    if case.state == CaseState.NOTICE:
        return ChainStep("公示", StepLook.NOW, note=_now_note(dossier))
    return ChainStep("公示", StepLook.AHEAD)


def _review_step(dossier: Dossier) -> ChainStep:
    if dossier.facts.get("joint_passed") and dossier.review:
        meeting = dossier.review.review
        return ChainStep("联审", StepLook.DONE, meeting.number, f"{meeting.held_on:%m-%d}")
    if dossier.case.state == CaseState.JOINT_REVIEW:
        late = "补充名单" if dossier.case.is_supplementary else ""
        return ChainStep("联审", StepLook.NOW, note=late or _now_note(dossier))
    return ChainStep("联审", StepLook.AHEAD)


def _merge_steps(dossier: Dossier) -> Iterator[ChainStep]:
    case = dossier.case
    yield _accepted(dossier)
    told = case.rights_told_on
    done_before = case.state in {CaseState.MERGED, CaseState.LEFT}
    checks = (
        ("期初数据", bool(dossier.facts.get("opening_in_force")), ""),
        ("权益告知", told is not None, f"{told:%m-%d}" if told else ""),
        ("本人选择", case.choice != MergeChoice.UNDECIDED, MergeChoice(case.choice).label),
    )
    for label, is_met, note in checks:
        is_done = is_met or done_before
        look = StepLook.DONE if is_done else _open_look(case.state)
        yield ChainStep(label, look, note=note if is_met else "")
    when = short_day(timezone.localtime(case.confirmed_at)) if case.confirmed_at else ""
    yield ChainStep("并轨办结", StepLook.DONE if done_before else StepLook.AHEAD, when=when)


def _open_look(state: str) -> StepLook:
    return StepLook.NOW if state == CaseState.MERGING else StepLook.AHEAD
