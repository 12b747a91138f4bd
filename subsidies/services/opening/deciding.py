"""The second officer's decision on opening balances, and what follows from it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from enrollment.services.merging import note_opening
from pension.models import Officer
from pension.services import audit
from pension.services.steps import Outcome
from pension.vocabulary.errors import CaseError
from pension.vocabulary.money import yuan
from pension.vocabulary.posts import Post
from subsidies.models import OpeningRecord
from subsidies.queries.ledger import CHUNK, Holding, holdings_of
from subsidies.queries.overpaid import returned_whole
from subsidies.rules.vocabulary import Kind
from subsidies.services import entitlements
from subsidies.services.opening import effects
from subsidies.workflow.states import OpeningState, Origin


@transaction.atomic
def put_in_force(record_ids: Sequence[int], *, by: Officer, at: datetime) -> Outcome:
    """Put waiting records in force; each is judged by itself.

    The years that the office paid already stand in the ledger from now on, so that the database
    refuses to pay them again; contributions and the pension drawn are noted with enrollment. A
    record in force before is replaced. Refused: a record that the officer entered, one that was
    decided, a paid year that this system pays or has paid.
    """
    _require(by)
    outcome = Outcome()
    for keys in _chunks(record_ids):
        records = _held(keys, by)
        people = [record.person_id for record in records]
        entitlements.lock(people)
        holdings = holdings_of(people)
        for key in keys:
            record = next((found for found in records if found.pk == key), None)
            sentences = _why_not(record, by)
            if record is not None:
                sentences += _clashes(record, holdings.get(record.person_id, []))
            if sentences:
                outcome.refused[key] = sentences
        accepted = [record for record in records if record.pk not in outcome.refused]
        _enact(accepted, by, at)
        outcome.done += [record.pk for record in accepted]
    return outcome


@transaction.atomic
def reject(record_ids: Sequence[int], *, reason: str, by: Officer, at: datetime) -> Outcome:
    """Send waiting records back to whoever entered them, with a reason.

    A year that came back because of such a record is due again.
    """
    _require(by)
    if not reason.strip():
        raise CaseError("请填写退回的理由")
    outcome = Outcome()
    for keys in _chunks(record_ids):
        records = {record.pk: record for record in _held(keys, by)}
        for key in keys:
            sentences = _why_not(records.get(key), by)
            if sentences:
                outcome.refused[key] = sentences
        fit = [record for key, record in records.items() if key not in outcome.refused]
        entitlements.lock([record.person_id for record in fit])
        effects.free_returned_years(fit, at=at)
        _decide(fit, OpeningState.REJECTED, by, at, reason.strip())
        outcome.done += [record.pk for record in fit]
    return outcome


def _enact(records: Sequence[OpeningRecord], by: Officer, at: datetime) -> None:
    people = [record.person_id for record in records]
    earlier = {
        record.person_id: record
        for record in OpeningRecord.objects.filter(person__in=people, state=OpeningState.IN_FORCE)
    }
    OpeningRecord.objects.filter(pk__in=[record.pk for record in earlier.values()]).update(
        state=OpeningState.REPLACED
    )
    _decide(records, OpeningState.IN_FORCE, by, at)
    effects.settle_paid_years(records, at=at)
    effects.note_contributions(records, earlier, by=by, at=at)
    effects.note_drawing(records, by=by, at=at)
    note_opening(people, at=at)


def _decide(
    records: Sequence[OpeningRecord],
    state: OpeningState,
    by: Officer,
    at: datetime,
    note: str = "",
) -> None:
    OpeningRecord.objects.filter(pk__in=[record.pk for record in records]).update(
        state=state, decided_by=by, decided_at=at, decision_note=note
    )
    detail = {"reason": note} if note else {}
    deed = "期初数据生效" if state is OpeningState.IN_FORCE else "退回期初数据"
    audit.record_many(
        [audit.Deed(deed, "person", record.person_id, detail) for record in records],
        by=by,
        at=at,
    )


def _require(by: Officer) -> None:
    if not by.holds(Post.SECOND_CHECK):
        raise CaseError("期初数据由「区级复核」岗位复核")


def _held(keys: Sequence[int], by: Officer) -> list[OpeningRecord]:
    visible = OpeningRecord.objects.visible_to(by).filter(pk__in=keys)
    return list(visible.select_for_update(of=("self",)).select_related("upload").order_by("pk"))


def _why_not(record: OpeningRecord | None, by: Officer) -> list[str]:
    if record is None:
        return ["记录不存在，或不在您单位的辖区内"]
    if record.state != OpeningState.PROPOSED:
        return [f"这条期初数据{OpeningState(record.state).label}，不能再复核"]
    if record.entered_by_id == by.pk:
        return ["这条期初数据是您录入的，须由另一人复核"]
    return []


def _clashes(record: OpeningRecord, holdings: Sequence[Holding]) -> list[str]:
    """The years that are said to be paid before, but that this system pays or has paid.

    A payment that was found to be the second one and came back whole stands in nobody's way.
    """
    fixed = [
        held
        for held in holdings
        if held.kind is Kind.YEARLY
        and held.origin is Origin.ENGINE
        and held.is_fixed
        and held.year in record.paid_years
    ]
    back = returned_whole([held.entitlement_id for held in fixed])
    return [_clash(held) for held in fixed if held.entitlement_id not in back]


def _clash(held: Holding) -> str:
    """What stands against a record, where it is, and the cure."""
    said = f"{held.label}{yuan(held.amount_fen)}元"
    if held.is_settled:
        where = f"批次{held.batch}" if held.batch else "抵扣"
        return (
            f"{said}已由系统发放（{where}），不能再登记为已补助；"
            "确属重复的，请在「追回」的多付清单中提出追回，结清后再生效"
        )
    if held.is_disputed:
        return f"{said}待裁定，请先在「待裁定」中裁定"
    return f"{said}已在批次{held.batch}中，请先在该批次移出或暂缓，或等批次关闭以后再核对"


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
