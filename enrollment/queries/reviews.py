"""Joint reviews: which streets wait for one, what a review's departments said, how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from enrollment.models import (
    Case,
    DepartmentOpinion,
    JointReview,
    ProcedureRules,
    ReviewEntry,
    ReviewState,
)
from enrollment.models.cases import CaseQuerySet
from enrollment.queries import procedure
from enrollment.queries.streets import STREET_DIGITS, by_street
from enrollment.workflow.states import CaseState, Opinion
from pension.models import Officer, Region, RegionLevel, within
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from pension.vocabulary.transitions import Check


@dataclass(frozen=True, slots=True)
class WaitingStreet:
    """A street with the cases that wait for a joint review, and its open review if there is one."""

    street: Region
    waiting: int
    is_supplementary: bool
    open_review: JointReview | None


def waiting_cases(officer: Officer, street: Region) -> CaseQuerySet:
    """The cases of a street at joint review that stand on no open list."""
    cases = _waiting(officer).filter(**within("region__code", street.code))
    return cases.order_by("region__code", "pk")


def waiting_streets(officer: Officer) -> list[WaitingStreet]:
    """The streets of the officer's region with cases that wait for a list."""
    waiting = by_street(_waiting(officer))
    streets = Region.objects.visible_to(officer).filter(
        level=RegionLevel.STREET, valid_to__isnull=True
    )
    open_reviews = {
        review.street.code: review
        for review in JointReview.objects.visible_to(officer)
        .filter(state=ReviewState.OPEN)
        .select_related("street")
    }
    concluded = concluded_streets()
    return [
        WaitingStreet(
            street,
            waiting[street.code],
            street.code in concluded,
            open_reviews.get(street.code),
        )
        for street in streets.filter(code__in=waiting)
    ]


def streets_with_work(officer: Officer) -> list[str]:
    """Codes of the streets of the officer's region with cases that wait for a list.

    One case is looked for in each group, none are counted: every page's navigation asks.
    """
    here = _waiting(officer).filter(region=OuterRef("pk"))
    groups = Region.objects.visible_to(officer).filter(Exists(here))
    return sorted({code[:STREET_DIGITS] for code in groups.values_list("code", flat=True)})


def concluded_streets() -> set[str]:
    """Codes of the streets that have passed a review: their next list is a supplementary one."""
    concluded = JointReview.objects.filter(state=ReviewState.CONCLUDED)
    return set(concluded.values_list("street__code", flat=True))


def departments_of(review: JointReview) -> list[str]:
    """The departments that the rules in force on the day of the review ask for.

    Refused by name where the district has not said which they are.
    """
    rules: ProcedureRules = procedure.in_force(procedure.district_of(review.street), review.held_on)
    if not rules.departments:
        raise CaseError(f"「联审部门」未录入（{rules.document}），请由区居保局补录后再联审")
    return [str(name) for name in rules.departments]


@dataclass(frozen=True, slots=True)
class DepartmentWord:
    """What a department said at a review; ``opinion`` is None while its paper is missing."""

    department: str
    opinion: DepartmentOpinion | None

    @property
    def agreed(self) -> bool:
        """Whether it agreed."""
        return self.opinion is not None and self.opinion.opinion == Opinion.AGREE


def words_of(review: JointReview) -> list[DepartmentWord]:
    """What each department said, in the order of the rules."""
    said = {row.department: row for row in review.opinions.select_related("entered_by")}
    return [DepartmentWord(name, said.get(name)) for name in departments_of(review)]


def standing_entries(review: JointReview) -> QuerySet[ReviewEntry]:
    """The entries of a review whose case has not left its list."""
    return review.entries.filter(set_aside_at__isnull=True)


def entries_of(review: JointReview) -> QuerySet[ReviewEntry]:
    """The entries of a review in print order, with case, person and places."""
    return review.entries.select_related("case__person", "case__region__parent__parent")


def with_counts(reviews: QuerySet[JointReview]) -> QuerySet[JointReview]:
    """Reviews with ``people`` on the list, ``passed`` and ``failed``, newest first."""
    counted = reviews.select_related("street").annotate(
        people=Count("entries"),
        passed=Count("entries", filter=Q(entries__opinion=Opinion.AGREE)),
        failed=Count("entries", filter=Q(entries__opinion=Opinion.DISAGREE)),
    )
    return counted.order_by("-held_on", "-pk")  # counting drops the order of the model


def concluding_checks(
    review: JointReview, words: Sequence[DepartmentWord], officer: Officer
) -> list[Check]:
    """What concluding a review asks for, each met or not.

    A department that disagrees holds up only the cases that are to pass.
    """
    is_open = review.state == ReviewState.OPEN
    label = Post.JOINT_REVIEW.label
    allowed = officer.holds(Post.JOINT_REVIEW)
    passing = standing_entries(review).exclude(opinion=Opinion.DISAGREE).exists()
    return [
        Check(is_open, "联审正在进行" if is_open else f"联审{ReviewState(review.state).label}"),
        Check(allowed, f"您有「{label}」岗位" if allowed else f"联审由「{label}」岗位办结"),
        *[_word_check(word, passing=passing) for word in words],
    ]


def _word_check(word: DepartmentWord, *, passing: bool) -> Check:
    if word.opinion is None:
        return Check(False, f"{word.department}的意见尚未录入")
    if word.agreed:
        return Check(True, f"{word.department}已同意")
    if not passing:
        return Check(True, f"{word.department}不同意，名单上已全部退回")
    return Check(
        False,
        f"{word.department}不同意",
        "把其不同意的人员标为退回后，更正录入该部门的意见",
    )


def street_of(officer: Officer, code: str) -> Region | None:
    """Today's street of a code in the officer's region."""
    streets = Region.objects.visible_to(officer).filter(level=RegionLevel.STREET, code=code)
    return streets.order_by(F("valid_to").desc(nulls_first=True)).first()


def _waiting(officer: Officer) -> CaseQuerySet:
    listed = ReviewEntry.objects.filter(
        case=OuterRef("pk"), review__state=ReviewState.OPEN, set_aside_at__isnull=True
    )
    cases = Case.objects.visible_to(officer).filter(state=CaseState.JOINT_REVIEW)
    return cases.filter(~Exists(listed))
