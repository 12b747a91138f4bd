"""One person typed in by hand, and what was typed put right."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from enrollment.forms.applications import ApplicationForm, CorrectionForm, initial_of
from enrollment.models import Case
from enrollment.queries.dossier import with_papers
from enrollment.queries.places import groups_to_choose
from enrollment.services import applications
from pension.models import Region
from pension.services import audit, drafts
from pension.views.access import OfficerRequest, posts_required
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post

DRAFT = "case-new"


@posts_required(Post.COMMUNITY_ENTRY, Post.MERGE)
def case_new(request: OfficerRequest) -> HttpResponse:
    """Type one application in; what was typed is kept as a draft until it is accepted."""
    regions = groups_to_choose(request.user)
    form = ApplicationForm(request.POST or None, regions=regions)
    if form.is_valid():
        case = _accept(request, form)
        if case is not None:
            drafts.throw_away(DRAFT, by=request.user)
            messages.success(request, f"已受理 {case.person.name}，受理号 {case.number}")
            return redirect("enrollment:case", case.pk)
    context = {"form": form, "draft_url": reverse("pension:draft", args=[DRAFT])}
    return render(request, "enrollment/cases/new.html", context)


@posts_required(Post.COMMUNITY_ENTRY, Post.MERGE)
def case_correct(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put right what was entered, while the case still lies where it was entered."""
    case = get_object_or_404(with_papers(Case.objects.visible_to(request.user)), pk=pk)
    before = initial_of(applications.application_of(case))
    form = CorrectionForm(
        request.POST or None, regions=groups_to_choose(request.user), initial=before
    )
    if form.is_valid() and _correct(request, case, form):
        messages.success(request, "已更正，原来提交的内容仍可在本页查看")
        return redirect("enrollment:case", case.pk)
    _note_opening(request, case)
    return render(request, "enrollment/cases/correct.html", {"form": form, "case": case})


def _accept(request: OfficerRequest, form: ApplicationForm) -> Case | None:
    """The accepted case; a refusal is shown on the form, nothing typed is lost."""
    wanted = form.application(_region(request, form))
    if not form.is_fit(wanted, timezone.localdate()):
        return None
    try:
        return applications.accept(wanted, by=request.user, at=timezone.now(), source="手工录入")
    except CaseError as refusal:
        for sentence in refusal.sentences:
            form.add_error(None, sentence)
        return None


def _note_opening(request: OfficerRequest, case: Case) -> None:
    """The form shows identity and account numbers whole."""
    deed = audit.Deed("打开完整身份证号", "case", case.pk, {"number": case.number, "page": "更正"})
    audit.record(deed, by=request.user, at=timezone.now())


def _correct(request: OfficerRequest, case: Case, form: CorrectionForm) -> bool:
    after = form.application(_region(request, form))
    if not form.is_fit(after, timezone.localdate()):
        return False
    before = applications.application_of(case)
    names = [name for name in ApplicationForm.base_fields if name not in FIXED]
    changes = {
        name: getattr(after, name)
        for name in names
        if getattr(after, name) != getattr(before, name)
    }
    reason, at = form.cleaned_data["reason"], timezone.now()
    try:
        applications.correct(case.pk, changes, by=request.user, at=at, reason=reason)
    except CaseError as refusal:
        for sentence in refusal.sentences:
            form.add_error(None, sentence)
        return False
    return True


def _region(request: OfficerRequest, form: ApplicationForm) -> Region:
    visible = Region.objects.visible_to(request.user)
    return get_object_or_404(visible, pk=form.cleaned_data["region"])


FIXED = frozenset({"identity_number", "category"})
