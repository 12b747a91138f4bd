"""Asks for the paper of a calculation."""

from datetime import datetime

from django.urls import reverse

from pension.models import Job, Officer
from pension.services import jobs
from subsidies.models import Calculation
from subsidies.workflow.readers import MONEY_POSTS

SHEET_JOB = jobs.declare("calculation_sheet", posts=MONEY_POSTS, queue="papers")


def request_sheet(calculation: Calculation, *, by: Officer, at: datetime) -> Job:
    """Ask for the 计算单 of a calculation; asked again within a minute it is the same job."""
    return jobs.enqueue(
        SHEET_JOB,
        key=f"{SHEET_JOB}:{calculation.pk}:{by.pk}:{at:%Y%m%d%H%M}",
        title=f"计算单 {calculation.number}",
        link=reverse("enrollment:case", args=[calculation.case_id]),
        by=by,
        at=at,
        params={"calculation": calculation.pk},
    )
