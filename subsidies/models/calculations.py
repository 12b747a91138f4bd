"""Calculations with their working, and the entitlements that follow from them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from enrollment.models import Case, Person
from enrollment.rules.categories import Category
from pension.models import Job, Officer, Region, ScopedQuerySet
from pension.vocabulary.posts import OfficeKind
from subsidies.models.policy import RuleSet
from subsidies.rules.vocabulary import Channel, Kind, Payee, Programme, Reason
from subsidies.workflow.states import EntitlementState, Origin

MONEY_OFFICES = (OfficeKind.BUREAU, OfficeKind.STREET, OfficeKind.COMMUNITY)


class CalculationQuerySet(ScopedQuerySet["Calculation"]):
    """Calculations of the people that the office sees; departments without money see none."""

    region_path = "person__region__code"

    def visible_to(self, officer: Officer) -> CalculationQuerySet:
        """Only the bureau, streets and communities see what is due."""
        if officer.office is None or officer.office.kind not in MONEY_OFFICES:
            return self.none()
        return super().visible_to(officer)


class Calculation(models.Model):
    """What was found due on a day from which facts under which rule set.

    It is never changed: other facts or rules make a new one. ``checked_at`` is the last moment at
    which working it out again gave the same.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="calculations")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="calculations")
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="+")
    number = models.CharField("计算单号", max_length=32, unique=True)
    judged_on = models.DateField("基准日期")
    facts = models.JSONField("依据的事实")
    decision = models.JSONField("结果")
    facts_hash = models.CharField("事实校验值", max_length=64)
    due_fen = models.BigIntegerField("应补")
    proposed_fen = models.BigIntegerField("拟补助（身份未确认）", default=0)
    years_left = models.PositiveSmallIntegerField("剩余年数", null=True)
    is_current = models.BooleanField("现行", default=True)
    calculated_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    calculated_at = models.DateTimeField("核算时间")
    checked_at = models.DateTimeField("最近核对时间")

    objects = CalculationQuerySet.as_manager()

    class Meta:
        """One current calculation per person."""

        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(is_current=True), name="calculation_one_current"
            ),
            models.CheckConstraint(
                condition=Q(due_fen__gte=0, proposed_fen__gte=0),
                name="calculation_never_negative",
            ),
        )

    def __str__(self) -> str:
        return self.number


class CalculationLine(models.Model):
    """One line of the working: label, formula in words, amount, article and document."""

    calculation = models.ForeignKey(Calculation, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField("序号")
    programme = models.CharField("项目", max_length=4, choices=Programme.choices(), blank=True)
    label = models.CharField("步骤", max_length=80)
    formula = models.CharField("怎样算", max_length=300, blank=True)
    amount_fen = models.BigIntegerField("金额", null=True)
    document = models.CharField("依据文件", max_length=120, blank=True)
    article = models.CharField("条款", max_length=80, blank=True)
    reason = models.CharField("不予补助原因", max_length=20, choices=Reason.choices(), blank=True)

    class Meta:
        """In the order of the working."""

        ordering = ("calculation_id", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("calculation", "position"), name="calculation_line_once"
            ),
        )

    def __str__(self) -> str:
        return self.label


class CalculationRunQuerySet(ScopedQuerySet["CalculationRun"]):
    """Runs over the regions that the bureau works for; nobody else sees them."""

    region_path = "region__code"

    def visible_to(self, officer: Officer) -> CalculationRunQuerySet:
        """Only the bureau runs calculations."""
        return super().visible_to(officer) if officer.is_bureau else self.none()


class CalculationRun(models.Model):
    """One calculation of everybody in a region, with what came out; ``token`` makes it run once.

    One ``is_of_waiting`` works out those alone who waited for it: 待核算.
    """

    token = models.CharField("幂等键", max_length=36, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    category = models.CharField("人员类别", max_length=12, choices=Category.choices(), blank=True)
    is_of_waiting = models.BooleanField("只核算待核算的", default=False)
    judged_on = models.DateField("基准日期")
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="+")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, null=True, related_name="+")
    summary = models.JSONField("结果", default=dict)
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("提交时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = CalculationRunQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.region} {self.judged_on} 核算"


class EntitlementQuerySet(ScopedQuerySet["Entitlement"]):
    """Entitlements of the people that the office sees; departments without money see none."""

    region_path = "person__region__code"

    def visible_to(self, officer: Officer) -> EntitlementQuerySet:
        """Only the bureau, streets and communities see what is due."""
        if officer.office is None or officer.office.kind not in MONEY_OFFICES:
            return self.none()
        return super().visible_to(officer)

    def live(self) -> EntitlementQuerySet:
        """Those that count: due, disputed or settled."""
        return self.exclude(state=EntitlementState.CANCELLED)


class Entitlement(models.Model):
    """An amount that a person has a right to: one live per person, kind and year.

    ``year`` is 0 for what is given once. Rows of origin OPENING stand for what the office paid
    before this system, so that it can't be paid again; their amount may be unknown (0).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="entitlements")
    calculation = models.ForeignKey(
        Calculation, on_delete=models.PROTECT, null=True, related_name="entitlements"
    )
    kind = models.CharField("类别", max_length=16, choices=Kind.choices())
    programme = models.CharField("项目", max_length=4, choices=Programme.choices(), blank=True)
    year = models.PositiveSmallIntegerField("年度", default=0)
    amount_fen = models.BigIntegerField("金额")
    channel = models.CharField("渠道", max_length=20, choices=Channel.choices())
    payee = models.CharField("收款人", max_length=10, choices=Payee.choices(), default=Payee.PERSON)
    origin = models.CharField("来源", max_length=10, choices=Origin.choices())
    state = models.CharField("状态", max_length=12, choices=EntitlementState.choices())
    created_at = models.DateTimeField("产生时间")
    settled_at = models.DateTimeField("发放时间", null=True, blank=True)
    cancelled_at = models.DateTimeField("作废时间", null=True, blank=True)
    cancel_reason = models.CharField("作废原因", max_length=200, blank=True)

    objects = EntitlementQuerySet.as_manager()

    class Meta:
        """The database holds: a year pays once, a right from the engine names its working."""

        ordering = ("person_id", "year", "kind")
        indexes = (models.Index(fields=("state", "channel"), name="entitlement_queue"),)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "kind", "year"),
                condition=~Q(state="cancelled"),
                name="entitlement_one_live",
            ),
            models.CheckConstraint(
                condition=Q(origin="engine", calculation__isnull=False, amount_fen__gt=0)
                | Q(origin="opening", amount_fen__gte=0) & ~Q(state__in=("due", "disputed")),
                name="entitlement_has_working",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(settled_at__isnull=False),
                name="entitlement_settled_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled")
                | Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""),
                name="entitlement_cancelled_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind="yearly") | Q(year__gte=1990),
                name="entitlement_yearly_has_year",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(settled_at__gte=F("created_at")),
                name="entitlement_settled_after_created",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {Kind(self.kind).label} {self.year or ''}".strip()
