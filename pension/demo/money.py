"""Plays the money side of the demo: rules, opening balances, calculations, published figures.

Where no document states a value that an amount needs, the demo takes one under the document
«演示参数», so that the working itself says that it is no policy. The ramp of the legacy scheme
before 2021, its rates from 2018 and what is due to people who draw already stay empty, so that a
newcomer sees how the engine refuses by name.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice

from enrollment.models import Case
from enrollment.rules.categories import Category, Drawing
from enrollment.services import applications, merging
from enrollment.workflow.states import CaseState, MergeChoice
from pension.demo import calendar
from pension.demo.chain import SOURCE, applications_of
from pension.demo.offices import holder
from pension.demo.places import ORIGINALS_PUBLISHED, PUBLISHED_TOTAL, STREETS, Stage
from pension.demo.residents import Resident
from pension.models import Region, RegionLevel
from pension.vocabulary.months import Month
from pension.vocabulary.posts import Post
from subsidies.queries.rule_sets import in_force
from subsidies.rules.bank_formats import CREDIT_BANK
from subsidies.rules.known_values import known_values
from subsidies.rules.parameters import Citation
from subsidies.rules.rule_values import UNLIMITED, RuleText
from subsidies.rules.vocabulary import Grade, ParameterName, SubsidyBase
from subsidies.services import bank_formats, calculations, funds, opening, rule_sets
from subsidies.services.funds import FundFigure
from subsidies.services.opening import OpeningEntry
from subsidies.workflow.states import FundKind

Say = Callable[[str], None]
DEMO = Citation("演示参数（非政策文件）")
DEMO_VALUES = (
    RuleText(ParameterName.FIRST_YEAR, "2020", DEMO),
    RuleText(ParameterName.MINIMUM_AGE, UNLIMITED, DEMO),
    RuleText(ParameterName.EMPLOYEE_CATCH_UP, "2", DEMO),
    RuleText(ParameterName.SUBSIDY_BASE, SubsidyBase.WHOLE.label, DEMO),
    RuleText(ParameterName.COUNTED_SUBSIDIES, "财政已计入个人账户的各项缴费补贴", DEMO),
)
WAN_FEN, CHUNK = 1_000_000, 500
YEARS = (2020, 2021, 2022)
FUND = "区级财政预算"
REPORT_2022 = "2022年度项目支出绩效报告（自评），公开文本"
PLAN_2021 = "2021年项目文本及绩效目标表，公开文本"
PUBLISHED_FIGURES = (
    (2022, FundKind.BUDGET, 6000 * WAN_FEN, REPORT_2022, "财政直接支付"),
    (2022, FundKind.SPENDING, 6000 * WAN_FEN, REPORT_2022, "财政直接支付"),
    (2022, FundKind.BALANCE, 0, REPORT_2022, ""),
    (2021, FundKind.BUDGET, 5878 * WAN_FEN, PLAN_2021, ""),
)
# One original enrollee in so many hasn't chosen, or changes to the employee scheme; every other
# of those who haven't chosen was not told the rights either.
UNDECIDED, EMPLOYEES, PENSION_AGE = 12, 9, 60
UNTOLD = 2 * UNDECIDED
PROOF = "演示缴费凭证"
PAID_BEFORE = 4  # one in so many was paid the year 2020 in Excel already


def install_rules(district: Region) -> None:
    """The district's rule set, proposed by one officer and put in force by another."""
    moment = calendar.at(calendar.OPENED)
    rules = rule_sets.install(
        district,
        (*known_values(district.code), *DEMO_VALUES),
        name=f"{district.name}补助规则（演示）",
        valid_from=date(2020, 3, 1),
        by=holder(Post.PREPARE, district),
        at=moment,
    )
    rule_sets.put_in_force(rules.pk, by=holder(Post.SECOND_CHECK, district), at=moment)
    bank_formats.keep(CREDIT_BANK, by=None, at=moment)


def publish_figures(district: Region) -> None:
    """Budget and spending as they were published: the same at every size of the demo."""
    figures = [
        FundFigure(
            year=year,
            kind=kind,
            account=FUND,
            amount_fen=fen,
            source=source,
            as_of=min(date(year, 12, 31), calendar.AS_OF),
            payment_method=method,
        )
        for year, kind, fen, source, method in PUBLISHED_FIGURES
    ]
    moment = calendar.at(calendar.AS_OF)
    funds.record_many(figures, by=holder(Post.PERFORMANCE, district), at=moment)


