"""Finding people by whatever a clerk has at hand: name, pinyin, numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from enrollment.models import Case, Person
from enrollment.models.people import PersonQuerySet
from enrollment.queries.cases import place_of
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.text import tidy

MOST_SHOWN = 50
UNKNOWN_NUMBER = "没有这样的号码：身份证号 18 位，或后四至六位；账号须完整；受理号如 CG-2022-000001"
_IDENTITY = re.compile(r"[0-9]{17}[0-9X]")
_END_OF_IDENTITY = re.compile(r"[0-9]{3,5}[0-9X]")  # a masked number shows four
_ACCOUNT = re.compile(r"[0-9]{8,32}")
_CASE_NUMBER = re.compile(r"[A-Z]{1,6}-[0-9]{4}-[0-9]{1,8}")
_LETTERS = re.compile(r"[A-Z]{1,20}")
_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Hit:
    """A person found, masked, with the case to open: the live one, else the latest."""

    person_id: int
    name: str
    identity: str
    place: str
    case_id: int | None = None
    case_number: str = ""
    state: CaseState | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was understood of the text, what was found, and whether there is more.

    ``advice`` says what to type instead where nothing was understood.
    """

    understood: str = ""
    advice: str = ""
    hits: Sequence[Hit] = ()
    has_more: bool = False


def find(officer: Officer, text: str) -> Found:
    """People of the officer's region whom ``text`` may mean, fifty at most.

    Understood: a whole identity number, its last four to six characters, an account number, a case
    number, the initials of a name in pinyin, a name or its beginning or end.
    """
    wanted = tidy(text).replace(" ", "").upper()
    if not wanted:
        return Found(advice="请输入姓名、拼音首字母、身份证号、账号或受理号")
    known = _condition(wanted)
    if known is None:
        return Found(advice=UNKNOWN_NUMBER)
    understood, condition = known
    people = _people(officer, condition)
    hits = _hits(people[:MOST_SHOWN])
    return Found(understood, hits=hits, has_more=len(people) > MOST_SHOWN)


def begins(field: str, text: str) -> Q:
    """A condition that ``field`` begins with ``text`` and that an index answers.

    SQLite uses no index for LIKE with ESCAPE, but for a range; PostgreSQL orders by the rules of
    a language and has its own index for LIKE.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": text, f"{field}__lt": text + _LAST_CHARACTER})
    return Q(**{f"{field}__startswith": text})


def _condition(wanted: str) -> tuple[str, Q] | None:
    if _IDENTITY.fullmatch(wanted):
        return "身份证号", Q(identity_number=wanted)
    if _END_OF_IDENTITY.fullmatch(wanted):
        return f"身份证号后{len(wanted)}位", begins("identity_reversed", wanted[::-1])
    if _ACCOUNT.fullmatch(wanted):
        return "账号", Q(accounts__number=wanted)
    if _CASE_NUMBER.fullmatch(wanted):
        return "受理号", Q(cases__number=wanted)
    if _LETTERS.fullmatch(wanted):
        return "姓名拼音首字母", begins("initials", wanted.lower())
    if wanted.isascii():
        return None
    return "姓名", begins("name", wanted) | begins("name_reversed", wanted[::-1])


def _people(officer: Officer, condition: Q) -> list[Person]:
    visible: PersonQuerySet = Person.objects.visible_to(officer)
    found = visible.filter(condition).select_related("region__parent__parent").distinct()
    return list(found.order_by("pk")[: MOST_SHOWN + 1])


def _hits(people: Sequence[Person]) -> list[Hit]:
    latest: dict[int, Case] = {}
    cases = Case.objects.filter(person__in=[person.pk for person in people]).order_by("pk")
    for case in cases.only("person", "number", "state"):
        latest[case.person_id] = case
    return [_hit(person, latest.get(person.pk)) for person in people]


def _hit(person: Person, case: Case | None) -> Hit:
    return Hit(
        person_id=person.pk,
        name=person.name,
        identity=person.masked_identity,
        place=place_of(person.region),
        case_id=case.pk if case else None,
        case_number=case.number if case else "",
        state=CaseState(case.state) if case else None,
    )
