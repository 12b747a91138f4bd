"""D16: a death is noted with its proof by one officer and confirmed by another.

From the confirmation on the calculation knows of it, and every account but an heir's has ended:
nothing more is paid into them, rows of batches that would be are put aside, and what is due waits
for the account of the heir, which needs two officers like every account.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from enrollment.models import BankAccount, DeathNote, Person
from enrollment.rules.categories import HolderRelation
from enrollment.services import scans
from pension.models import Officer
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post

NOTING = (Post.COMMUNITY_ENTRY, Post.STREET_ENTRY, Post.MERGE)
CONFIRMING = (Post.COMMUNITY_CONFIRM, Post.SECOND_CHECK)


@dataclass(frozen=True, slots=True)
class Death:
    """The day of death, and the paper that proves it, perhaps with its scan."""

    died_on: date
    proof: str
    scan: UploadedFile | None = None


@transaction.atomic
def note_death(person_id: int, death: Death, *, by: Officer, at: datetime) -> DeathNote:
    """Note a death; nothing changes until another officer confirms it.

    Refused: another post, a day to come or before the birth, no proof, a note that stands already,
    a scan that is none.
    """
    if not by.holds(*NOTING):
        raise CaseError("死亡登记由「社区录入」「街道经办」或「区级并轨」岗位录入")
    person = _person(person_id, by)
    _refuse_unfit(person, death, timezone.localdate(at))
    note = DeathNote.objects.create(
        person=person,
        died_on=death.died_on,
        proof=death.proof.strip(),
        scan=scans.keep(death.scan, "deaths", at=at) if death.scan else "",
        entered_by=by,
        entered_at=at,
    )
    detail = {"died_on": death.died_on.isoformat(), "proof": note.proof}
    audit.record(audit.Deed("登记死亡", "person", person.pk, detail), by=by, at=at)
    return note


@transaction.atomic
def confirm_death(person_id: int, *, by: Officer, at: datetime) -> None:
    """Confirm the waiting note: the person counts as dead, all accounts but an heir's end."""
    person = _person(person_id, by)
    note = _live(person, by)
    if note.confirmed_at is not None:
        raise CaseError("这条死亡登记已经确认，没有可办的事项")
    if note.entered_by_id == by.pk:
        raise CaseError("录入人不能确认自己登记的死亡，请由另一名经办人确认")
    DeathNote.objects.filter(pk=note.pk).update(confirmed_by=by, confirmed_at=at)
    Person.objects.filter(pk=person.pk).update(died_on=note.died_on)
    live = BankAccount.objects.filter(person=person, ended_at__isnull=True)
    ended = live.exclude(relation=HolderRelation.HEIR).update(ended_at=at)
    detail = {"died_on": note.died_on.isoformat(), "ended_accounts": ended}
    audit.record(audit.Deed("确认死亡登记", "person", person.pk, detail), by=by, at=at)


@transaction.atomic
def take_back_death(person_id: int, *, reason: str, by: Officer, at: datetime) -> None:
    """End the live note with a reason: the person counts as living again, no heir is paid any more.

    Accounts that ended stay so: they are entered anew and confirmed by a second officer.
    """
    person = _person(person_id, by)
    note = _live(person, by)
    if not reason.strip():
        raise CaseError("请填写撤销死亡登记的理由")
    DeathNote.objects.filter(pk=note.pk).update(ended_at=at, reason=reason.strip())
    Person.objects.filter(pk=person.pk).update(died_on=None)
    live = BankAccount.objects.filter(person=person, ended_at__isnull=True)
    ended = live.filter(relation=HolderRelation.HEIR).update(ended_at=at)
    detail = {"reason": reason.strip(), "ended_accounts": ended}
    audit.record(audit.Deed("撤销死亡登记", "person", person.pk, detail), by=by, at=at)


def _person(person_id: int, by: Officer) -> Person:
    visible = Person.objects.visible_to(by).select_for_update(of=("self",))
    person = visible.filter(pk=person_id).first()
    if person is None:
        raise CaseError("没有此人，或不在您单位的辖区内")
    return person


def _live(person: Person, by: Officer) -> DeathNote:
    """The note that stands; only those who confirm may settle it."""
    if not by.holds(*CONFIRMING):
        raise CaseError("死亡登记由「社区确认」或「区级复核」岗位确认或撤销")
    note = person.deaths.filter(ended_at__isnull=True).first()
    if note is None:
        raise CaseError(f"{person.name}没有待办的死亡登记")
    return note


def _refuse_unfit(person: Person, death: Death, today: date) -> None:
    sentences = []
    if person.died_on or person.deaths.filter(ended_at__isnull=True).exists():
        sentences.append(f"{person.name}已有死亡登记，有误的请先撤销")
    if death.died_on > today:
        sentences.append(f"死亡日期 {death.died_on} 在今天之后，请核对")
    if death.died_on < person.birth_date:
        sentences.append(f"死亡日期 {death.died_on} 早于出生日期 {person.birth_date}，请核对")
    if not death.proof.strip():
        sentences.append("请填写死亡证明的名称和编号")
    if sentences:
        raise CaseError(*sentences)
