"""Takes the figures of a project's paper: the chain at the end of a day, the money of the year."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from enrollment.queries import figures as chain
from pension.models import DistrictSetting, Officer
from performance.models import Project
from performance.rules.figures import (
    Due,
    Figures,
    Fund,
    Gaps,
    Objections,
    Payment,
    Street,
    Tally,
)
from subsidies.queries import figures as payments
from subsidies.queries.funds import published_of


def figures_of(project: Project, as_of: date, officer: Officer) -> Figures:
    """The figures of a project as of the end of a day, within what the officer sees."""
    code, year = project.district.code, project.year
    new_year, next_year = _start(date(year, 1, 1)), _start(date(year + 1, 1, 1))
    moment = chain.Moment(officer, code, _start(as_of + timedelta(days=1)))
    due = payments.due_between(officer, code, new_year, next_year)
    objections = chain.objections_between(moment, date(year, 1, 1), as_of)
    gaps = chain.evidence_gaps_at(moment)
    return Figures(
        year=year,
        as_of=as_of,
        streets=tuple(
            Street(one.name, one.reviewed, one.collected, one.under_way, one.stage.label)
            for one in chain.streets_at(moment, as_of)
        ),
        refusals=tuple(Tally(one.label, one.count) for one in chain.refusals_at(moment)),
        returns=tuple(Tally(one.label, one.count) for one in chain.returns_since(moment, new_year)),
        objections=Objections(
            objections.received, objections.upheld, objections.rejected, objections.open
        ),
        gaps=Gaps(
            gaps.not_issued,
            gaps.missing,
            gaps.without_approval,
            gaps.without_agreement,
            gaps.unmatched,
        ),
        funds=_funds(officer, code, year),
        payments=_payments(officer, code, year),
        persons_paid=payments.persons_paid_in_year(officer, code, year),
        due=Due(due.persons, due.total.count, due.total.fen, due.unpaid.count, due.unpaid.fen),
    )


def is_demo(project: Project) -> bool:
    """Whether the district's data are made up."""
    return DistrictSetting.objects.filter(district=project.district_id, is_demo=True).exists()


def _start(day: date) -> datetime:
    """The first moment of a day in the district's time."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def _funds(officer: Officer, code: str, year: int) -> tuple[Fund, ...]:
    return tuple(
        Fund(
            one.kind.value,
            one.account,
            one.amount_fen,
            one.payment_method,
            one.source,
            one.as_of.isoformat(),
        )
        for one in published_of(officer, code, year)
    )


def _payments(officer: Officer, code: str, year: int) -> tuple[Payment, ...]:
    return tuple(
        Payment(
            one.kind.label,
            one.approved.count,
            one.approved.fen,
            one.paid.count,
            one.paid.fen,
            one.again.count,
            one.again.fen,
            one.waiting.count,
            one.waiting.fen,
        )
        for one in payments.payments_of_year(officer, code, year)
    )
