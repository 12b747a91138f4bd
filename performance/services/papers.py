"""The self-evaluation paper: opened with first words, edited, issued with frozen figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pension.models import Job, Officer
from pension.services import audit
from pension.services.jobs import declare, enqueue
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from performance.models import Paper, PaperIssue, PaperKind, Paragraph, Project
from performance.queries.figures import figures_of, is_demo
from performance.queries.worklist import READERS
from performance.rules.figures import Figures, freeze
from performance.rules.first_words import FIRST_WORDS
from performance.rules.named import NAMES, named_figures, values
from performance.rules.outline import slot_titles
from performance.rules.wording import faults, fill, tidy_paragraphs
from performance.services import projects

SELF_EVALUATION = declare(
    "self_evaluation", posts=[Post.PERFORMANCE], readers=READERS, queue="papers"
)
LONGEST_TEXT = 5000
NOT_YOURS = "没有这份报告，或不属于您单位"


@dataclass(frozen=True, slots=True)
class Edited:
    """A paragraph as it was typed, and the version that it was typed over."""

    text: str
    version: int


class StaleTextError(CaseError):
    """Others changed paragraphs meanwhile; ``current`` holds them as they are now, by slot."""

    def __init__(self, current: Mapping[str, Paragraph]) -> None:
        """Say who changed what and when."""
        titles = slot_titles()
        super().__init__(
            *(
                f"「{titles[slot]}」他人已修改：{one.edited_by.name}于"
                f"{timezone.localtime(one.edited_at):%m月%d日%H:%M}保存了新的内容，"
                "您的内容没有保存"
                for slot, one in current.items()
            )
        )
        self.current = current


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around the text: the day of the figures, the annex number, the guidance."""

    figures_as_of: date
    annex_number: str = ""
    shows_guidance: bool = False


@transaction.atomic
def begin(
    year: int, name: str, unit_name: str, setting: Setting, *, by: Officer, at: datetime
) -> Paper:
    """Enter a project and open its paper."""
    project = projects.create(year, name, unit_name, by=by, at=at)
    return open_paper(project.pk, setting, by=by, at=at)


@transaction.atomic
def open_paper(project_id: int, setting: Setting, *, by: Officer, at: datetime) -> Paper:
    """Open the self-evaluation of a project with its first words; the one that is there stays.

    Refused: another post, a day to come or before the project's year.
    """
    _insist_on_post(by)
    project = Project.objects.visible_to(by).filter(pk=project_id).first()
    if project is None:
        raise CaseError("没有这个项目，或不属于您单位")
    _refuse_odd_day(project, setting.figures_as_of, at)
    paper, created = Paper.objects.get_or_create(
        project=project,
        kind=PaperKind.SELF_EVALUATION,
        defaults={
            "annex_number": setting.annex_number.strip(),
            "figures_as_of": setting.figures_as_of,
            "shows_guidance": setting.shows_guidance,
            "created_by": by,
            "created_at": at,
        },
    )
    if created:
        Paragraph.objects.bulk_create(
            Paragraph(paper=paper, slot=slot, text=FIRST_WORDS[slot], edited_by=by, edited_at=at)
            for slot in slot_titles()
        )
        audit.record(audit.Deed("建立自评报告", "paper", paper.pk), by=by, at=at)
    return paper


@transaction.atomic
def set_out(paper_id: int, setting: Setting, *, by: Officer, at: datetime) -> None:
    """Change the day of the figures, the annex number, or whether the guidance is printed."""
    paper = _own(paper_id, by)
    _refuse_odd_day(paper.project, setting.figures_as_of, at)
    Paper.objects.filter(pk=paper.pk).update(
        figures_as_of=setting.figures_as_of,
        annex_number=setting.annex_number.strip(),
        shows_guidance=setting.shows_guidance,
    )
    detail = {"as_of": setting.figures_as_of.isoformat(), "annex": setting.annex_number.strip()}
    audit.record(audit.Deed("修改自评报告设置", "paper", paper.pk, detail), by=by, at=at)


