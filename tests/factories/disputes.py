"""Sums that wait for a ruling: years that were proven under a scheme that the person left."""

from enrollment.models import Case
from enrollment.rules.categories import Scheme
from pension.models import Officer
from pension.vocabulary.posts import Post
from subsidies.models import Calculation, Dispute, Entitlement
from subsidies.rules.decision import Decision
from subsidies.rules.facts import Facts
from subsidies.rules.vocabulary import Ruling
from subsidies.services import calculations, disputes
from subsidies.workflow.states import DisputeState, EntitlementState
from tests.clock import NOON
from tests.factories.batches import due
from tests.factories.dues import enroll, insured_case, rules_in_force
from tests.factories.enrollment import GROUP
from tests.factories.kernel import holder


def changed_scheme(
    by: Officer | None = None, *, years: tuple[int, ...] = (2020,), **rules: str
) -> Case:
    """A case with years found due, whose person then went over to the employee scheme."""
    rules_in_force(**rules)
    case = insured_case(years=years)
    calculate(case, by)
    enroll(case, Scheme.EMPLOYEE)
    return case


def disputed(by: Officer | None = None) -> Dispute:
    """A dispute that a calculation opened."""
    calculate(changed_scheme(by), by)
    return Dispute.objects.get()


def dispute_of(code: str = GROUP) -> Dispute:
    """A dispute about somebody of a village group, without any calculation."""
    sum_due = due(code=code)
    nothing_more = {"facts": Facts().to_json(), "decision": Decision().to_json()}
    Calculation.objects.filter(pk=sum_due.calculation_id).update(**nothing_more)
    Entitlement.objects.filter(pk=sum_due.pk).update(state=EntitlementState.DISPUTED)
    return Dispute.objects.create(
        number=f"CD-{sum_due.pk}",
        entitlement=sum_due,
        found_fen=0,
        sentence="演示：重新核算不再应补",
        state=DisputeState.OPEN,
        state_since=NOON,
        opened_at=NOON,
    )


def ruled(dispute: Dispute, ruling: Ruling = Ruling.UPHOLD, by: Officer | None = None) -> Dispute:
    """A dispute that one officer has ruled upon."""
    by = by or holder(Post.PREPARE, dispute.entitlement.person.region.code[:6])
    return disputes.rule(dispute.pk, ruling, reason="演示理由", by=by, at=NOON)


def confirmed(dispute: Dispute, ruling: Ruling = Ruling.UPHOLD) -> Dispute:
    """A dispute that two officers have ruled upon."""
    ruled(dispute, ruling)
    checker = holder(Post.SECOND_CHECK, dispute.entitlement.person.region.code[:6])
    return disputes.confirm(dispute.pk, by=checker, at=NOON)


def calculate(case: Case, by: Officer | None = None) -> None:
    """Work out a case on the day of the tests."""
    preparer = by or holder(Post.PREPARE)
    calculations.calculate(case.pk, judged_on=NOON.date(), by=preparer, at=NOON)
