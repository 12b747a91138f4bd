"""Cases: what was submitted, what was confirmed, and every step between."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from enrollment.models.land import RequisitionAgreement, RequisitionApproval, SignedRoster
from enrollment.models.people import Person
from enrollment.rules.categories import Category
from enrollment.workflow.states import (
    DEAD_STATES,
    CaseState,
    EvidenceState,
    MergeChoice,
    Opinion,
)
from pension.models import (
    DeskHolding,
    Officer,
    Region,
    ScopedQuerySet,
    StepEvent,
    Stepped,
)
from pension.vocabulary.posts import Desk


class CaseQuerySet(ScopedQuerySet["Case"]):
    """Cases, seen from the office of the group's region."""

    region_path = "region__code"


class Case(Stepped):
    """One application of one person: identity confirmation, or merging for original enrollees."""

    number = models.CharField("受理号", max_length=24, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="cases")
    category = models.CharField("人员类别", max_length=12, choices=Category.choices())
    accepted_on = models.DateField("受理日期")
    # Land, as last put right at the desks; what was handed in stays in Submission.
    approval = models.ForeignKey(
        RequisitionApproval, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    agreement = models.ForeignKey(
        RequisitionAgreement, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    signed_roster = models.ForeignKey(
        SignedRoster, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    certificate = models.CharField(
        "土地确权证",
        max_length=12,
        choices=EvidenceState.choices(),
        default=EvidenceState.MISSING,
    )
    taken_on = models.DateField("征地时间", null=True, blank=True)
    in_school_when_taken = models.BooleanField("征地时在校", null=True, blank=True)
    household_size = models.PositiveSmallIntegerField("家庭人口", null=True, blank=True)
    area_before = models.DecimalField(
        "征地前面积（亩）", max_digits=8, decimal_places=2, null=True, blank=True
    )
    area_after = models.DecimalField(
        "征地后面积（亩）", max_digits=8, decimal_places=2, null=True, blank=True
    )
    police_asked = models.BooleanField("请公安核对", default=False)
    is_supplementary = models.BooleanField("补录", default=False)
    # The merge desk
    rights_told_on = models.DateField("权益告知日期", null=True, blank=True)
    choice = models.CharField(
        "选择", max_length=12, choices=MergeChoice.choices(), default=MergeChoice.UNDECIDED
    )
    # A refusal
    refusal_code = models.CharField("不予确认原因", max_length=32, blank=True)
    remedy_until = models.DateField("申请复核期限", null=True, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    created_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("录入时间")

    objects = CaseQuerySet.as_manager()

    class Meta:
        """A person has one live case; every state has its facts."""

        ordering = ("pk",)
        indexes = (
            models.Index(fields=("state", "region", "id"), name="case_queue"),
            models.Index(fields=("state", "due_date", "state_since", "id"), name="case_due"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=~Q(state__in=DEAD_STATES), name="case_one_live"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in CaseState]),
                name="case_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.REFUSED, remedy_until__isnull=False)
                & ~Q(refusal_code="")
                | ~Q(state=CaseState.REFUSED) & Q(refusal_code=""),
                name="case_refused_has_code_and_limit",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=(CaseState.CONFIRMED, CaseState.MERGED, CaseState.LEFT),
                    confirmed_at__isnull=False,
                )
                | ~Q(state__in=(CaseState.CONFIRMED, CaseState.MERGED, CaseState.LEFT))
                & Q(confirmed_at__isnull=True),
                name="case_confirmed_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(category=Category.ORIGINAL)
                & ~Q(state__in=(CaseState.MERGING, CaseState.MERGED, CaseState.LEFT))
                | Q(category=Category.ORIGINAL)
                & Q(
                    state__in=(
                        CaseState.MERGING,
                        CaseState.MERGED,
                        CaseState.LEFT,
                        CaseState.WITHDRAWN,
                        CaseState.REFUSED,
                    )
                ),
                name="case_category_fits_state",
            ),
            models.CheckConstraint(
                condition=Q(area_before__isnull=True) | Q(area_before__gte=0),
                name="case_area_before_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(area_after__isnull=True)
                | Q(area_after__gte=0)
                & (Q(area_before__isnull=True) | Q(area_after__lte=F("area_before"))),
                name="case_area_after_within_before",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> str:
        """The state in words."""
        return CaseState(self.state).label

    @property
    def category_label(self) -> str:
        """The category in words."""
        return Category(self.category).label


class CaseEvent(StepEvent):
    """A step taken on a case."""

    record = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")

    class Meta(StepEvent.Meta):
        """In the order of time."""

        abstract = False
        indexes = (models.Index(fields=("record", "at"), name="case_event_order"),)


class CaseDesk(DeskHolding):
    """The one desk of an officer on a case."""

    record = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="desks")

    class Meta:
        """The database refuses a second desk."""

        constraints = (
            models.UniqueConstraint(fields=("record", "officer"), name="case_one_desk_per_officer"),
        )


class Submission(models.Model):
    """What was handed in, never changed afterwards; a correction is the next version."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="submissions")
    version = models.PositiveSmallIntegerField("次数")
    content = models.JSONField("原样内容")
    source = models.CharField("来源", max_length=200)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """Versions count up."""

        ordering = ("case_id", "version")
        constraints = (
            models.UniqueConstraint(fields=("case", "version"), name="submission_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.case} 第{self.version}次"


class DeskOpinion(models.Model):
    """What a desk confirmed on a case, with the paper it rests on.

    A return to this desk or one before it sets the opinion aside; the desk then speaks anew.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    round = models.PositiveSmallIntegerField("轮次")
    desk = models.CharField("席位", max_length=20, choices=Desk.choices())
    opinion = models.CharField("意见", max_length=10, choices=Opinion.choices())
    text = models.CharField("意见内容", max_length=500, blank=True)
    confirmed = models.JSONField("确认的事实", default=dict)
    on_paper = models.BooleanField("代录自纸质", default=False)
    signed_by = models.CharField("纸质签字人", max_length=40, blank=True)
    signed_on = models.DateField("纸质签字日期", null=True, blank=True)
    scan = models.FileField("扫描件", upload_to="opinions/%Y/%m/", blank=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    set_aside_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta:
        """A desk has one opinion that stands; one on paper has its scan and its signature."""

        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "desk"),
                condition=Q(set_aside_at__isnull=True),
                name="opinion_one_standing",
            ),
            models.CheckConstraint(
                condition=Q(on_paper=False)
                | ~Q(scan="") & ~Q(signed_by="") & Q(signed_on__isnull=False),
                name="opinion_on_paper_has_scan",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case} {Desk(self.desk).label}"
