"""Joint reviews: a street's list opened, the departments' papers entered, the list concluded."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from enrollment.models import (
    Case,
    DepartmentOpinion,
    JointReview,
    ReviewEntry,
    ReviewState,
)
from enrollment.queries import reviews
from enrollment.services import scans
from enrollment.services.confirmations import send_back
from enrollment.services.moves import move
from enrollment.workflow.states import RETURN_TARGETS, CaseState, Opinion
from pension.models import Officer, Region
from pension.services import audit, numbering
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post

CHUNK = 500  # keeps lists of keys below SQLite's limit of variables
NOT_YOURS = "没有这次联审，或不在您单位的辖区内"


@dataclass(frozen=True, slots=True)
class Said:
    """What a department's signed paper says."""

    department: str
    opinion: Opinion
    signed_by: str
    text: str = ""


@dataclass(slots=True)
class Concluded:
    """How a review came out: cases that passed, that went back, that could not move and why."""

    passed: list[int]
    failed: list[int] = field(default_factory=list)
    refused: dict[int, list[str]] = field(default_factory=dict)


@transaction.atomic
def open_review(street: Region, *, held_on: date, by: Officer, at: datetime) -> JointReview:
    """Open a joint review over all cases of a street that wait for one.

    After a review of the street the list is a supplementary one, and so are its cases. Refused: no
    case, another review of the street still open, rules that name no departments.
    """
    _insist_on_post(by)
    keys = list(reviews.waiting_cases(by, street).values_list("pk", flat=True))
    if not keys:
        raise CaseError(f"{street.name}没有待联审的人员")
    is_supplementary = street.code in reviews.concluded_streets()
    review = _new(street, held_on, is_supplementary, by, at)
    reviews.departments_of(review)
    ReviewEntry.objects.bulk_create(ReviewEntry(review=review, case_id=key) for key in keys)
    if is_supplementary:
        for start in range(0, len(keys), CHUNK):
            part = Case.objects.filter(pk__in=keys[start : start + CHUNK])
            part.update(is_supplementary=True)
    _record("建立联审名单", review, {"people": len(keys)}, by=by, at=at)
    return review


@transaction.atomic
def enter_opinions(
    review_id: int, said: Sequence[Said], *, scan: UploadedFile | None, by: Officer, at: datetime
) -> None:
    """Enter what departments signed on one paper, with its scan (代录自纸质).

    Until the review is concluded a department's word may be entered anew; the trail keeps what
    stood before. Refused: a department that the rules do not name, no signer, no scan.
    """
    _insist_on_post(by)
    review = _own_open(review_id, by)
    if not said:
        raise CaseError("请至少录入一个部门的意见")
    named = set(reviews.departments_of(review))
    for word in said:
        if word.department not in named:
            raise CaseError(f"「{word.department}」不是本次联审的部门")
        if not word.signed_by.strip():
            raise CaseError(f"请填写{word.department}的签字人")
    kept = scans.keep(scan, "reviews", at=at)
    for word in said:
        _write(review, word, kept, by, at)


@transaction.atomic
def mark_failed(
    review_id: int,
    case_ids: Sequence[int],
    *,
    reason: str,
    return_to: CaseState,
    by: Officer,
    at: datetime,
) -> int:
    """Mark cases of an open list as not passed, with the reason and the step they go back to.

    They go back when the review is concluded. Returns how many were marked.
    """
    _insist_on_post(by)
    review = _own_open(review_id, by)
    if not reason.strip():
        raise CaseError("请填写退回的理由")
    if return_to not in RETURN_TARGETS or return_to == CaseState.JOINT_REVIEW:
        raise CaseError("请选明退回到哪一步")
    marked = _standing(review, case_ids).update(
        opinion=Opinion.DISAGREE, text=reason.strip()[:500], return_to=return_to
    )
    detail = {"cases": list(case_ids), "reason": reason.strip(), "return_to": return_to.label}
    _record("联审标记退回", review, detail, by=by, at=at)
    return marked


@transaction.atomic
def unmark(review_id: int, case_ids: Sequence[int], *, by: Officer, at: datetime) -> int:
    """Take marks of failure back; returns how many."""
    _insist_on_post(by)
    review = _own_open(review_id, by)
    marked = _standing(review, case_ids).filter(opinion=Opinion.DISAGREE)
    count = marked.update(opinion="", text="", return_to="")
    _record("联审取消退回标记", review, {"cases": list(case_ids)}, by=by, at=at)
    return count


