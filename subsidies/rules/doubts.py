"""Contradictions and gaps in the facts that refuse nothing, but that an officer should see."""

from collections.abc import Iterator

from enrollment.rules.categories import Category, Drawing, Scheme
from pension.vocabulary.identity_numbers import age_on
from subsidies.rules.facts import Facts
from subsidies.rules.parameters import Parameters
from subsidies.rules.vocabulary import DrawingRule

# The resident pension is drawn from the 60th birthday on.
PENSION_AGE = 60


def doubts(facts: Facts, parameters: Parameters) -> Iterator[str]:
    """Yield one Chinese sentence for each doubt."""
    if facts.category is Category.ORIGINAL:
        yield from _doubt_years_outside_enjoyed(facts, parameters)
    else:
        yield from _doubt_age_at_taking(facts, parameters)
    yield from _doubt_drawing(facts)
    if facts.died_on is not None and _is_due_all_at_once(facts, parameters):
        yield (
            f"本人已于{facts.died_on}死亡，一次性计入个人账户的补助是否仍应计发，文件没有规定，请核对"
        )


def _doubt_years_outside_enjoyed(facts: Facts, parameters: Parameters) -> Iterator[str]:
    """Years paid before should be inside G."""
    if facts.enjoyed_fen is None or not facts.used_years or parameters.yearly_subsidy is None:
        return
    if facts.used_years * parameters.yearly_subsidy.value > facts.enjoyed_fen:
        yield "已享受政府补贴少于已补助年数应有的金额，请核对是否漏计"


def _doubt_age_at_taking(facts: Facts, parameters: Parameters) -> Iterator[str]:
    """A minimum age that can't be tested."""
    minimum = parameters.minimum_age
    if minimum is None or minimum.value is None:
        return
    if facts.birth is None or facts.taken_on is None:
        yield "出生日期或征地时间未填，征地时的年龄没有核对"


def _doubt_drawing(facts: Facts) -> Iterator[str]:
    """A pension drawn, or not drawn, against the age on the day of calculation."""
    if facts.birth is None or facts.judged_on is None or facts.scheme is not Scheme.RESIDENT:
        return
    is_of_age = age_on(facts.birth, facts.judged_on) >= PENSION_AGE
    if is_of_age and facts.drawing is Drawing.NONE:
        yield f"基准日已满{PENSION_AGE}周岁，登记为未领取待遇，请核对"
    if not is_of_age and facts.drawing is Drawing.RESIDENT:
        yield f"基准日未满{PENSION_AGE}周岁，登记为已领取居民养老待遇，请核对"


def _is_due_all_at_once(facts: Facts, parameters: Parameters) -> bool:
    """Whether all years are credited by one sum, which no year of death bounds (D2, D9)."""
    if facts.scheme is not Scheme.RESIDENT or facts.is_topped_up:
        return False
    if facts.category is Category.ORIGINAL:
        return facts.drawing is not Drawing.EMPLOYEE
    rule = parameters.drawing_resident
    return facts.drawing is Drawing.RESIDENT and rule is not None and rule.value is DrawingRule.LUMP
