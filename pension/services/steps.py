"""The one function that takes a step: lock, guards, state, event, desk, audit at once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from pension.models import DeskHolding, Officer, StepEvent, Stepped
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.labels import Labelled
from pension.vocabulary.posts import Desk
from pension.vocabulary.transitions import (
    Check,
    Step,
    Subject,
    checks,
    desk_of,
    destination,
    why_not,
)

Facts = Mapping[int, Mapping[str, Any]]
CHUNK = 500  # keeps lists of keys below SQLite's limit of variables


@dataclass(frozen=True)
class Machine:
    """Binds a pure step table to its tables.

    ``facts`` answers, for locked records, what the guards want to know: a mapping per key.
    ``deadlines`` answers, for records that enter a state at a moment, by which day they are due
    there; records that it leaves out keep the day they have.
    """

    name: str
    record: type[Stepped]
    event: type[StepEvent]
    holding: type[DeskHolding]
    states: type[Labelled]
    table: Mapping[str, Step]
    facts: Callable[[Sequence[Any]], Facts]
    deadlines: Callable[[Sequence[Any], Any, datetime], Mapping[int, date | None]] | None = None


@dataclass(slots=True)
class Outcome:
    """Keys for which the step was taken, and the refused ones with their sentences."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statement:
    """What the officer says with a step."""

    reason: str = ""
    reason_code: str = ""
    on_paper: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)  # e.g. the step to return to
    columns: Mapping[str, Any] = field(default_factory=dict)  # written with the state


NOTHING_SAID = Statement()


def take(
    machine: Machine,
    key: int,
    step_name: str,
    *,
    by: Officer,
    at: datetime,
    says: Statement = NOTHING_SAID,
) -> None:
    """Take a step on one record, or refuse with every reason (``CaseError``)."""
    outcome = take_many(machine, [key], step_name, by=by, at=at, says=says)
    if key in outcome.refused:
        raise CaseError(*outcome.refused[key])


@transaction.atomic
def take_many(
    machine: Machine,
    keys: Sequence[int],
    step_name: str,
    *,
    by: Officer,
    at: datetime,
    says: Statement = NOTHING_SAID,
) -> Outcome:
    """Take the same step on many records; those that refuse stay untouched and are reported.

    A record that is not there any more is refused too. The caller has already narrowed ``keys``
    to what ``by`` may see.
    """
    step = machine.table[step_name]
    if step.needs_reason and not says.reason.strip():
        raise CaseError(f"请填写「{step.label}」的理由")
    outcome = Outcome()
    for start in range(0, len(keys), CHUNK):
        _take_chunk(machine, keys[start : start + CHUNK], step_name, by, at, says, outcome)
    return outcome


def conditions(
    machine: Machine, record: Stepped, step_name: str, *, by: Officer, on_paper: bool = False
) -> list[Check]:
    """Every condition of a step on ``record`` with whether it is met now, for the page."""
    seen = subject(machine, record, by=by)
    return checks(machine.table[step_name], seen, by.actor, on_paper=on_paper)


def subject(
    machine: Machine, record: Stepped, *, by: Officer, known: Mapping[str, Any] | None = None
) -> Subject:
    """What the guards see of ``record`` when ``by`` acts: for asking about many steps at once.

    ``known`` are its facts, where the page has gathered them already.
    """
    facts = machine.facts([record]) if known is None else {record.pk: known}
    return _subjects(machine, [record], by, facts, {})[record.pk]


def _take_chunk(
    machine: Machine,
    keys: Sequence[int],
    step_name: str,
    by: Officer,
    at: datetime,
    says: Statement,
    outcome: Outcome,
) -> None:
    step = machine.table[step_name]
    records = list(_rows(machine.record).select_for_update().filter(pk__in=keys).order_by("pk"))
    for missing in set(keys) - {record.pk for record in records}:
        outcome.refused[missing] = ["记录不存在或已被删除"]
    subjects = _subjects(machine, records, by, machine.facts(records), says.facts)
    moves: dict[Labelled, list[Stepped]] = defaultdict(list)
    for record in records:
        refusals = why_not(step, subjects[record.pk], by.actor, on_paper=says.on_paper)
        if refusals:
            outcome.refused[record.pk] = refusals
        else:
            moves[destination(step, subjects[record.pk])].append(record)
    for state, movers in moves.items():
        _move(machine, step_name, movers, state, by, at, says)
        outcome.done += [record.pk for record in movers]


