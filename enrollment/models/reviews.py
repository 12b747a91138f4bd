"""Joint reviews: a street's list before the district's departments together (001 二, 三)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from enrollment.models.cases import Case
from enrollment.workflow.states import CaseState, Opinion
from pension.models import Officer, Region, ScopedQuerySet
from pension.vocabulary.labels import Labelled


class ReviewState(Labelled):
    """Where a joint review is."""

    OPEN = "open", "进行中"
    CONCLUDED = "concluded", "已办结"
    CANCELLED = "cancelled", "已取消"


class JointReviewQuerySet(ScopedQuerySet["JointReview"]):
    """Reviews, seen from the office of the street."""

    region_path = "street__code"


class JointReview(models.Model):
    """One meeting over a street's list; late-comers go on a supplementary list."""

    number = models.CharField("编号", max_length=32, unique=True)
    street = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="joint_reviews")
    is_supplementary = models.BooleanField("补充名单", default=False)
    held_on = models.DateField("联审日期")
    state = models.CharField(
        "状态", max_length=10, choices=ReviewState.choices(), default=ReviewState.OPEN
    )
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("建立时间")
    concluded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField("办结时间", null=True, blank=True)
    cancelled_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)
    cancel_reason = models.CharField("取消理由", max_length=200, blank=True)

    objects = JointReviewQuerySet.as_manager()

    class Meta:
        """One open review per street; concluded means by whom, cancelled also why."""

        ordering = ("-held_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("street",), condition=Q(state="open"), name="review_one_open_per_street"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=("open", "cancelled"),
                    concluded_at__isnull=True,
                    concluded_by__isnull=True,
                )
                | Q(state="concluded", concluded_at__isnull=False, concluded_by__isnull=False),
                name="review_concluded_has_who",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled")
                & Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancel_reason="")
                | Q(state="cancelled", cancelled_at__isnull=False, cancelled_by__isnull=False)
                & ~Q(cancel_reason=""),
                name="review_cancelled_has_reason",
            ),
        )

    def __str__(self) -> str:
        return self.number


class DepartmentOpinion(models.Model):
    """What one department said at a joint review, from its signed paper."""

    review = models.ForeignKey(JointReview, on_delete=models.PROTECT, related_name="opinions")
    department = models.CharField("部门", max_length=40)
    opinion = models.CharField("意见", max_length=10, choices=Opinion.choices())
    text = models.CharField("意见内容", max_length=500, blank=True)
    signed_by = models.CharField("签字人", max_length=40)
    scan = models.FileField("扫描件", upload_to="reviews/%Y/%m/", blank=True)
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        """A department speaks once."""

        constraints = (
            models.UniqueConstraint(fields=("review", "department"), name="review_department_once"),
        )

    def __str__(self) -> str:
        return f"{self.review} {self.department}"


class ReviewEntry(models.Model):
    """A case on a joint review's list, and how it came out."""

    review = models.ForeignKey(JointReview, on_delete=models.PROTECT, related_name="entries")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="review_entries")
    opinion = models.CharField("结果", max_length=10, choices=Opinion.choices(), blank=True)
    text = models.CharField("说明", max_length=500, blank=True)
    return_to = models.CharField("退回到", max_length=24, choices=CaseState.choices(), blank=True)
    set_aside_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta:
        """A case stands once on a list; one that failed says why and to which step it goes.

        A return to the review or before sets the result aside.
        """

        ordering = ("review_id", "case__region__code", "case_id")
        constraints = (
            models.UniqueConstraint(fields=("review", "case"), name="review_case_once"),
            models.CheckConstraint(
                condition=Q(opinion=Opinion.DISAGREE) & ~Q(text="") & ~Q(return_to="")
                | ~Q(opinion=Opinion.DISAGREE) & Q(return_to=""),
                name="review_failed_has_reason_and_target",
            ),
        )

    def __str__(self) -> str:
        return f"{self.review} {self.case}"
