"""Who is paid and into which account, for the app above: in bulk, never a query per person."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case as Choice
from django.db.models import F, Q, QuerySet, When

from enrollment.models import BankAccount, Case, Person
from enrollment.queries.insured import DECIDED_STATES
from enrollment.rules.categories import HolderRelation, told_relation
from pension.models import RegionLevel
from pension.vocabulary.masking import mask_identity


class Account(NamedTuple):
    """An account in use: somebody entered it, somebody else let it through.

    ``consent`` says who holds it for the person and why («监护人：孙女未成年»); it is empty where
    it is the person's own, and where the relation was never told: nothing may be paid there then.
    """

    bank: str
    holder: str
    number: str
    consent: str


class Payee(NamedTuple):
    """A person as a payment names one, with the community that vouches for it.

    ``heir`` is the heir of a dead person whose account waits for a second officer, if one does.
    """

    person_id: int
    name: str
    identity_number: str
    community_id: int
    community: str
    account: Account | None
    died_on: date | None
    heir: str

    @property
    def masked_identity(self) -> str:
        """The identity number for lists and prints."""
        return mask_identity(self.identity_number)


def payees(person_ids: Collection[int]) -> dict[int, Payee]:
    """Name, community and account in use of some thousands of people, by three queries."""
    in_use = accounts_in_use().filter(person__among=person_ids)
    accounts = {
        person: Account(bank, holder, number, told_relation(relation, note))
        for person, bank, holder, number, relation, note in in_use.values_list(
            "person_id", "bank", "holder", "number", "relation", "holder_note"
        )
    }
    heirs = _waiting_heirs(person_ids)
    in_group = Q(region__level=RegionLevel.GROUP, region__parent__isnull=False)
    people = Person.objects.filter(pk__among=person_ids).values_list(
        "pk",
        "name",
        "identity_number",
        Choice(When(in_group, then=F("region__parent")), default=F("region")),
        Choice(When(in_group, then=F("region__parent__name")), default=F("region__name")),
        "died_on",
    )
    return {
        key: Payee(
            key, name, number, community_id, place, accounts.get(key), died_on, heirs.get(key, "")
        )
        for key, name, number, community_id, place, died_on in people
    }


def _waiting_heirs(person_ids: Collection[int]) -> dict[int, str]:
    """The heirs of those who died whose account waits for a second officer."""
    waiting = BankAccount.objects.filter(
        person__among=person_ids,
        person__died_on__isnull=False,
        relation=HolderRelation.HEIR,
        ended_at__isnull=True,
        confirmed_at__isnull=True,
    )
    return dict(waiting.values_list("person_id", "holder"))


def accounts_in_use() -> QuerySet[BankAccount]:
    """Every account that somebody let through and that hasn't ended."""
    return BankAccount.objects.filter(ended_at__isnull=True, confirmed_at__isnull=False)


def people_settled() -> QuerySet[Case, Any]:
    """Keys of all people whose live case is confirmed, merged or left: to be used in a query."""
    return Case.objects.filter(state__in=DECIDED_STATES).values("person_id")
