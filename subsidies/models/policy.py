"""Documents and the dated rule sets that rest on them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pension.models import Officer, Region, ScopedQuerySet
from subsidies.rules.known_values import WANTING_MARK
from subsidies.workflow.states import RuleSetState


class PolicyDocument(models.Model):
    """A document that rules rest on; its words may still be wanting («原文待录入»).

    ``has_text`` is whether its words are to hand: entered here, or stated by a public source.
    """

    number = models.CharField("文号", max_length=80, unique=True)
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("发文机关", max_length=80, blank=True)
    issued_on = models.DateField("发文日期", null=True, blank=True)
    has_text = models.BooleanField("原文已录入", default=False)

    class Meta:
        """By number."""

        ordering = ("number",)

    def __str__(self) -> str:
        return self.number if self.has_text else f"{self.number}{WANTING_MARK}"


class PolicyArticle(models.Model):
    """The words of one article of a document, as an officer copied them from it."""

    document = models.ForeignKey(PolicyDocument, on_delete=models.PROTECT, related_name="articles")
    label = models.CharField("条款", max_length=80)
    text = models.TextField("原文")
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("录入时间")

    class Meta:
        """An article has its words once; no words are no article."""

        ordering = ("document_id", "label")
        constraints = (
            models.UniqueConstraint(fields=("document", "label"), name="policy_article_once"),
            models.CheckConstraint(
                condition=~Q(label="") & ~Q(text=""), name="policy_article_has_words"
            ),
        )

    def __str__(self) -> str:
        return f"{self.document.number} {self.label}"


class RuleSetQuerySet(ScopedQuerySet["RuleSet"]):
    """Rule sets of the districts that the office works for."""

    region_path = "district__code"


class RuleSet(models.Model):
    """The values that a district's rules take from a day on; a change is a new set."""

    district = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="rule_sets")
    name = models.CharField("名称", max_length=80)
    version = models.PositiveSmallIntegerField("版次", default=1)
    document = models.ForeignKey(PolicyDocument, on_delete=models.PROTECT, related_name="rule_sets")
    valid_from = models.DateField("施行日期")
    valid_to = models.DateField("废止日期", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=RuleSetState.choices())
    proposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("拟定时间")
    approved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("生效时间", null=True, blank=True)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        """One set in force per district and day of entry; approved by somebody else."""

        ordering = ("district_id", "-valid_from", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("district", "valid_from"),
                condition=Q(state="in_force"),
                name="rule_set_in_force_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="rule_set_valid_forwards",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force")
                | Q(approved_by__isnull=False, approved_at__isnull=False)
                & ~Q(approved_by=F("proposed_by")),
                name="rule_set_approved_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} 第 {self.version} 版"


class RuleValue(models.Model):
    """One value of a rule set, from a month on, with the article that it rests on.

    ``value`` is text as the bureau states it; the pure rules read it. A value that is not known
    has no row, and the engine refuses by its name.
    """

    rule_set = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="values")
    name = models.CharField("参数", max_length=40)
    variant = models.CharField("档次", max_length=20, blank=True)
    from_month = models.CharField("自（年-月）", max_length=7, blank=True)
    value = models.CharField("值", max_length=80)
    document = models.ForeignKey(PolicyDocument, on_delete=models.PROTECT, related_name="+")
    article = models.CharField("条款", max_length=80, blank=True)

    class Meta:
        """A value once per set, variant and month."""

        ordering = ("rule_set_id", "name", "variant", "from_month")
        constraints = (
            models.UniqueConstraint(
                fields=("rule_set", "name", "variant", "from_month"), name="rule_value_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
