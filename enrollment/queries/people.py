"""People as lists and their own page show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from enrollment.models import (
    BankAccount,
    Case,
    Contribution,
    DeathNote,
    Person,
    SchemeChange,
    SchemeEnrollment,
)
from enrollment.models.people import PersonQuerySet
from enrollment.queries.cases import place_of
from enrollment.rules.categories import Scheme
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.masking import mask_phone
from pension.vocabulary.posts import Post


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list, numbers masked, with the latest case."""

    key: int
    name: str
    identity: str
    place: str
    phone: str
    scheme: str
    case_id: int | None
    state: CaseState | None


def person_rows(people: Sequence[Person]) -> list[PersonRow]:
    """The rows of ``people`` (with their regions) by two further queries."""
    keys = [person.pk for person in people]
    latest: dict[int, Case] = {}
    for case in Case.objects.filter(person__in=keys).order_by("pk"):
        latest[case.person_id] = case
    current = SchemeEnrollment.objects.filter(person__in=keys, valid_to__isnull=True)
    schemes = dict(current.values_list("person_id", "scheme"))
    return [_row(person, latest.get(person.pk), schemes.get(person.pk)) for person in people]


def waiting_accounts(officer: Officer) -> PersonQuerySet:
    """People whose account waits for ``officer`` to let it through.

    Own accounts handed in with an application go through with the community's confirmation, those
    of others are consented to afterwards: both are left out while the case lies there.
    """
    visible = Person.objects.visible_to(officer)
    if not officer.holds(Post.COMMUNITY_CONFIRM, Post.SECOND_CHECK):
        return visible.none()
    waiting = BankAccount.objects.filter(
        person=OuterRef("pk"), ended_at__isnull=True, confirmed_at__isnull=True
    ).exclude(entered_by=officer)
    entered = Case.objects.filter(person=OuterRef("pk"), state=CaseState.ENTERED)
    return visible.filter(Exists(waiting), ~Exists(entered))


def waiting_deaths(officer: Officer) -> PersonQuerySet:
    """People whose death somebody else noted and ``officer`` may confirm."""
    visible = Person.objects.visible_to(officer)
    if not officer.holds(Post.COMMUNITY_CONFIRM, Post.SECOND_CHECK):
        return visible.none()
    waiting = DeathNote.objects.filter(
        person=OuterRef("pk"), ended_at__isnull=True, confirmed_at__isnull=True
    ).exclude(entered_by=officer)
    return visible.filter(Exists(waiting))


def waiting_changes(officer: Officer) -> PersonQuerySet:
    """People whose change of scheme somebody else entered and ``officer`` may let through."""
    visible = Person.objects.visible_to(officer)
    if not officer.holds(Post.SECOND_CHECK):
        return visible.none()
    waiting = SchemeChange.objects.filter(person=OuterRef("pk"), decided_at__isnull=True)
    return visible.filter(Exists(waiting.exclude(entered_by=officer)))


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Everything that is known of a person."""

    person: Person
    cases: Sequence[Case]
    schemes: Sequence[SchemeEnrollment]
    contributions: Sequence[Contribution]
    accounts: Sequence[BankAccount]

    @property
    def waiting(self) -> BankAccount | None:
        """The account that waits for a second officer."""
        open_accounts = (a for a in self.accounts if a.ended_at is None)
        return next((a for a in open_accounts if a.confirmed_at is None), None)


def person_file(person: Person) -> PersonFile:
    """The file of ``person`` by four queries."""
    return PersonFile(
        person=person,
        cases=list(person.cases.select_related("region").order_by("-pk")),
        schemes=list(person.enrollments.order_by("-valid_from")),
        contributions=list(person.contributions.filter(voided_at__isnull=True).order_by("year")),
        accounts=list(person.accounts.select_related("entered_by", "confirmed_by")),
    )


def _row(person: Person, case: Case | None, scheme: str | None) -> PersonRow:
    return PersonRow(
        key=person.pk,
        name=person.name,
        identity=person.masked_identity,
        place=place_of(person.region),
        phone=mask_phone(person.phone) if person.phone else "",
        scheme=Scheme(scheme).label if scheme else "",
        case_id=case.pk if case else None,
        state=CaseState(case.state) if case else None,
    )
