"""What the officer finds on the first page and in the navigation."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from pension.models import Officer
from pension.queries.worklist import NavItem, Tile
from pension.vocabulary.money import yuan
from pension.vocabulary.posts import Post
from subsidies.models import CommunityVerification, RuleSet, TransferBatch
from subsidies.models.batches import BatchQuerySet
from subsidies.queries.arrears import arrears, total_of
from subsidies.queries.calculations import sum_fen, waiting_entitlements
from subsidies.queries.disputes import dispute_tiles
from subsidies.queries.opening import waiting_count
from subsidies.queries.recovery_work import at_desks_of, recovery_tiles
from subsidies.queries.uncalculated import count_uncalculated
from subsidies.workflow.states import BatchState, RuleSetState

# At whose desk a batch waits.
DESKS = {
    BatchState.DRAFT: Post.PREPARE,
    BatchState.VERIFYING: Post.COMMUNITY_CONFIRM,
    BatchState.VERIFIED: Post.PREPARE,
    BatchState.LOCKED: Post.INSPECT,
    BatchState.INSPECTED: Post.DIRECTOR,
    BatchState.APPROVED: Post.CASHIER,
    BatchState.RELEASED: Post.CASHIER,
    BatchState.EXPORTED: Post.RECONCILE,
    BatchState.RETURNED: Post.RECONCILE,
    BatchState.RECONCILED: Post.RECONCILE,
}
BUREAU_READERS = (
    Post.PREPARE,
    Post.MERGE,
    Post.SECOND_CHECK,
    Post.INSPECT,
    Post.DIRECTOR,
    Post.CASHIER,
    Post.RECONCILE,
    Post.PERFORMANCE,
)
LOCAL_READERS = (
    Post.STREET_ENTRY,
    Post.STREET_REVIEW,
    Post.COMMUNITY_ENTRY,
    Post.COMMUNITY_CONFIRM,
)
WAITING_QUERY = "state=due&batched=no"


def tiles(officer: Officer, today: date) -> list[Tile]:
    """Counts of work waiting for ``officer``: what is to be worked out, paid, decided."""
    return [
        *_due_tiles(officer),
        *_batch_tiles(officer),
        *dispute_tiles(officer),
        *recovery_tiles(officer, today),
        *_opening_tiles(officer),
        *_rule_tiles(officer),
    ]


def navigation(officer: Officer, today: date) -> list[NavItem]:
    """Entries of the navigation that ``officer`` has something to do with."""
    items = []
    if officer.holds(*BUREAU_READERS, *LOCAL_READERS):
        items.append(NavItem("补助核算", reverse("subsidies:calculations")))
        items.append(NavItem("应补与已补", reverse("subsidies:entitlements")))
    if officer.holds(*BUREAU_READERS, Post.COMMUNITY_CONFIRM):
        waiting = sum(tile.count for tile in _batch_tiles(officer))
        items.append(NavItem("拨付批次", reverse("subsidies:batches"), waiting))
    if officer.holds(*BUREAU_READERS):
        items.append(NavItem("追回", reverse("subsidies:recoveries"), at_desks_of(officer).count()))
    if officer.holds(Post.MERGE, Post.SECOND_CHECK):
        items.append(NavItem("期初数据", reverse("subsidies:openings")))
    if officer.holds(*BUREAU_READERS):
        items.append(NavItem("补助规则", reverse("subsidies:rule_sets")))
    if officer.holds(Post.PREPARE, Post.PERFORMANCE, Post.DIRECTOR):
        items.append(NavItem("资金数据", reverse("subsidies:funds")))
    return items


def next_batches(officer: Officer, limit: int) -> list[TransferBatch]:
    """The batches that have waited longest at the officer's desks."""
    states = [state for state, post in DESKS.items() if officer.holds(post)]
    waiting = TransferBatch.objects.visible_to(officer).filter(state__in=states)
    return list(_without_own_word(waiting, officer).order_by("state_since")[:limit])


def _due_tiles(officer: Officer) -> Iterator[Tile]:
    """What the officer who prepares payments has before them."""
    if not officer.holds(Post.PREPARE):
        return
    uncalculated = count_uncalculated(officer)
    yield Tile("待核算", uncalculated, reverse("subsidies:uncalculated"), "新办结或有变化")
    waiting = waiting_entitlements(officer)
    url = f"{reverse('subsidies:entitlements')}?{WAITING_QUERY}"
    yield Tile("应补未补", waiting.count(), url, f"涉及 {yuan(sum_fen(waiting))} 元")
    again = total_of(arrears(officer))
    if again.rows:
        yield Tile("待补发", again.rows, reverse("subsidies:arrears"), f"涉及 {yuan(again.fen)} 元")


def _batch_tiles(officer: Officer) -> Iterator[Tile]:
    """Batches that wait at a desk of the officer's, state by state."""
    for state, post in DESKS.items():
        if not officer.holds(post):
            continue
        batches = TransferBatch.objects.visible_to(officer).filter(state=state)
        batches = _without_own_word(batches, officer)
        count = batches.count()
        if count:
            url = f"{reverse('subsidies:batches')}?state={state}"
            yield Tile(f"批次{state.label}", count, url, "拨付批次")


def _without_own_word(batches: BatchQuerySet, officer: Officer) -> BatchQuerySet:
    """Leave out batches that the officer's own community has verified already."""
    own = CommunityVerification.objects.filter(
        batch=OuterRef("pk"), round=OuterRef("round"), region__offices__officers=officer
    )
    return batches.exclude(Exists(own), state=BatchState.VERIFYING)


def _opening_tiles(officer: Officer) -> Iterator[Tile]:
    """Opening balances that somebody else entered."""
    if officer.holds(Post.SECOND_CHECK):
        count = waiting_count(officer)
        if count:
            yield Tile("期初数据待复核", count, reverse("subsidies:openings"), "复核后生效")


def _rule_tiles(officer: Officer) -> Iterator[Tile]:
    """Drafts of rule sets that somebody else proposed."""
    if not officer.holds(Post.SECOND_CHECK, Post.DIRECTOR):
        return
    drafts = RuleSet.objects.visible_to(officer).filter(state=RuleSetState.DRAFT)
    count = drafts.exclude(proposed_by=officer).count()
    if count:
        yield Tile("补助规则待复核生效", count, reverse("subsidies:rule_sets"))
