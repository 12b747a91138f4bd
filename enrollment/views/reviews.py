"""Joint reviews: list, opening, page, the departments' words, marks, conclusion, printing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.forms.reviews import CancelForm, FailureForm, OpeningForm, ScanForm, word_forms
from enrollment.models import JointReview
from enrollment.queries import reviews as queries
from enrollment.queries.stages import STEPS, steps_by_street, totals
from enrollment.queries.worklist import street_progress
from enrollment.services import papers, reviews
from enrollment.views import outcomes
from enrollment.views.scans import open_scan
from enrollment.workflow.desks import READING_POSTS
from enrollment.workflow.states import CaseState
from pension.models import Region, RegionLevel
from pension.services import audit
from pension.views.access import OfficerRequest, posts_required
from pension.views.pages import page_links
from pension.views.refusals import shows_refusals
from pension.vocabulary.posts import Post

ROWS = 100
REVIEWS = 50


@posts_required(*READING_POSTS)
def review_list(request: OfficerRequest) -> HttpResponse:
    """Streets that wait for a joint review, and the reviews held."""
    officer = request.user
    may_open = officer.holds(Post.JOINT_REVIEW)
    found = queries.with_counts(JointReview.objects.visible_to(officer))
    page = Paginator(found, REVIEWS).get_page(request.GET.get("page"))
    context = {
        "streets": queries.waiting_streets(officer) if may_open else [],
        "reviews": page,
        "page": page_links(page, request.GET),
        "may_open": may_open,
    }
    return render(request, "enrollment/reviews/list.html", context)


@posts_required(Post.JOINT_REVIEW)
@shows_refusals
def review_new(request: OfficerRequest, pk: int) -> HttpResponse:
    """The people of a street who wait; opening their list."""
    streets = Region.objects.visible_to(request.user).filter(level=RegionLevel.STREET)
    street = get_object_or_404(streets, pk=pk)
    form = OpeningForm(request.POST or None, initial={"held_on": timezone.localdate()})
    if form.is_valid():
        review = reviews.open_review(
            street, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, f"联审名单 {review.number} 已建立，可以打印后交各部门")
        return redirect("enrollment:review", review.pk)
    waiting = queries.waiting_cases(request.user, street)
    context = {
        "street": street,
        "form": form,
        "count": waiting.count(),
        "is_supplementary": street.code in queries.concluded_streets(),
    }
    return render(request, "enrollment/reviews/new.html", context)


@posts_required(*READING_POSTS)
@shows_refusals
def review_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """One review: what the departments said, who passes, what it still waits for."""
    review = _own(request, pk)
    words = queries.words_of(review)
    checks = queries.concluding_checks(review, words, request.user)
    entries = Paginator(queries.entries_of(review), ROWS).get_page(request.GET.get("page"))
    context = {
        "review": review,
        "words": words,
        "checks": checks,
        "unmet": [check for check in checks if not check.met],
        "entries": entries,
        "page": page_links(entries, request.GET),
        "failure": FailureForm(),
        "cancelling": CancelForm(auto_id="cancel_%s"),
        "may_work": review.state == "open" and request.user.holds(Post.JOINT_REVIEW),
    }
    return render(request, "enrollment/reviews/page.html", context)


@posts_required(Post.JOINT_REVIEW)
@shows_refusals
def review_opinions(request: OfficerRequest, pk: int) -> HttpResponse:
    """Enter what the departments signed on paper, with the scan."""
    review = _own(request, pk)
    words = queries.words_of(review)
    forms = word_forms(words, request.POST or None)
    scan = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and all([*(form.is_valid() for form in forms), scan.is_valid()]):
        said = [word for form in forms if (word := form.said()) is not None]
        reviews.enter_opinions(
            pk, said, scan=scan.cleaned_data["scan"], by=request.user, at=timezone.now()
        )
        messages.success(request, f"已代录 {len(said)} 个部门的意见")
        return redirect("enrollment:review", pk)
    context = {"review": review, "rows": list(zip(words, forms, strict=True)), "scan": scan}
    return render(request, "enrollment/reviews/opinions.html", context)


@posts_required(Post.JOINT_REVIEW)
@require_POST
@shows_refusals
def review_mark(request: OfficerRequest, pk: int) -> HttpResponse:
    """Mark the ticked people as not passed, or take the marks back."""
    keys, officer, moment = outcomes.ticked(request), request.user, timezone.now()
    _own(request, pk)
    if request.POST.get("action") == "unmark":
        count = reviews.unmark(pk, keys, by=officer, at=moment)
        messages.success(request, f"已取消 {count} 人的退回标记")
        return redirect("enrollment:review", pk)
    form = FailureForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选择退回到哪一步，并填写理由（400 字以内）")
        return redirect("enrollment:review", pk)
    target = CaseState(form.cleaned_data["return_to"])
    reason = form.cleaned_data["reason"]
    count = reviews.mark_failed(pk, keys, reason=reason, return_to=target, by=officer, at=moment)
    messages.success(request, f"已标记退回 {count} 人，办结联审时一并退回")
    return redirect("enrollment:review", pk)


@posts_required(Post.JOINT_REVIEW)
@require_POST
@shows_refusals
def review_conclude(request: OfficerRequest, pk: int) -> HttpResponse:
    """Conclude a review in one go."""
    done = reviews.conclude(_own(request, pk).pk, by=request.user, at=timezone.now())
    passed, failed = len(done.passed), len(done.failed)
    messages.success(request, f"联审已办结：通过 {passed:,} 人，退回 {failed:,} 人")
    outcomes.tell_refused(request, done.refused)
    return redirect("enrollment:review", pk)


@posts_required(Post.JOINT_REVIEW)
@require_POST
@shows_refusals
def review_cancel(request: OfficerRequest, pk: int) -> HttpResponse:
    """Cancel an open review with the reason."""
    review, form = _own(request, pk), CancelForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    count = reviews.cancel(review.pk, reason=reason, by=request.user, at=timezone.now())
    messages.success(request, f"联审已取消，{count:,} 人回到待联审，可以重新建立名单")
    return redirect("enrollment:review", pk)


@posts_required(*READING_POSTS)
@require_POST
@shows_refusals
def review_print(request: OfficerRequest, pk: int) -> HttpResponse:
    """The list with columns for opinion and stamp, as PDF."""
    job = papers.print_review(_own(request, pk), by=request.user, at=timezone.now())
    return redirect("pension:job", job.pk)


@posts_required(*READING_POSTS)
def review_scan(request: OfficerRequest, pk: int, opinion: int) -> FileResponse:
    """The scan of a department's signed paper."""
    word = get_object_or_404(_own(request, pk).opinions, pk=opinion)
    deed = audit.Deed("查看联审意见扫描件", "joint_review", pk, {"department": word.department})
    return open_scan(request, word.scan, deed)


@posts_required(*READING_POSTS)
def progress(request: OfficerRequest) -> HttpResponse:
    """How far each street is: people at each step, as a table and as a picture."""
    rows = steps_by_street(request.user)
    context = {
        "rows": rows,
        "steps": STEPS,
        "totals": totals(rows),
        "people": sum(row.progress.persons for row in rows),
        "bars": street_progress(request.user),
    }
    return render(request, "enrollment/reviews/progress.html", context)


def _own(request: OfficerRequest, pk: int) -> JointReview:
    """A review of the officer's region, with its counts."""
    visible = queries.with_counts(JointReview.objects.visible_to(request.user))
    return get_object_or_404(visible, pk=pk)
