"""Who is paid and into which account, for the app above: in bulk, never a query per person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Choice
from django.db.models import F, Q, QuerySet, When

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
        account.person_id: Account(
            account.bank, account.holder, account.number, account.holder_note
        )
        for account in accounts_in_use().filter(person__in=person_ids)
    }
    in_group = Q(region__level=RegionLevel.GROUP, region__parent__isnull=False)
    people = Person.objects.filter(pk__in=person_ids).values_list(
        "pk",
        "name",
        "identity_number",
        Choice(When(in_group, then=F("region__parent")), default=F("region")),
        Choice(When(in_group, then=F("region__parent__name")), default=F("region__name")),
    )
    return {
        key: Payee(key, name, number, community_id, community, accounts.get(key))
        for key, name, number, community_id, community in people
    }


def accounts_in_use() -> QuerySet[BankAccount]:
    """Every account that somebody let through and that hasn't ended."""
    return BankAccount.objects.filter(ended_at__isnull=True, confirmed_at__isnull=False)


def people_settled() -> QuerySet[Case, Any]:
    """Keys of all people whose live case is confirmed, merged or left: to be used in a query."""
    return Case.objects.filter(state__in=DECIDED_STATES).values("person_id")
