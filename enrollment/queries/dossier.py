"""Everything that the page of a case shows, by a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet

from enrollment.models import (
    BankAccount,
    Case,
    CaseEvent,
    DeskOpinion,
    NoticeEntry,
    ReviewEntry,
    SchemeEnrollment,
    Submission,
)
from enrollment.models.cases import CaseQuerySet
from enrollment.queries.facts import case_facts
from enrollment.workflow.states import Opinion
from pension.models import Officer
from pension.vocabulary.posts import Desk

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case with what was said, done and handed in; ``facts`` are what the guards read."""

    case: Case
    facts: Mapping[str, Any]
    opinions: Sequence[DeskOpinion]
    events: Sequence[CaseEvent]
    submissions: Sequence[Submission]
    notice: NoticeEntry | None
    review: ReviewEntry | None
    account: BankAccount | None
    waiting_account: BankAccount | None
    scheme: SchemeEnrollment | None

    def standing(self, desk: Desk) -> DeskOpinion | None:
        """What ``desk`` says now; ``None`` when it has not spoken or was set aside."""
        spoken = [o for o in self.opinions if o.desk == desk and o.set_aside_at is None]
        return spoken[-1] if spoken else None

    def agreed(self, desk: Desk) -> bool:
        """Whether ``desk`` agrees now."""
        opinion = self.standing(desk)
        return opinion is not None and opinion.opinion == Opinion.AGREE

    @property
    def land_left_per_head(self) -> Decimal | None:
        """Land left for each head of the household in mu; ``None`` while one of them is unknown."""
        area, heads = self.case.area_after, self.case.household_size
        if area is None or not heads:
            return None
        return (area / heads).quantize(CENT, rounding=ROUND_HALF_UP)


def with_papers(cases: CaseQuerySet) -> CaseQuerySet:
    """Cases with the single rows that their page shows."""
    return cases.select_related(
        "person",
        "region__parent__parent__parent",
        "approval",
        "agreement",
        "signed_roster",
        "created_by__office",
    )


def paper_opinions(officer: Officer) -> QuerySet[DeskOpinion]:
    """Opinions with a scan on the cases that ``officer`` may see."""
    visible = Case.objects.visible_to(officer)
    return DeskOpinion.objects.filter(case__in=visible, on_paper=True)


def dossier_of(case: Case) -> Dossier:
    """The dossier of ``case``, which came through ``with_papers``."""
    accounts = list(BankAccount.objects.filter(person=case.person_id, ended_at__isnull=True))
    return Dossier(
        case=case,
        facts=case_facts([case])[case.pk],
        opinions=list(case.opinions.select_related("officer__office")),
        events=list(case.events.select_related("officer__office")),
        submissions=list(case.submissions.select_related("by")),
        notice=case.notice_entries.select_related("notice").order_by("pk").last(),
        review=case.review_entries.select_related("review").order_by("pk").last(),
        account=next((a for a in accounts if a.confirmed_at is not None), None),
        waiting_account=next((a for a in accounts if a.confirmed_at is None), None),
        scheme=SchemeEnrollment.objects.filter(
            person=case.person_id, valid_to__isnull=True
        ).first(),
    )
