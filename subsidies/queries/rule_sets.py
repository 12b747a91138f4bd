"""Dated rule sets: the one in force on a day as the rules read it, and each as a page shows it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from pension.models import Officer, Region
from pension.vocabulary.errors import CaseError
from pension.vocabulary.months import Month
from subsidies.models import RuleSet, RuleValue
from subsidies.rules.parameters import Citation, Parameters, rate_name
from subsidies.rules.rule_values import UNKNOWN, RuleText, resolve
from subsidies.rules.vocabulary import Grade, ParameterName, Programme
from subsidies.workflow.states import RuleSetState

# What can't be worked out while the value is wanting.
BLOCKS: Mapping[ParameterName, str] = {
    ParameterName.YEARLY_SUBSIDY: "所有年度缴费补助、差额补足和一次性补助",
    ParameterName.YEARS_LIMIT: "所有年度缴费补助、差额补足和一次性补助",
    ParameterName.COUNTED_SUBSIDIES: "原参保人并轨城乡居民的差额补足",
    ParameterName.DRAWING_RESIDENT: "已领取城乡居民养老金人员的补助",
    ParameterName.EMPLOYEE_CATCH_UP: "职工参保人补报以前年度的补助（当年申请不受影响）",
    ParameterName.MINIMUM_AGE: "现有和新产生被征地人员的缴费补助",
    ParameterName.FIRST_YEAR: "城乡居民、城镇职工的年度缴费补助",
    ParameterName.DEATH_YEAR_COUNTS: "已死亡人员死亡当年的补助",
    ParameterName.DEATH_STOP_MONTHS: "已死亡人员的原办法缴费补助",
    ParameterName.SUBSIDY_BASE: "原办法缴费补助和退补",
    ParameterName.RAMP: "原办法缴费补助和退补",
    ParameterName.OWED_SHARE: "按个人应缴部分计算的原办法缴费补助和退补",
    ParameterName.MONTHLY_RATE: "按档次登记的原办法缴费补助和退补",
}
EVER = "一直"


@dataclass(frozen=True, slots=True)
class StatedValue:
    """One value of a rule set in words, with where it stands."""

    value_id: int
    name: str
    since: str
    text: str
    document: str
    document_id: int
    article: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A value that nobody stated, and what it blocks."""

    name: str
    blocks: str


def in_force(district_code: str, day: date) -> RuleSet:
    """The rule set of a district on ``day``; refused by name where there is none."""
    found = (
        RuleSet.objects.filter(
            district__code=district_code, state=RuleSetState.IN_FORCE, valid_from__lte=day
        )
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
        .select_related("document", "district")
        .order_by("-valid_from")
        .first()
    )
    if found is None:
        raise CaseError(f"{day.year}年{day.month}月{day.day}日有效的补助规则未录入")
    return found


def latest_in_force(district: Region) -> RuleSet | None:
    """The rule set in force that began last, to start a new one from."""
    found = RuleSet.objects.filter(district=district, state=RuleSetState.IN_FORCE)
    return found.order_by("-valid_from").first()


def texts_of(rule_set: RuleSet) -> list[RuleText]:
    """Every value of a rule set as the pure rules take it."""
    return [_text(value) for value in rule_set.values.select_related("document")]


def parameters_of(rule_set: RuleSet, day: date) -> Parameters:
    """The rule set as the rules read it on ``day``; values that nobody stated stay absent."""
    return resolve(texts_of(rule_set), day, Citation(str(rule_set.document)))


def stated_values(rule_set: RuleSet) -> list[StatedValue]:
    """The values in the order of their names, and the articles behind the programmes last."""
    values = list(rule_set.values.select_related("document"))
    words = [*ParameterName, "", *Grade, *Programme]
    values.sort(key=lambda v: (words.index(v.name), words.index(v.variant), v.from_month))
    return [_stated(value) for value in values]


def gaps(rule_set: RuleSet) -> list[Gap]:
    """The known parameters that are empty, each with what it blocks."""
    return list(_gaps(texts_of(rule_set)))


def displaced_by(rule_set: RuleSet) -> list[str]:
    """What becomes of the sets in force when a draft is put in force, a sentence for each."""
    others = RuleSet.objects.filter(district=rule_set.district, state=RuleSetState.IN_FORCE)
    day = rule_set.valid_from
    return [
        f"{one}自{one.valid_from}起施行，将整版停用"
        if one.valid_from >= day
        else f"{one}到{day}止，不含当日"
        for one in others.exclude(valid_to__lt=day).order_by("valid_from")
    ]


def rule_sets_of(officer: Officer) -> list[RuleSet]:
    """The rule sets of the districts that ``officer`` works for, newest first."""
    found = RuleSet.objects.visible_to(officer).select_related(
        "document", "district", "proposed_by", "approved_by"
    )
    return list(found.order_by("district__code", "-valid_from", "-version"))


def _text(value: RuleValue) -> RuleText:
    return RuleText(
        ParameterName(value.name),
        value.value,
        Citation(str(value.document), value.article),
        Month.parse(value.from_month) if value.from_month else None,
        value.variant,
    )


def _stated(value: RuleValue) -> StatedValue:
    name = ParameterName(value.name)
    label = name.label
    if name is ParameterName.MONTHLY_RATE:
        label = rate_name(Grade(value.variant))
    elif name is ParameterName.BASIS:
        label = f"{name.label}：{Programme(value.variant).label}"
    since = Month.parse(value.from_month).label if value.from_month else EVER
    return StatedValue(
        value.pk,
        label,
        since,
        _words(name, value.value),
        str(value.document),
        value.document_id,
        value.article,
    )


def _words(name: ParameterName, text: str) -> str:
    """A value with its unit."""
    if text == UNKNOWN or not text.isascii():
        return text
    units = {
        ParameterName.YEARLY_SUBSIDY: "元/年",
        ParameterName.YEARS_LIMIT: "年",
        ParameterName.EMPLOYEE_CATCH_UP: "年",
        ParameterName.MINIMUM_AGE: "周岁",
        ParameterName.FIRST_YEAR: "年",
        ParameterName.DEATH_STOP_MONTHS: "个月",
        ParameterName.MONTHLY_RATE: "元/月",
    }
    return f"{text} {units[name]}" if name in units else text


def _gaps(texts: Sequence[RuleText]) -> Iterator[Gap]:
    stated = [text for text in texts if text.text != UNKNOWN]
    for name, blocks in BLOCKS.items():
        own = [text for text in stated if text.name is name]
        if name is ParameterName.MONTHLY_RATE:
            yield from _rate_gaps(texts, blocks)
        elif not own:
            yield Gap(name.label, blocks)
        elif name is ParameterName.RAMP and all(text.from_month for text in own):
            first = min(text.from_month for text in own if text.from_month)
            yield Gap(f"{first.label}以前的{name.label}", f"含有{first.label}以前月份的{blocks}")


def _rate_gaps(texts: Sequence[RuleText], blocks: str) -> Iterator[Gap]:
    """The grades without any rate, and those whose rate ends somewhere."""
    for grade in Grade:
        own = [
            text
            for text in texts
            if text.name is ParameterName.MONTHLY_RATE and text.variant == grade
        ]
        if not own:
            yield Gap(rate_name(grade), blocks)
            continue
        last = max(own, key=lambda text: text.from_month or Month(1, 1))
        if last.text == UNKNOWN and last.from_month:
            yield Gap(
                f"{last.from_month.label}起的{rate_name(grade)}",
                f"含有{last.from_month.label}以后月份的{blocks}",
            )
