"""What was settled for good stays settled, whatever happens to the case in between."""

import pytest

from enrollment.models import Case
from enrollment.rules.categories import Category, Scheme
from enrollment.workflow.states import CaseState
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.dues import contribute, enroll, insured_case, opening, rules_in_force
from tests.factories.kernel import holder
from tests.subsidies.calculations.ledger import calculate, current, live

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("between", [None, CaseState.MERGING, CaseState.WITHDRAWN])
def test_a_full_total_settles_the_years_also_over_a_reopened_merge(
    between: CaseState | None,
) -> None:
    rules_in_force()
    preparer = holder(Post.PREPARE)
    case = insured_case(
        CaseState.MERGED,
        scheme=Scheme.RESIDENT,
        category=Category.ORIGINAL,
    )
    opening(case, subsidy_enjoyed_fen=1_600_000)
    calculate(case, preparer)
    assert current(case).decision["is_settled"]
    if between is not None:
        Case.objects.filter(pk=case.pk).update(state=between, confirmed_at=None)
        calculate(case, preparer)
        Case.objects.filter(pk=case.pk).update(state=CaseState.MERGED, confirmed_at=NOON)
    enroll(case, Scheme.EMPLOYEE)
    contribute(case, 2022, Scheme.EMPLOYEE)

    calculate(case, preparer)

    assert live(case) == []
