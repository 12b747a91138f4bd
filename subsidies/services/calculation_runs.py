"""Calculations of everybody in a region: asked for once, worked off in the background."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from enrollment.rules.categories import Category
from pension.models import Job, Officer, Region
from pension.services import audit, jobs
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import CalculationRun
from subsidies.queries import rule_sets
from subsidies.services.summaries import Summary

RUN_JOB = jobs.declare("calculate", posts=[Post.PREPARE])
DISTRICT_DIGITS = 6


@transaction.atomic
def request_run(
    region: Region,
    *,
    category: Category | None = None,
    is_of_waiting: bool = False,
    judged_on: date,
    token: str,
    by: Officer,
    at: datetime,
) -> CalculationRun:
    """Ask for a run over a region; the same ``token`` again gives the run that is there.

    ``is_of_waiting`` leaves out those whose calculation in force knows of everything entered.
    Refused for a day to come, for a day without a rule set in force, and unless ``by`` prepares
    calculations in that region.
    """
    known = CalculationRun.objects.visible_to(by).filter(token=token).first()
    if known is not None:
        return known
    _refuse(region, judged_on, by, at)
    run = CalculationRun.objects.create(
        token=token,
        region=region,
        category=category or "",
        is_of_waiting=is_of_waiting,
        judged_on=judged_on,
        rule_set=rule_sets.in_force(region.code[:DISTRICT_DIGITS], judged_on),
        requested_by=by,
        requested_at=at,
    )
    CalculationRun.objects.filter(pk=run.pk).update(job=_enqueue(run, by, at))
    return run


@transaction.atomic
def finish_run(run_id: int, summary: Summary, *, by: Officer, at: datetime) -> None:
    """Keep what a run came to; running it again after a crash writes the same place."""
    CalculationRun.objects.filter(pk=run_id).update(summary=summary.to_json(), finished_at=at)
    detail = {"persons": summary.persons, "due_fen": summary.total_fen}
    audit.record(audit.Deed("批量核算补助", "calculation_run", run_id, detail), by=by, at=at)


def _refuse(region: Region, judged_on: date, by: Officer, at: datetime) -> None:
    """Refuse a run that ``by`` may not ask for, or for a day to come."""
    if not by.holds(Post.PREPARE):
        raise CaseError("补助由「核算编制」岗位的人员核算")
    if not Region.objects.visible_to(by).filter(pk=region.pk).exists():
        raise CaseError("只能核算本区的人员")
    if judged_on > timezone.localdate(at):
        raise CaseError("基准日期不能晚于今天")


def _enqueue(run: CalculationRun, by: Officer, at: datetime) -> Job:
    return jobs.enqueue(
        RUN_JOB,
        key=f"{RUN_JOB}:{run.token}",
        title=f"{run.region.name}补助核算（基准日期{run.judged_on}）",
        by=by,
        at=at,
        params={"run": run.pk},
        link=reverse("subsidies:run", args=[run.pk]),
    )