def _move(
    machine: Machine,
    step_name: str,
    records: Sequence[Stepped],
    state: Labelled,
    by: Officer,
    at: datetime,
    says: Statement,
) -> None:
    step = machine.table[step_name]
    keys = [record.pk for record in records]
    columns: dict[str, Any] = {**says.columns, "state": state}
    staying = [record.pk for record in records if record.state == state]
    leaving = [record.pk for record in records if record.state != state]
    _rows(machine.record).filter(pk__in=staying).update(**columns)
    _rows(machine.record).filter(pk__in=leaving).update(**columns, state_since=at)
    if "due_date" not in columns:
        _set_deadlines(machine, [r for r in records if r.state != state], state, at)
    _hold_desks(machine.holding, keys, desk_of(step, on_paper=says.on_paper), by)
    _note_events(machine, step_name, records, state, by, at, says)
    audit.record_many(
        [
            audit.Deed(step.label, machine.name, record.pk, _said(machine, record, state, says))
            for record in records
        ],
        by=by,
        at=at,
    )


def _note_events(
    machine: Machine,
    step_name: str,
    records: Sequence[Stepped],
    state: Labelled,
    by: Officer,
    at: datetime,
    says: Statement,
) -> None:
    event: Any = machine.event  # concrete classes add ``record``
    _rows(machine.event).bulk_create(
        event(
            record=record,
            step=step_name,
            from_state=record.state,
            to_state=state,
            desk=machine.table[step_name].desk,
            round=record.round,
            officer=by,
            at=at,
            reason=says.reason.strip(),
            reason_code=says.reason_code,
            on_paper=says.on_paper,
        )
        for record in records
    )


def _set_deadlines(
    machine: Machine, records: Sequence[Stepped], state: Labelled, at: datetime
) -> None:
    """Write the day by which the records that entered ``state`` are due there."""
    if machine.deadlines is None or not records:
        return
    keys_by_day: dict[date | None, list[int]] = defaultdict(list)
    for key, day in machine.deadlines(records, state, at).items():
        keys_by_day[day].append(key)
    for day, keys in keys_by_day.items():
        _rows(machine.record).filter(pk__in=keys).update(due_date=day)


def _said(machine: Machine, record: Stepped, state: Labelled, says: Statement) -> dict[str, Any]:
    before = machine.states(record.state)
    said: dict[str, Any] = {"from": before.label, "to": state.label, "round": record.round}
    if says.reason:
        said["reason"] = says.reason
    if says.reason_code:
        said["reason_code"] = says.reason_code
    if says.on_paper:
        said["on_paper"] = True
    return said


def _hold_desks(holding: type[DeskHolding], keys: Sequence[int], desk: Desk, by: Officer) -> None:
    """Note the desk; a holding at a shared desk stays, a strange one can't be here."""
    rows = _rows(holding)
    held = set(rows.filter(record_id__in=keys, officer=by).values_list("record_id", flat=True))
    new: Any = holding  # concrete classes add ``record``
    rows.bulk_create(new(record_id=key, officer=by, desk=desk) for key in keys if key not in held)


def _subjects(
    machine: Machine,
    records: Sequence[Stepped],
    by: Officer,
    facts: Facts,
    extra: Mapping[str, Any],
) -> dict[int, Subject]:
    keys = [record.pk for record in records]
    used: dict[int, set[Desk]] = defaultdict(set)
    holdings = _rows(machine.holding).filter(record_id__in=keys, officer=by)
    for key, desk in holdings.values_list("record_id", "desk"):
        used[key].add(Desk(desk))
    return {
        record.pk: Subject(
            state=machine.states(record.state),
            desks_of_actor=frozenset(used[record.pk]),
            facts={"actor_id": by.pk, **facts.get(record.pk, {}), **extra},
        )
        for record in records
    }


def _rows(model: type[models.Model]) -> models.QuerySet[Any]:
    return model._base_manager.all()
