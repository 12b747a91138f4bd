"""Public notices: posted, contested, closed.

A notice is one round of one community or street: its days and their kind come from the rules of
procedure in force on the day of posting.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from enrollment.models import Case, NoticeEntry, ProcedureRules, PublicNotice
from enrollment.queries import notices, procedure
from enrollment.services.moves import move
from pension.models import Officer, Region
from pension.services import audit, numbering
from pension.services.steps import Outcome, Statement
from pension.vocabulary.errors import CaseError
from pension.vocabulary.workdays import DayKind

CHUNK = 500  # keeps lists of keys below SQLite's limit of variables
NOT_YOURS = "没有这份公示，或不在您单位的辖区内"


@dataclass(frozen=True, slots=True)
class Posted:
    """The notice, and the cases that could not be put on it with their sentences."""

    notice: PublicNotice
    refused: dict[int, list[str]] = field(default_factory=dict)


@transaction.atomic
def post(
    region: Region,
    *,
    posted_on: date,
    by: Officer,
    at: datetime,
    left_out: Collection[int] = (),
    seen: str | None = None,
) -> Posted:
    """Post the cases of a community or street that wait for a notice, but those ``left_out``.

    ``seen`` is the ``fingerprint`` of the waiting cases that the officer was shown: if others wait
    now, nothing is posted. Refused: no case, a day to come or before the street's review, a value
    that the district's rules leave empty.
    """
    cases = list(notices.waiting_for_notice(by, region))
    if seen is not None and seen != notices.fingerprint(case.pk for case in cases):
        raise CaseError("名单在您查看之后有变化，没有张贴。请按刷新后的名单重新核对")
    chosen = [case for case in cases if case.pk not in set(left_out)]
    if not chosen:
        raise CaseError(f"{region.name}没有选中待公示的人员")
    _refuse_odd_day(chosen, posted_on, at)
    notice = _hang_up(region, posted_on, by, at)
    says = Statement(
        reason=f"公示 {notice.number}，至 {notice.ends_on:%Y-%m-%d}",
        columns={"due_date": notice.ends_on},
    )
    outcome = move([case.pk for case in chosen], "post_notice", by=by, at=at, says=says)
    if not outcome.done:
        raise CaseError(*_first_sentences(outcome))
    done = set(outcome.done)
    NoticeEntry.objects.bulk_create(
        NoticeEntry(notice=notice, case=case, position=position)
        for position, case in enumerate([case for case in chosen if case.pk in done], start=1)
    )
    _record("张贴公示", notice, {"people": len(done)}, by=by, at=at)
    return Posted(notice, outcome.refused)


@transaction.atomic
def close(notice_id: int, *, by: Officer, at: datetime) -> Outcome:
    """End a notice whose days are over: uncontested cases go on to the joint review together.

    Contested cases stay and are named in ``refused``; when their objections are resolved the
    notice is closed again for them. Refused: before the last day has passed, and twice.
    """
    notice = _own(notice_id, by)
    unmet = [
        c.text for c in notices.closing_checks(notice, by, timezone.localdate(at)) if not c.met
    ]
    if unmet:
        raise CaseError(*unmet)
    running = list(notice.entries.filter(ended_at__isnull=True))
    contested = notices.contested_cases(running)
    free = [entry.case_id for entry in running if entry.case_id not in contested]
    _set_end(notice, free, at)
    outcome = move(free, "close_notice", by=by, at=at)
    _set_end(notice, list(outcome.refused), None)
    for key, count in contested.items():
        outcome.refused[key] = [f"有 {count} 件异议未结"]
    if not outcome.refused:
        PublicNotice.objects.filter(pk=notice.pk).update(closed_by=by, closed_at=at)
    detail = {"passed": len(outcome.done), "staying": len(outcome.refused)}
    _record("结束公示", notice, detail, by=by, at=at)
    return outcome


def _hang_up(region: Region, posted_on: date, by: Officer, at: datetime) -> PublicNotice:
    rules = procedure.in_force(procedure.district_of(region), posted_on)
    days, kind = _days_of(rules)
    series = f"GS-{posted_on.year}"
    return PublicNotice.objects.create(
        number=f"{series}-{numbering.reserve(series, 1)[0]:04d}",
        region=region,
        posted_on=posted_on,
        days=days,
        day_kind=kind,
        ends_on=procedure.last_day(posted_on, days, kind),
        basis=rules.document[:120],
        posted_by=by,
        posted_at=at,
    )


def _days_of(rules: ProcedureRules) -> tuple[int, DayKind]:
    """How many days of which kind a notice hangs; refused by the name of what is empty."""
    if not rules.notice_days:
        raise CaseError(f"「公示天数」未录入（{rules.document}），请由区居保局补录后再张贴公示")
    if not rules.notice_day_kind:
        raise CaseError(
            f"「公示日期算法」（自然日或工作日）未录入（{rules.document}），请由区居保局补录后再张贴公示"
        )
    return rules.notice_days, DayKind(rules.notice_day_kind)


def _refuse_odd_day(cases: Sequence[Case], posted_on: date, at: datetime) -> None:
    if posted_on > timezone.localdate(at):
        raise CaseError(f"张贴日期{posted_on:%Y-%m-%d}晚于今天，请在张贴当天或之后登记")
    reviewed = max(timezone.localdate(case.state_since) for case in cases)
    if posted_on < reviewed:
        raise CaseError(f"张贴日期不能早于街道审核：名单中最后一件的审核日期是{reviewed:%Y-%m-%d}")


def _own(notice_id: int, by: Officer) -> PublicNotice:
    """Lock a notice of the officer's region."""
    found = PublicNotice.objects.visible_to(by).select_for_update(of=("self",))
    notice = found.filter(pk=notice_id).first()
    if notice is None:
        raise CaseError(NOT_YOURS)
    return notice


def _set_end(notice: PublicNotice, case_ids: Sequence[int], moment: datetime | None) -> None:
    for start in range(0, len(case_ids), CHUNK):
        keys = case_ids[start : start + CHUNK]
        NoticeEntry.objects.filter(notice=notice, case__in=keys).update(ended_at=moment)


def _first_sentences(outcome: Outcome) -> list[str]:
    """Each different reason once."""
    reasons = [sentence for sentences in outcome.refused.values() for sentence in sentences]
    return list(dict.fromkeys(reasons))


def _record(
    action: str, notice: PublicNotice, detail: dict[str, int], *, by: Officer, at: datetime
) -> None:
    deed = audit.Deed(action, "notice", notice.pk, {"number": notice.number, **detail})
    audit.record(deed, by=by, at=at)