def merge_originals(district: Region, people: Iterator[Resident], count: int, say: Say) -> None:
    """Original enrollees at the merge desk: entered, opening balances vouched for, choices made."""
    number = count * ORIGINALS_PUBLISHED // PUBLISHED_TOTAL
    say(f"原参保人：{number} 人")
    clerk = holder(Post.MERGE, district)
    reviewed = [street.code for street in STREETS if street.stage is Stage.REVIEWED]
    groups = list(Region.objects.filter(level=RegionLevel.GROUP, parent__parent__code__in=reviewed))
    entered = applications.accept_many(
        applications_of(groups, islice(people, number), category=Category.ORIGINAL),
        by=clerk,
        at=calendar.at(calendar.OPENED),
        source=SOURCE,
    )
    keys = [case.pk for case in entered]
    second = holder(Post.SECOND_CHECK, district)
    applications.confirm_accounts(keys, by=second, at=calendar.at(calendar.ORIGINALS_OPENED))
    enter_openings(district, keys, calendar.ORIGINALS_OPENED)
    moment = calendar.at(calendar.MERGED)
    told = [key for number, key in enumerate(keys, 1) if number % UNTOLD]
    merging.tell_rights(told, told_on=calendar.MERGED, by=clerk, at=moment)
    choices = {key: _choice(number) for number, key in enumerate(keys, 1)}
    chosen = {key: choice for key, choice in choices.items() if choice is not None}
    merging.note_choices(chosen, by=clerk, at=moment)
    merging.merge(list(chosen), by=clerk, at=moment)


def enter_openings(district: Region, case_ids: Sequence[int], day: date) -> None:
    """The bureau's opening balances of these cases, put in force by the second officer."""
    cases = Case.objects.filter(pk__in=case_ids).select_related("person")
    entries = [_opening(case, number) for number, case in enumerate(cases.order_by("pk"), 1)]
    morning, afternoon = calendar.at(day), calendar.at(day, calendar.FOUR)
    clerk, second = holder(Post.MERGE, district), holder(Post.SECOND_CHECK, district)
    records = opening.propose_many(entries, by=clerk, at=morning, upload=None)
    opening.put_in_force([record.pk for record in records], by=second, at=afternoon)


def calculate(district: Region) -> None:
    """What is due to everybody jointly reviewed or merged; the unconfirmed get a proposal."""
    done = (CaseState.CONFIRMED, CaseState.SECOND_CHECK, CaseState.MERGED, CaseState.LEFT)
    keys = list(Case.objects.filter(state__in=done).values_list("pk", flat=True))
    rules = in_force(district.code, calendar.CALCULATED)
    clerk, moment = holder(Post.PREPARE, district), calendar.at(calendar.CALCULATED)
    for start in range(0, len(keys), CHUNK):
        calculations.calculate_many(
            keys[start : start + CHUNK],
            rules,
            judged_on=calendar.CALCULATED,
            by=clerk,
            at=moment,
        )


def _choice(key: int) -> MergeChoice | None:
    if key % UNDECIDED == 0:
        return None
    return MergeChoice.EMPLOYEE if key % EMPLOYEES == 0 else MergeChoice.RESIDENT


def _opening(case: Case, key: int) -> OpeningEntry:
    """An opening balance that follows from the case's place: the same seed, the same sums."""
    person = case.person
    draws = person.birth_date.year <= calendar.AS_OF.year - PENSION_AGE
    drawing = Drawing.RESIDENT if draws else Drawing.NONE
    if case.category == Category.ORIGINAL:
        years = YEARS[1:] if key % EMPLOYEES == 0 else ()
        return OpeningEntry(
            identity_number=person.identity_number,
            name=person.name,
            subsidy_enjoyed_fen=(5 + key % 14) * 120_000,
            contribution_years=years,
            contribution_proof=PROOF if years else "",
            drawing=drawing,
            balance_fen=(300 + key % 900) * 1000,
            legacy_start=Month(2008, 1) if key % 3 == 0 else None,
            legacy_months=96 if key % 3 == 0 else None,
            legacy_grade=Grade.MIDDLE if key % 3 == 0 else None,
            legacy_given_fen=0 if key % 3 == 0 else None,
        )
    return OpeningEntry(
        identity_number=person.identity_number,
        name=person.name,
        paid_years=YEARS[:1] if key % PAID_BEFORE == 0 else (),
        contribution_years=YEARS[: 1 + key % 3],
        contribution_proof=PROOF,
        drawing=drawing,
        subsidy_enjoyed_fen=0,
    )
