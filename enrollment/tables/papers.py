"""The papers of a case and its history, ready for the parts that draw them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from enrollment.queries.dossier import Dossier
from enrollment.rules.categories import Category
from enrollment.workflow.cases import ALL_CASE_STEPS, RETURN_STEPS
from enrollment.workflow.states import CaseState, EvidenceState, RefusalReason
from pension.vocabulary.posts import Desk

CERTIFICATE = {
    EvidenceState.PRESENT: "土地确权证：已提供",
    EvidenceState.NOT_ISSUED: "土地确权证：未发证，以村民小组花名册为据",
    EvidenceState.MISSING: "土地确权证：未提供",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that a case should have, and whether it is there."""

    met: bool
    text: str


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry of the history: who did what when, and why."""

    who: str
    deed: str
    at: datetime
    note: str


def papers(dossier: Dossier) -> list[Paper]:
    """The papers of a case, present or missing: a gap is shown, it is no error (001 五)."""
    if dossier.case.category == Category.ORIGINAL:
        return list(_merge_papers(dossier))
    return list(_confirmation_papers(dossier))


def _confirmation_papers(dossier: Dossier) -> Iterator[Paper]:
    case = dossier.case
    roster = case.signed_roster
    signed = f"（{roster.signed_on:%Y-%m-%d} 签字）" if roster else "：尚未登记签字"
    yield Paper(roster is not None, f"村民小组花名册{signed}")
    yield _named("征地批文", case.approval)
    yield _named("征地协议", case.agreement)
    certificate = EvidenceState(case.certificate)
    yield Paper(certificate is not EvidenceState.MISSING, CERTIFICATE[certificate])
    desks = (Desk.AGRICULTURE, Desk.RESOURCES, *((Desk.POLICE,) if case.police_asked else ()))
    for desk in desks:
        opinion = dossier.standing(desk)
        form = "（纸质，有扫描件）" if opinion and opinion.on_paper else ""
        yield Paper(dossier.agreed(desk), f"{desk.label}意见{form}")
    yield _account(dossier)


def _merge_papers(dossier: Dossier) -> Iterator[Paper]:
    case = dossier.case
    yield Paper(bool(dossier.facts.get("opening_in_force")), "期初数据（已享受补贴、账户余额）")
    told = case.rights_told_on
    yield Paper(told is not None, f"权益告知书{f'（{told:%Y-%m-%d}）' if told else ''}")
    yield _account(dossier)


def _named(label: str, paper: object | None) -> Paper:
    return Paper(paper is not None, f"{label}：{paper}" if paper else f"{label}：未填写")


def _account(dossier: Dossier) -> Paper:
    if dossier.account is not None:
        return Paper(True, f"收款账户：{dossier.account}")
    if dossier.waiting_account is not None:
        return Paper(False, f"收款账户：{dossier.waiting_account}，待第二人确认")
    return Paper(False, "收款账户：未填写")


def history(dossier: Dossier) -> list[Happening]:
    """What happened to a case, the latest first."""
    found = []
    for event in reversed(dossier.events):
        step = ALL_CASE_STEPS.get(event.step)
        deed = step.label if step else event.step
        to_state = CaseState(event.to_state)
        if event.step in RETURN_STEPS:
            deed += f"到「{to_state.label}」"
        elif event.from_state != event.to_state:
            deed += f" → {to_state.label}"
        paper = "（代录自纸质）" if event.on_paper else ""
        who = f"{event.officer.name}（{Desk(event.desk).label}）"
        found.append(Happening(who, deed + paper, event.at, _note(event.reason_code, event.reason)))
    return found


def _note(code: str, reason: str) -> str:
    known = {member.value: member.label for member in RefusalReason}
    return "：".join(part for part in (known.get(code, ""), reason) if part)