@transaction.atomic
def edit(paper_id: int, texts: Mapping[str, Edited], *, by: Officer, at: datetime) -> list[str]:
    """Save paragraphs by slot, all or none; returns the slots that changed.

    Refused: an empty or too long text, a placeholder that no figure has (by its name), a paragraph
    that somebody else changed since (``StaleTextError``).
    """
    paper = _own(paper_id, by)
    tidied = {slot: Edited(tidy_paragraphs(one.text), one.version) for slot, one in texts.items()}
    _refuse_odd_texts(tidied)
    present = paragraphs_of(paper)
    changed = {slot: one for slot, one in tidied.items() if one.text != present[slot].text}
    stale = [
        slot
        for slot, one in changed.items()
        if not Paragraph.objects.filter(paper=paper, slot=slot, version=one.version).update(
            text=one.text, version=one.version + 1, edited_by=by, edited_at=at
        )
    ]
    if stale:
        raise StaleTextError({slot: present[slot] for slot in stale})
    if changed:
        deed = audit.Deed("修改自评报告文字", "paper", paper.pk, {"slots": sorted(changed)})
        audit.record(deed, by=by, at=at)
    return list(changed)


@transaction.atomic
def issue(paper_id: int, *, token: str, by: Officer, at: datetime) -> PaperIssue:
    """Freeze figures and text as they are and have the paper set; the same token does it once."""
    if not token:
        raise CaseError("请刷新页面后再生成报告")
    paper = _own(paper_id, by)
    number = paper.issues.count() + 1
    job = enqueue(
        SELF_EVALUATION,
        key=f"{SELF_EVALUATION}:{paper.pk}:{token}"[:160],
        title=f"{paper.project.year}年度自评报告 第{number}稿",
        by=by,
        at=at,
        link=reverse("performance:paper", args=[paper.pk]),
    )
    existing = PaperIssue.objects.filter(job=job).first()
    return existing or _freeze(paper, number, job, by, at)


def _freeze(paper: Paper, number: int, job: Job, by: Officer, at: datetime) -> PaperIssue:
    figures = figures_of(paper.project, paper.figures_as_of, by)
    made = PaperIssue.objects.create(
        paper=paper,
        number=number,
        figures=freeze(figures),
        text=said(paper, figures),
        taken_at=at,
        job=job,
        issued_by=by,
    )
    detail = {"number": number, "as_of": paper.figures_as_of.isoformat()}
    audit.record(audit.Deed("生成自评报告", "paper", paper.pk, detail), by=by, at=at)
    return made


def said(paper: Paper, figures: Figures) -> dict[str, object]:
    """The words of a paper with its figures filled in, as an issue keeps them.

    Refused: a placeholder that no figure has.
    """
    project = paper.project
    known = values(named_figures(figures, project=project.name, unit=project.unit_name))
    texts = {slot: one.text for slot, one in paragraphs_of(paper).items()}
    _refuse_odd_texts({slot: Edited(text, 0) for slot, text in texts.items()})
    return {
        "annex": paper.annex_number,
        "unit": project.unit_name,
        "project": project.name,
        "year": project.year,
        "district": project.district.name,
        "is_demo": is_demo(project),
        "shows_guidance": paper.shows_guidance,
        "paragraphs": {slot: fill(text, known) for slot, text in texts.items()},
    }


def paragraphs_of(paper: Paper) -> dict[str, Paragraph]:
    """The paragraphs by slot, in the order of the chapters."""
    found = {one.slot: one for one in paper.paragraphs.select_related("edited_by")}
    return {slot: found[slot] for slot in slot_titles()}


def _own(paper_id: int, by: Officer) -> Paper:
    """Lock a paper of the officer's district; only the performance post writes."""
    _insist_on_post(by)
    papers = Paper.objects.visible_to(by).select_for_update(of=("self",))
    paper = papers.select_related("project__district").filter(pk=paper_id).first()
    if paper is None:
        raise CaseError(NOT_YOURS)
    return paper


def _insist_on_post(by: Officer) -> None:
    if not by.holds(Post.PERFORMANCE):
        raise CaseError(f"自评报告由「{Post.PERFORMANCE.label}」岗位编写")


def _refuse_odd_day(project: Project, day: date, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise CaseError(f"数据截止日期{day}在今天之后，请改为今天或以前的日期")
    if day < date(project.year, 1, 1):
        raise CaseError(f"数据截止日期{day}早于{project.year}年度，请核对")


def _refuse_odd_texts(texts: Mapping[str, Edited]) -> None:
    titles = slot_titles()
    sentences = []
    for slot, one in texts.items():
        if slot not in titles:
            raise CaseError("报告没有这一节，请刷新页面")
        if not one.text:
            sentences.append(f"「{titles[slot]}」没有内容，没有要写的请填“无。”")
        if len(one.text) > LONGEST_TEXT:
            sentences.append(f"「{titles[slot]}」超过{LONGEST_TEXT}字，请精简")
        sentences += [f"「{titles[slot]}」{fault}" for fault in faults(one.text, NAMES)]
    if sentences:
        raise CaseError(*sentences)
