"""A scheme that was left out at entry or that changed later, noted at the desk from its paper.

Who notes a scheme doesn't work out what is due for it: what was noted makes the person's sums
stale, and another officer works them out anew. A community or street fills in what is missing; a
scheme that stands is changed by the bureau alone. Original enrollees choose at the merge desk.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from enrollment.models import Person
from enrollment.rules.categories import Category, Scheme
from enrollment.services.insurance import Choice, choose_many
from enrollment.workflow.states import DEAD_STATES, CaseState
from pension.models import Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post

NOTING = (Post.COMMUNITY_ENTRY, Post.STREET_ENTRY, Post.MERGE)
CHOICES = (Scheme.RESIDENT, Scheme.EMPLOYEE, Scheme.NONE)


@dataclass(frozen=True, slots=True)
class SchemeChoice:
    """A scheme from a day on, the paper that shows it and why it is noted now."""

    scheme: Scheme
    from_day: date
    document: str
    reason: str

    @property
    def source(self) -> str:
        """How the row of the scheme names where it comes from."""
        return f"{self.document.strip()}：{self.reason.strip()}"


@transaction.atomic
def note_scheme(person_id: int, said: SchemeChoice, *, by: Officer, at: datetime) -> None:
    """Note the scheme of a person from a day on.

    Refused: what ``hindrance`` names, a scheme that isn't chosen here, a day to come, before the
    birth, after the death or before the scheme in force, no paper or reason, what stands already.
    """
    visible = Person.objects.visible_to(by).select_for_update(of=("self",))
    person = visible.filter(pk=person_id).first()
    if person is None:
        raise CaseError("没有此人，或不在您单位的辖区内")
    hindering = hindrance(person, by)
    if hindering:
        raise CaseError(hindering)
    _refuse_unfit(person, said, timezone.localdate(at))
    choice = Choice(person.pk, said.from_day, said.source, said.scheme)
    if not choose_many([choice], by=by, at=at):
        raise CaseError(f"{person.name}现在登记的就是“{said.scheme.label}”，无须再登记")


def hindrance(person: Person, by: Officer) -> str:
    """Why this officer can't note a scheme of this person; empty when nothing hinders."""
    if not by.holds(*NOTING):
        return "参保制度由「社区录入」「街道经办」或「区级并轨」岗位登记"
    if by.holds(Post.PREPARE):
        return "兼任「核算编制」的人员不登记参保制度，请由另一名经办人登记"
    live = person.cases.exclude(state__in=DEAD_STATES)
    if live.filter(category=Category.ORIGINAL).exclude(state=CaseState.MERGED).exists():
        return "原参保人的参保选择在「并轨」中登记，办结后才能在这里变更"
    standing = _standing(person)
    if standing is not Scheme.NONE and not by.holds(Post.MERGE):
        return f"已登记“{standing.label}”，变更由「区级并轨」岗位办理"
    return ""


def _standing(person: Person) -> Scheme:
    """The scheme in force; whoever has none noted is in none."""
    noted = person.enrollments.filter(valid_to__isnull=True).values_list("scheme", flat=True)
    return Scheme(noted.first() or Scheme.NONE)


def _refuse_unfit(person: Person, said: SchemeChoice, today: date) -> None:
    sentences = []
    if said.scheme not in CHOICES:
        sentences.append(f"“{said.scheme.label}”只在「并轨」中登记，请另选参保制度")
    if said.from_day > today:
        sentences.append(f"起始日期 {said.from_day} 在今天之后，请核对")
    if said.from_day < person.birth_date:
        sentences.append(f"起始日期 {said.from_day} 早于出生日期 {person.birth_date}，请核对")
    if person.died_on and said.from_day > person.died_on:
        sentences.append(f"起始日期 {said.from_day} 晚于死亡日期 {person.died_on}，请核对")
    if not said.document.strip():
        sentences.append("请填写参保凭证的名称和编号")
    if not said.reason.strip():
        sentences.append("请填写登记理由")
    if sentences:
        raise CaseError(*sentences)
