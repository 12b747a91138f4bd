"""Deaths: noted on the page of a person, confirmed by a second officer, taken back."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.forms.deaths import DeathForm, TakeBackForm
from enrollment.models import Person
from enrollment.services import deaths
from enrollment.views.scans import open_scan
from enrollment.workflow.desks import READING_POSTS
from pension.services import audit
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import insist, shows_refusals


@require_POST
@posts_required(*deaths.NOTING)
@shows_refusals
def note(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note a death; it waits for a second officer."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    form = DeathForm(request.POST, request.FILES)
    insist(form)
    deaths.note_death(person.pk, form.death(), by=request.user, at=timezone.now())
    messages.success(request, "死亡登记已录入，待第二人确认")
    return redirect("enrollment:person", pk)


@require_POST
@posts_required(*deaths.CONFIRMING)
@shows_refusals
def confirm(request: OfficerRequest, pk: int) -> HttpResponse:
    """Confirm a death that another officer noted."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    deaths.confirm_death(person.pk, by=request.user, at=timezone.now())
    messages.success(
        request,
        "死亡登记已确认，除继承人账户外都已停用；补助已转入「待核算」，由「核算编制」重新核算",
    )
    return redirect("enrollment:person", pk)


@require_POST
@posts_required(*deaths.CONFIRMING)
@shows_refusals
def take_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a note back with its reason."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    form = TakeBackForm(request.POST)
    insist(form)
    reason = form.cleaned_data["reason"]
    deaths.take_back_death(person.pk, reason=reason, by=request.user, at=timezone.now())
    messages.success(request, "死亡登记已撤销，继承人账户已停用；原账户需要重新登记和确认")
    return redirect("enrollment:person", pk)


@posts_required(*READING_POSTS)
def scan(request: OfficerRequest, pk: int, note: int) -> FileResponse:
    """The scan of the paper that proves a death."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    noted = get_object_or_404(person.deaths, pk=note)
    return open_scan(request, noted.scan, audit.Deed("查看死亡证明扫描件", "person", person.pk))


def panel(request: OfficerRequest, person: Person) -> dict[str, object]:
    """What the page of a person shows of a death, and what this officer may do about it."""
    live = person.deaths.filter(ended_at__isnull=True).select_related("entered_by", "confirmed_by")
    found = live.first()
    confirms = request.user.holds(*deaths.CONFIRMING)
    return {
        "death": found,
        "may_confirm_death": bool(found and not found.confirmed_at and confirms),
        "death_form": DeathForm(auto_id="death_%s")
        if found is None and person.died_on is None and request.user.holds(*deaths.NOTING)
        else None,
        "take_back_form": TakeBackForm(auto_id="take_back_%s") if found and confirms else None,
    }
