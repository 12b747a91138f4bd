"""Forms that name rows by their keys, aimed at a row of some village group."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.urls import reverse

from enrollment.services.rosters import register
from enrollment.workflow.states import CaseState, MergeChoice
from pension.models import Office
from pension.vocabulary.posts import OfficeKind, Post
from subsidies.models import BatchRow, FundEntry, OpeningRecord, TransferBatch
from tests.access.homes import Home
from tests.access.kernel import upload_of
from tests.clock import NOON
from tests.factories.batches import due
from tests.factories.dues import batch_with
from tests.factories.enrollment import case_in, review, sign_roster
from tests.factories.kernel import OfficerFactory, holder, office, place
from tests.factories.rounds import opened
from tests.scopes.rows import SCOPED


@dataclass(frozen=True, slots=True)
class Attempt:
    """A form, and the row that it would change if it reached it."""

    url: str
    body: dict[str, object]
    row: models.Model


Aim = Callable[[Home, str], Attempt]
AIMS: dict[str, tuple[Post, Aim]] = {}


def by(post: Post) -> Callable[[Aim], Aim]:
    """Register a form under its name, with the post that sends it."""

    def register_aim(aim: Aim) -> Aim:
        AIMS[aim.__name__] = (post, aim)
        return aim

    return register_aim


@by(Post.SECOND_CHECK)
def bulk_decide(home: Home, group: str) -> Attempt:
    """A decision on many cases."""
    case = case_in(CaseState.SECOND_CHECK, code=group)
    url = reverse("enrollment:bulk_decide", args=["agree"])
    return Attempt(url, {"queue": "second", "keys": str(case.pk)}, case)


@by(Post.MERGE)
def merging_tell(home: Home, group: str) -> Attempt:
    """The day on which somebody was told the rights."""
    case = case_in(CaseState.MERGING, code=group)
    body = {"rows": case.pk, "told_on": "2022-10-31"}
    return Attempt(reverse("enrollment:merging_tell"), body, case)


@by(Post.MERGE)
def merging_choose(home: Home, group: str) -> Attempt:
    """What somebody chose."""
    case = case_in(CaseState.MERGING, code=group, rights_told_on=NOON.date())
    body = {f"choice-{case.pk}": MergeChoice.RESIDENT}
    return Attempt(reverse("enrollment:merging_choose"), body, case)


@by(Post.MERGE)
def merging_settle(home: Home, group: str) -> Attempt:
    """What somebody chose, noted and settled at once."""
    case = case_in(CaseState.MERGING, code=group, rights_told_on=NOON.date())
    body = {f"choice-{case.pk}": MergeChoice.RESIDENT, "rows": case.pk}
    return Attempt(reverse("enrollment:merging_settle"), body, case)


@by(Post.COMMUNITY_ENTRY)
def roster_new(home: Home, group: str) -> Attempt:
    """Somebody put on the signed roster of the own group."""
    case = case_in(CaseState.ENTERED, code=group)
    url = reverse("enrollment:roster_new", args=[place(home.group).pk])
    return Attempt(url, {"listed": case.pk, "signed_on": "2022-10-31"}, case)


@by(Post.COMMUNITY_ENTRY)
def roster(home: Home, group: str) -> Attempt:
    """Somebody taken off through the page of an own roster."""
    own = sign_roster(case_in(CaseState.ENTERED, code=home.group))
    case = case_in(CaseState.ENTERED, code=group)
    clerk = holder(Post.COMMUNITY_ENTRY, group[:12])
    register([case.pk], signed_on=NOON.date(), by=clerk, at=NOON)
    url = reverse("enrollment:roster", args=[own.pk])
    return Attempt(url, {"rows": case.pk, "reason": "演示"}, case)


@by(Post.JOINT_REVIEW)
def review_mark(home: Home, group: str) -> Attempt:
    """Somebody marked as not passed through the page of an own review."""
    own = opened(1, by=home.officer)
    is_own = group == home.group
    entry = own.entries.get() if is_own else review(case_in(CaseState.STREET, code=group))
    body = {"rows": entry.case_id, "return_to": "street", "reason": "演示"}
    return Attempt(reverse("enrollment:review_mark", args=[own.pk]), body, entry)


@by(Post.SECOND_CHECK)
def opening_decide(home: Home, group: str) -> Attempt:
    """Opening balances put in force through the page of an own workbook."""
    record = SCOPED[OpeningRecord].make(group)
    url = reverse("subsidies:opening_decide", args=[upload_of(home, "opening").pk])
    return Attempt(url, {"rows": record.pk}, record)


@by(Post.SECOND_CHECK)
def opening_typed_decide(home: Home, group: str) -> Attempt:
    """Opening balances that were typed in put in force."""
    record = SCOPED[OpeningRecord].make(group)
    return Attempt(reverse("subsidies:opening_typed_decide"), {"rows": record.pk}, record)


@by(Post.PERFORMANCE)
def fund_void(home: Home, group: str) -> Attempt:
    """A published figure voided."""
    entry = SCOPED[FundEntry].make(group)
    return Attempt(reverse("subsidies:fund_void"), {"entry": entry.pk, "reason": "演示"}, entry)


@by(Post.PREPARE)
def drop_rows(home: Home, group: str) -> Attempt:
    """A row dropped through the page of an own batch."""
    own = batch_with(due(code=home.group), by=home.officer)
    row = own.rows.get() if group == home.group else SCOPED[BatchRow].make(group)
    url = reverse("subsidies:batch_rows", args=[own.pk, "drop"])
    return Attempt(url, {"rows": row.pk, "note": "演示"}, row)


@by(Post.COMMUNITY_CONFIRM)
def flag_rows(home: Home, group: str) -> Attempt:
    """A row called wrong in a batch with rows of several communities."""
    batch = batch_with(due(code=home.group), due(code=group))
    for row in batch.rows.select_related("region__parent"):
        batch.rows.filter(pk=row.pk).update(region=row.region.parent)
    TransferBatch.objects.filter(pk=batch.pk).update(state="verifying")
    row = batch.rows.get(position=2)
    url = reverse("subsidies:batch_rows", args=[batch.pk, "flag"])
    return Attempt(url, {"rows": row.pk, "note": "演示"}, row)


@by(Post.SYSTEM)
def officer_office(home: Home, group: str) -> Attempt:
    """A colleague moved to the bureau or the street of a place."""
    colleague = OfficerFactory(office=home.office)
    url = reverse("pension:officer_office", args=[colleague.pk])
    return Attempt(url, {"office": _street_office(group).pk}, colleague)


@by(Post.COMMUNITY_ENTRY)
def case_correct(home: Home, group: str) -> Attempt:
    """A case put right: it belongs to another village group."""
    case = case_in(CaseState.ENTERED, code=f"{home.community}02", created_by=home.officer)
    url = reverse("enrollment:case_correct", args=[case.pk])
    body = {"name": case.person.name, "region": place(group).pk, "reason": "演示"}
    return Attempt(url, body, case)


def _street_office(group: str) -> Office:
    return office(OfficeKind.STREET, group[:9])
