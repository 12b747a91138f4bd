"""A scheme that was left out at entry or that changed later, noted at the desk from its paper.

Who notes a scheme doesn't work out what is due for it: what was noted makes the person's sums
stale, and another officer works them out anew. A community or street fills in what is missing; a
scheme that stands is changed by the bureau alone, and whoever was in a scheme before gets another
one only when a second officer agrees: where money went and was counted depends on it. Original
enrollees choose at the merge desk.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from enrollment.models import Person, SchemeChange
from enrollment.rules.categories import Category, Scheme
from enrollment.services.insurance import Choice, choose_many, too_early
from enrollment.workflow.states import DEAD_STATES, CaseState
from pension.models import Officer
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post

NOTING = (Post.COMMUNITY_ENTRY, Post.STREET_ENTRY, Post.MERGE)
DECIDING = (Post.SECOND_CHECK,)
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
def note_scheme(
    person_id: int, said: SchemeChoice, *, by: Officer, at: datetime
) -> SchemeChange | None:
    """Note the scheme of a person from a day on; gives the change that waits for a second officer.

    A first scheme counts at once, and there is None. Refused: what ``hindrance`` names, a scheme
    that isn't chosen here, a day to come, before the birth, after the death or before the scheme
    in force, no paper or reason, what stands already.
    """
    person = _person(person_id, by)
    hindering = hindrance(person, by)
    if hindering:
        raise CaseError(hindering)
    _refuse_unfit(person, said, timezone.localdate(at))
    if said.scheme is _standing(person):
        raise CaseError(f"{person.name}现在登记的就是“{said.scheme.label}”，无须再登记")
    if person.enrollments.exclude(scheme=Scheme.NONE).exists():
        return _let_wait(person, said, by, at)
    choose_many([Choice(person.pk, said.from_day, said.source, said.scheme)], by=by, at=at)
    return None


@transaction.atomic
def confirm_change(person_id: int, *, by: Officer, at: datetime) -> None:
    """Let the waiting change of a person through: the new scheme counts from its day on.

    Refused: the officer who entered it, another post, a day before the scheme in force or after
    the death.
    """
    person = _person(person_id, by)
    change = _waiting(person, by)
    if late := _after_death(person, change.from_day):
        raise CaseError(late)
    _decide(change, by, at)
    choice = Choice(person.pk, change.from_day, change.source, Scheme(change.scheme))
    choose_many([choice], by=by, at=at)


@transaction.atomic
def reject_change(person_id: int, *, reason: str, by: Officer, at: datetime) -> None:
    """Do not let the waiting change through, with the reason; the scheme in force stays."""
    person = _person(person_id, by)
    change = _waiting(person, by)
    if not reason.strip():
        raise CaseError("请填写不予变更的理由")
    _decide(change, by, at, reason.strip())
    detail = {"scheme": Scheme(change.scheme).label, "reason": reason.strip()}
    audit.record(audit.Deed("不予变更参保制度", "person", person.pk, detail), by=by, at=at)


def waiting_change(person: Person) -> SchemeChange | None:
    """The change of a person that waits for a second officer."""
    waiting = person.scheme_changes.filter(decided_at__isnull=True)
    return waiting.select_related("entered_by").first()


def hindrance(person: Person, by: Officer) -> str:
    """Why this officer can't note a scheme of this person; empty when nothing hinders."""
    if not by.holds(*NOTING):
        return "参保制度由「社区录入」「街道经办」或「区级并轨」岗位登记"
    if waiting_change(person):
        return "有一项参保变更待「区级复核」确认，办完后才能再登记"
    if by.holds(Post.PREPARE):
        return "兼任「核算编制」的人员不登记参保制度，请由另一名经办人登记"
    live = person.cases.exclude(state__in=DEAD_STATES)
    if live.filter(category=Category.ORIGINAL).exclude(state=CaseState.MERGED).exists():
        return "原参保人的参保选择在「并轨」中登记，办结后才能在这里变更"
    standing = _standing(person)
    if standing is not Scheme.NONE and not by.holds(Post.MERGE):
        return f"已登记“{standing.label}”，变更由「区级并轨」岗位办理"
    return ""


def _person(person_id: int, by: Officer) -> Person:
    visible = Person.objects.visible_to(by).select_for_update(of=("self",))
    person = visible.filter(pk=person_id).first()
    if person is None:
        raise CaseError("没有此人，或不在您单位的辖区内")
    return person


def _let_wait(person: Person, said: SchemeChoice, by: Officer, at: datetime) -> SchemeChange:
    in_force = person.enrollments.filter(valid_to__isnull=True).first()
    if in_force and said.from_day < in_force.valid_from:
        raise CaseError(too_early(said.from_day, in_force.valid_from))
    change = SchemeChange.objects.create(
        person=person,
        scheme=said.scheme,
        from_day=said.from_day,
        source=said.source,
        entered_by=by,
        entered_at=at,
    )
    detail = {"scheme": said.scheme.label, "source": said.source}
    audit.record(audit.Deed("录入参保变更", "person", person.pk, detail), by=by, at=at)
    return change


def _waiting(person: Person, by: Officer) -> SchemeChange:
    if not by.holds(*DECIDING):
        raise CaseError("参保变更由「区级复核」岗位确认")
    change = waiting_change(person)
    if change is None:
        raise CaseError(f"{person.name}没有待确认的参保变更")
    if change.entered_by_id == by.pk:
        raise CaseError("录入人不能确认自己录入的参保变更，请由另一名经办人确认")
    return change


def _decide(change: SchemeChange, by: Officer, at: datetime, rejection: str = "") -> None:
    SchemeChange.objects.filter(pk=change.pk).update(
        decided_by=by, decided_at=at, rejection=rejection
    )


def _standing(person: Person) -> Scheme:
    """The scheme in force; whoever has none noted is in none."""
    noted = person.enrollments.filter(valid_to__isnull=True).values_list("scheme", flat=True)
    return Scheme(noted.first() or Scheme.NONE)


def _after_death(person: Person, from_day: date) -> str:
    """Why a scheme can't begin on a day; empty while the person lives or for a day before."""
    if person.died_on is None or from_day <= person.died_on:
        return ""
    return f"起始日期 {from_day} 晚于死亡日期 {person.died_on}，请核对"


def _refuse_unfit(person: Person, said: SchemeChoice, today: date) -> None:
    sentences = []
    if said.scheme not in CHOICES:
        sentences.append(f"“{said.scheme.label}”只在「并轨」中登记，请另选参保制度")
    if said.from_day > today:
        sentences.append(f"起始日期 {said.from_day} 在今天之后，请核对")
    if said.from_day < person.birth_date:
        sentences.append(f"起始日期 {said.from_day} 早于出生日期 {person.birth_date}，请核对")
    if late := _after_death(person, said.from_day):
        sentences.append(late)
    if not said.document.strip():
        sentences.append("请填写参保凭证的名称和编号")
    if not said.reason.strip():
        sentences.append("请填写登记理由")
    if sentences:
        raise CaseError(*sentences)
