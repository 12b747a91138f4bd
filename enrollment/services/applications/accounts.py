"""Bank accounts from applications: they wait until a second officer lets them through.

A person's own account goes through with the community's confirmation. One in another's name waits
for a second officer who consents to it by itself, on the page of the person.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from enrollment.models import BankAccount, Case
from enrollment.services.accounts import SAME
from enrollment.services.applications.application import Application
from pension.models import Officer
from pension.services import audit, bulk

CHUNK = 500


def enter(
    cases: Sequence[Case], applications: Sequence[Application], *, by: Officer, at: datetime
) -> None:
    """Enter the accounts that applications name; one waiting account of a person replaces another.

    An account that is there already, just as named, is not entered again.
    """
    named = {
        case.person_id: _columns(application)
        for case, application in zip(cases, applications, strict=True)
        if application.account_number
    }
    people = list(named)
    for start in range(0, len(people), CHUNK):
        live = BankAccount.objects.filter(
            person__in=people[start : start + CHUNK], ended_at__isnull=True
        )
        for person, *account in live.values_list("person_id", *SAME):
            if named.get(person) == tuple(account):
                del named[person]
        live.filter(person__in=named, confirmed_at__isnull=True).update(ended_at=at)
    bulk.insert(
        BankAccount,
        ("person_id", *SAME),
        ((person, *account) for person, account in named.items()),
        entered_by_id=by.pk,
        entered_at=at,
    )


@transaction.atomic
def confirm_accounts(case_ids: Sequence[int], *, by: Officer, at: datetime) -> int:
    """Let the waiting own accounts of the cases' persons through; returns how many.

    An account in another's name waits for ``accounts.confirm_change``, one entered by ``by`` for
    somebody else. What a person used before ends.
    """
    confirmed = 0
    for start in range(0, len(case_ids), CHUNK):
        people = Case.objects.filter(pk__in=case_ids[start : start + CHUNK]).values("person_id")
        waiting = (
            BankAccount.objects.select_for_update(of=("self",))
            .filter(
                person__in=people,
                person__died_on__isnull=True,
                holder=F("person__name"),
                ended_at__isnull=True,
                confirmed_at__isnull=True,
            )
            .exclude(entered_by=by)
        )
        owners = dict(waiting.values_list("pk", "person_id"))
        BankAccount.objects.filter(
            person__in=list(owners.values()), ended_at__isnull=True, confirmed_at__isnull=False
        ).update(ended_at=at)
        BankAccount.objects.filter(pk__in=list(owners)).update(confirmed_by=by, confirmed_at=at)
        audit.record_many(
            [audit.Deed("确认收款账户", "person", person) for person in owners.values()],
            by=by,
            at=at,
        )
        confirmed += len(owners)
    return confirmed


def _columns(application: Application) -> tuple[str, ...]:
    """The account of an application in the order of ``SAME``."""
    return (
        application.bank,
        application.holder or application.name,
        application.account_number,
        str(application.relation or ""),
        application.holder_note,
    )
