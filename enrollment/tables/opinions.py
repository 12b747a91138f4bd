"""What the desks said on a case, with what they confirmed and the paper it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from enrollment.models import DeskOpinion
from enrollment.queries.dossier import Dossier
from enrollment.tables.comparison import LABELS
from enrollment.workflow.states import EvidenceState, Opinion
from pension.vocabulary.posts import Desk


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """One opinion, ready to be shown; one that was set aside stays readable."""

    desk: str
    word: str
    tone: str
    text: str
    facts: str
    paper: str
    scan_url: str
    who: str
    at: datetime
    round: int


def opinion_lines(dossier: Dossier) -> list[OpinionLine]:
    """Every opinion of every round, in the order in which they were given."""
    return [_line(opinion) for opinion in dossier.opinions]


def _line(opinion: DeskOpinion) -> OpinionLine:
    word, tone = Opinion(opinion.opinion).label, "ok"
    if opinion.opinion == Opinion.DISAGREE:
        tone = "bad"
    if opinion.set_aside_at is not None:
        word, tone = f"{word}（退回后作废）", ""
    paper = scan_url = ""
    if opinion.on_paper and opinion.signed_on:
        paper = f"代录自纸质：{opinion.signed_by} {opinion.signed_on:%Y-%m-%d} 签字"
        scan_url = reverse("enrollment:opinion_scan", args=[opinion.pk])
    return OpinionLine(
        desk=Desk(opinion.desk).label,
        word=word,
        tone=tone,
        text=opinion.text,
        facts=opinion_facts(opinion.confirmed),
        paper=paper,
        scan_url=scan_url,
        who=opinion.officer.name,
        at=opinion.at,
        round=opinion.round,
    )


def opinion_facts(confirmed: Mapping[str, str | None]) -> str:
    """The facts in words: «家庭人口 4，征地前面积（亩） 3.20»."""
    words = []
    for name, value in confirmed.items():
        if name == "certificate" and value:
            words.append(f"确权证{EvidenceState(value).label}")
        elif value is not None:
            words.append(f"{LABELS.get(name, name)} {value}")
    return "，".join(words)
