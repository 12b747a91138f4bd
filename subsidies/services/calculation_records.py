"""Keeps calculations with their working; what equals the one in force is only noted as checked."""

from collections.abc import Sequence
from functools import lru_cache

from pension.services import audit, bulk, numbering
from subsidies.models import Calculation, CalculationLine
from subsidies.rules.decision import Line
from subsidies.services.working_out import Occasion, Worked

_CALCULATION_COLUMNS = (
    "id",
    "person_id",
    "case_id",
    "number",
    "facts",
    "decision",
    "facts_hash",
    "due_fen",
    "proposed_fen",
    "years_left",
)
_LINE_COLUMNS = (
    "calculation_id",
    "position",
    "programme",
    "label",
    "formula",
    "amount_fen",
    "document",
    "article",
    "reason",
)


def store(worked: Sequence[Worked], occasion: Occasion) -> tuple[dict[int, int], int]:
    """Keep what is new, note that the rest was checked.

    Returns the key of the calculation in force by person, and how many of them are new. Call it
    inside the transaction that worked them out, with the people locked.
    """
    known = {
        person: (key, fingerprint)
        for person, key, fingerprint in Calculation.objects.filter(
            person__among=[one.person_id for one in worked], is_current=True
        ).values_list("person_id", "pk", "facts_hash")
    }
    new = [one for one in worked if known.get(one.person_id, (0, ""))[1] != one.fingerprint]
    changed = {one.person_id for one in new}
    same = {person: key for person, (key, _) in known.items() if person not in changed}
    Calculation.objects.filter(pk__in=same.values()).update(checked_at=occasion.at)
    superseded = [key for person, (key, _) in known.items() if person in changed]
    Calculation.objects.filter(pk__in=superseded).update(is_current=False)
    return same | _insert(new, occasion), len(new)


def _insert(worked: Sequence[Worked], occasion: Occasion) -> dict[int, int]:
    """Insert calculations, their lines and their audit entries; returns the keys by person."""
    keys = bulk.reserve_keys(Calculation, len(worked))
    running = numbering.reserve(occasion.series, len(worked))
    numbers = [f"{occasion.series}-{number:06d}" for number in running]
    bulk.insert(
        Calculation,
        _CALCULATION_COLUMNS,
        map(_row, keys, numbers, worked),
        rule_set_id=occasion.rule_set.pk,
        judged_on=occasion.judged_on,
        calculated_by_id=occasion.by.pk,
        calculated_at=occasion.at,
        checked_at=occasion.at,
    )
    lines = (
        (key, *line)
        for key, one in zip(keys, worked, strict=True)
        for line in _working(one.decision.lines)
    )
    bulk.insert(CalculationLine, _LINE_COLUMNS, lines)
    deeds = list(map(_deed, numbers, worked))
    audit.record_many(deeds, by=occasion.by, at=occasion.at)
    return {one.person_id: key for key, one in zip(keys, worked, strict=True)}


def _row(key: int, number: str, one: Worked) -> bulk.Row:
    decision = one.decision
    sums = decision.total_fen, decision.proposed_fen, decision.years_left
    kept = one.facts, one.result, one.fingerprint
    return (key, one.person_id, one.case_id, number, *kept, *sums)


@lru_cache(maxsize=1024)
def _working(lines: tuple[Line, ...]) -> Sequence[bulk.Row]:
    """Position and words of each line: the same years recur together all through a run."""
    return [(position, *_line(line)) for position, line in enumerate(lines, start=1)]


@lru_cache(maxsize=4096)
def _line(line: Line) -> bulk.Row:
    """What a line of working says: the same few recur still more often."""
    programme, label, formula, amount_fen, document, article, reason = line
    return str(programme), label, formula, amount_fen, document, article, str(reason or "")


def _deed(number: str, one: Worked) -> audit.Deed:
    detail = {"number": number, "due_fen": one.decision.total_fen}
    return audit.Deed("核算补助", "case", one.case_id, detail)
