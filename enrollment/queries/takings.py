"""Takings: the agreements of a region with the people on them and how their fund stands (D11)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from enrollment.models import Case, RequisitionAgreement, TakingPayment
from enrollment.models.land import AgreementQuerySet
from enrollment.queries.cases import place_of
from enrollment.rules.takings import FundStanding, TakingFund, flag, standing
from pension.models import Officer


@dataclass(frozen=True, slots=True)
class Taking:
    """An agreement in a list; ``fund`` is None where nobody entered anything."""

    key: int
    name: str
    place: str
    cases: int
    fund: TakingFund | None

    @property
    def standing(self) -> FundStanding:
        """How its fund stands."""
        return standing(self.fund)


def takings(officer: Officer) -> AgreementQuerySet:
    """The agreements that an officer sees, with their places."""
    visible = RequisitionAgreement.objects.visible_to(officer)
    return visible.select_related("group__parent__parent")


def taking_rows(agreements: Sequence[RequisitionAgreement]) -> list[Taking]:
    """The rows of agreements that came through ``takings``, by two further queries."""
    keys = [agreement.pk for agreement in agreements]
    counted = Case.objects.filter(agreement__in=keys).order_by().values_list("agreement_id")
    cases = dict(counted.annotate(count=Count("pk")))
    funds: dict[int, TakingFund] = {}
    for entry in TakingPayment.objects.filter(agreement__in=keys).order_by("pk"):
        funds[entry.agreement_id] = TakingFund(entry.due_fen, entry.paid_fen)
    return [
        Taking(
            agreement.pk,
            agreement.name,
            place_of(agreement.group),
            cases.get(agreement.pk, 0),
            funds.get(agreement.pk),
        )
        for agreement in agreements
    ]


def entries_of(agreement: RequisitionAgreement) -> list[TakingPayment]:
    """All that was entered for a taking, the latest first."""
    return list(agreement.payments.select_related("entered_by"))


def flag_of(agreement_id: int | None) -> str:
    """What a case says of its taking's fund: a note that holds nothing up; empty if all is paid."""
    if agreement_id is None:
        return ""
    latest = TakingPayment.objects.filter(agreement=agreement_id).first()
    return flag(TakingFund(latest.due_fen, latest.paid_fen) if latest else None)
