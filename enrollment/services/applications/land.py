"""The papers of the taking: approvals and agreements, found by their names or newly noted."""

from collections.abc import Sequence
from dataclasses import dataclass

from enrollment.models import RequisitionAgreement, RequisitionApproval
from enrollment.services.applications.application import Application

Signed = tuple[int, str]  # the village group's key and the name of the agreement


@dataclass(frozen=True, slots=True)
class Papers:
    """Keys of approvals by number and of agreements by group and name."""

    approvals: dict[str, int]
    agreements: dict[Signed, int]

    def columns(self, application: Application) -> dict[str, int | None]:
        """The case columns that name the papers of an application."""
        return {
            "approval_id": self.approvals.get(application.approval),
            "agreement_id": self.agreements.get((application.region.pk, application.agreement)),
        }


def papers_of(applications: Sequence[Application]) -> Papers:
    """Find or note the papers that the applications name, and which approval an agreement has."""
    approvals = _approvals({a.approval for a in applications if a.approval})
    signed = {(a.region.pk, a.agreement) for a in applications if a.agreement}
    agreements = _agreements(signed)
    link = RequisitionAgreement.approvals.through
    pairs = {
        (agreements[a.region.pk, a.agreement], approvals[a.approval])
        for a in applications
        if a.agreement and a.approval
    }
    link._base_manager.bulk_create(
        [
            link(requisitionagreement_id=agreement, requisitionapproval_id=approval)
            for agreement, approval in sorted(pairs)
        ],
        ignore_conflicts=True,
    )
    return Papers(approvals, agreements)


def _approvals(numbers: set[str]) -> dict[str, int]:
    RequisitionApproval.objects.bulk_create(
        [RequisitionApproval(number=number) for number in sorted(numbers)], ignore_conflicts=True
    )
    found = RequisitionApproval.objects.filter(number__in=numbers)
    return dict(found.values_list("number", "pk"))


def _agreements(signed: set[Signed]) -> dict[Signed, int]:
    RequisitionAgreement.objects.bulk_create(
        [RequisitionAgreement(group_id=group, name=name) for group, name in sorted(signed)],
        ignore_conflicts=True,
    )
    found = RequisitionAgreement.objects.filter(
        group__in={group for group, _ in signed}, name__in={name for _, name in signed}
    )
    return {(group, name): key for group, name, key in found.values_list("group_id", "name", "pk")}