@transaction.atomic
def conclude(review_id: int, *, by: Officer, at: datetime) -> Concluded:
    """Conclude a review: unmarked cases pass to the second check, marked ones go back.

    Cases that could not move wait for a supplementary list. Refused as a whole: a department that
    has not spoken, or that disagrees while cases are to pass; before the day of the review; twice.
    """
    review = _own_open(review_id, by)
    unmet = reviews.concluding_checks(review, reviews.words_of(review), by)
    if sentences := [_sentence(c.text, c.remedy) for c in unmet if not c.met]:
        raise CaseError(*sentences)
    if review.held_on > timezone.localdate(at):
        raise CaseError(f"联审日期是{review.held_on:%Y-%m-%d}，当天及以后才能办结")
    standing = reviews.standing_entries(review)
    passing = list(standing.exclude(opinion=Opinion.DISAGREE).values_list("case_id", flat=True))
    failed = _failed(review)
    standing.filter(opinion="").update(opinion=Opinion.AGREE)
    outcome = move(passing, "joint_review", by=by, at=at)
    concluded = Concluded(passed=outcome.done, refused=outcome.refused)
    for (target, reason), keys in failed.items():
        part = send_back(keys, "return_joint", target, by=by, at=at, reason=reason)
        concluded.failed += part.done
        concluded.refused |= part.refused
    _leave_unmoved(review, list(concluded.refused), at)
    JointReview.objects.filter(pk=review.pk).update(
        state=ReviewState.CONCLUDED, concluded_by=by, concluded_at=at
    )
    detail = {"passed": len(concluded.passed), "failed": len(concluded.failed)}
    _record("办结联审", review, detail, by=by, at=at)
    return concluded


@transaction.atomic
def cancel(review_id: int, *, reason: str, by: Officer, at: datetime) -> int:
    """Cancel an open review: its cases wait for a list again, what the departments said is kept.

    Returns how many cases wait again. Refused: no reason, a review that is over.
    """
    _insist_on_post(by)
    review = _own_open(review_id, by)
    if not reason.strip():
        raise CaseError("请填写取消联审的理由")
    waiting = reviews.standing_entries(review).update(set_aside_at=at)
    JointReview.objects.filter(pk=review.pk).update(
        state=ReviewState.CANCELLED,
        cancelled_by=by,
        cancelled_at=at,
        cancel_reason=reason.strip()[:200],
    )
    detail = {"reason": reason.strip(), "people": waiting}
    _record("取消联审", review, detail, by=by, at=at)
    return waiting


def _new(
    street: Region, held_on: date, is_supplementary: bool, by: Officer, at: datetime
) -> JointReview:
    series = f"LS-{held_on.year}"
    try:
        with transaction.atomic():
            return JointReview.objects.create(
                number=f"{series}-{numbering.reserve(series, 1)[0]:04d}",
                street=street,
                is_supplementary=is_supplementary,
                held_on=held_on,
                opened_by=by,
                opened_at=at,
            )
    except IntegrityError as error:
        raise CaseError(
            f"{street.name}已有一次联审正在进行，办结后再为新到的人员建立补充名单"
        ) from error


def _write(review: JointReview, word: Said, scan: str, by: Officer, at: datetime) -> None:
    """Write a department's word over what it said before, if anything."""
    before = review.opinions.filter(department=word.department).values("opinion", "scan").first()
    DepartmentOpinion.objects.update_or_create(
        review=review,
        department=word.department,
        defaults={
            "opinion": word.opinion,
            "text": word.text.strip(),
            "signed_by": word.signed_by.strip(),
            "scan": scan,
            "entered_by": by,
            "entered_at": at,
        },
    )
    detail = {"department": word.department, "opinion": word.opinion.label, "before": before}
    _record("代录联审意见", review, detail, by=by, at=at)


def _failed(review: JointReview) -> Mapping[tuple[CaseState, str], list[int]]:
    """The cases that go back, by target and reason."""
    groups: dict[tuple[CaseState, str], list[int]] = defaultdict(list)
    marked = reviews.standing_entries(review).filter(opinion=Opinion.DISAGREE)
    for key, target, reason in marked.values_list("case_id", "return_to", "text"):
        groups[CaseState(target), reason].append(key)
    return groups


def _leave_unmoved(review: JointReview, case_ids: Sequence[int], at: datetime) -> None:
    """A case that could not pass has no result here: the next list takes it up."""
    for start in range(0, len(case_ids), CHUNK):
        entries = review.entries.filter(case__in=case_ids[start : start + CHUNK])
        entries.update(opinion="", text="", return_to="", set_aside_at=at)


def _own_open(review_id: int, by: Officer) -> JointReview:
    """Lock an open review of the officer's region."""
    found = JointReview.objects.visible_to(by).select_for_update(of=("self",))
    review = found.select_related("street").filter(pk=review_id).first()
    if review is None:
        raise CaseError(NOT_YOURS)
    if review.state != ReviewState.OPEN:
        state = ReviewState(review.state).label
        raise CaseError(f"联审 {review.number} {state}，不能再改")
    return review


def _standing(review: JointReview, case_ids: Sequence[int]) -> QuerySet[ReviewEntry]:
    return reviews.standing_entries(review).filter(case__in=case_ids)


def _insist_on_post(by: Officer) -> None:
    if not by.holds(Post.JOINT_REVIEW):
        raise CaseError(f"联审由「{Post.JOINT_REVIEW.label}」岗位办理")


def _sentence(text: str, remedy: str) -> str:
    return f"{text}（{remedy}）" if remedy else text


def _record(
    action: str, review: JointReview, detail: Mapping[str, object], *, by: Officer, at: datetime
) -> None:
    deed = audit.Deed(action, "joint_review", review.pk, {"number": review.number, **detail})
    audit.record(deed, by=by, at=at)
