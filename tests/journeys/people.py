"""Who works and who is worked for in the story, by the names of the demo."""

from datetime import date

from enrollment.models import Case
from enrollment.workflow.states import CaseState

NEWCOMERS_CLERK, NEWCOMERS_CONFIRMER = "sq003001_luru", "sq003001_queren"
STREET_CLERK, STREET_REVIEWER = "jd003_jingban", "jd003_shenhe"
STREET = "斗南街道"
BY_HAND, BY_HAND_BORN = "演示手工录入", date(1966, 5, 4)


def case(key: int) -> Case:
    """The case as the database has it now, with its person."""
    return Case.objects.select_related("person").get(pk=key)


def states(keys: list[int]) -> set[CaseState]:
    """The states in which these cases are."""
    found = Case.objects.filter(pk__in=keys).values_list("state", flat=True)
    return {CaseState(state) for state in found}
