"""Who is paid and into which account, for the app above: in bulk, never a query per person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from enrollment.models import BankAccount, Case, Person
from enrollment.queries.insured import DECIDED_STATES
from pension.models import RegionLevel
from pension.vocabulary.masking import mask_identity


@dataclass(frozen=True, slots=True)
class Account:
    """An account in use: somebody entered it, somebody else let it through.

    ``holder_note`` says why it is another's; whoever confirmed the account consented to it.
    """

    bank: str
    holder: str
    number: str
    holder_note: str


@dataclass(frozen=True, slots=True)
class Payee:
    """A person as a payment names one, with the community that vouches for it."""

    person_id: int
    name: str
    identity_number: str
    community_id: int
    community: str
    account: Account | None

    @property
    def masked_identity(self) -> str:
        """The identity number for lists and prints."""
        return mask_identity(self.identity_number)


def payees(person_ids: Sequence[int]) -> dict[int, Payee]:
    """Name, community and account in use of some hundreds of people, by two queries."""
    accounts = {
        account.person_id: Account(account.bank, account.holder, account.number, account.reason)
        for account in accounts_in_use().filter(person__in=person_ids)
    }
    people = Person.objects.filter(pk__in=person_ids).select_related("region__parent")
    return {person.pk: _payee(person, accounts.get(person.pk)) for person in people}


def accounts_in_use() -> QuerySet[BankAccount]:
    """Every account that somebody let through and that hasn't ended."""
    return BankAccount.objects.filter(ended_at__isnull=True, confirmed_at__isnull=False)


def people_settled() -> QuerySet[Case, Any]:
    """Keys of all people whose live case is confirmed, merged or left: to be used in a query."""
    return Case.objects.filter(state__in=DECIDED_STATES).values("person_id")


def _payee(person: Person, account: Account | None) -> Payee:
    region = person.region
    if region.level == RegionLevel.GROUP and region.parent is not None:
        region = region.parent
    return Payee(person.pk, person.name, person.identity_number, region.pk, region.name, account)
