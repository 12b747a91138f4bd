"""The scheme of a person, noted on the person's page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.forms.accounts import RejectForm
from enrollment.forms.schemes import SchemeForm
from enrollment.models import Person
from enrollment.services import scheme_choices
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import insist, shows_refusals


@require_POST
@posts_required(*scheme_choices.NOTING)
@shows_refusals
def note(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note a scheme from its paper; the sums of the person are to be worked out anew."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    form = SchemeForm(request.POST)
    insist(form)
    at = timezone.now()
    waits = scheme_choices.note_scheme(person.pk, form.choice(), by=request.user, at=at)
    said = "变更已录入，待「区级复核」确认后生效" if waits else "已登记，补助待「核算编制」重新核算"
    messages.success(request, f"{person.name}的参保制度{said}")
    return redirect("enrollment:person", pk)


@require_POST
@posts_required(*scheme_choices.DECIDING)
@shows_refusals
def confirm(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let a change of scheme through that another officer entered."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    scheme_choices.confirm_change(person.pk, by=request.user, at=timezone.now())
    messages.success(request, f"{person.name}的参保变更已确认，补助待「核算编制」重新核算")
    return redirect("enrollment:person", pk)


@require_POST
@posts_required(*scheme_choices.DECIDING)
@shows_refusals
def reject(request: OfficerRequest, pk: int) -> HttpResponse:
    """Do not let a change of scheme through, with the reason."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    form = RejectForm(request.POST)
    insist(form)
    reason = form.cleaned_data["reason"]
    scheme_choices.reject_change(person.pk, reason=reason, by=request.user, at=timezone.now())
    messages.success(request, "未予变更，原参保登记照旧")
    return redirect("enrollment:person", pk)


def panel(request: OfficerRequest, person: Person) -> dict[str, object]:
    """The change that waits; for those who note a scheme the form, or why there is none."""
    waiting = scheme_choices.waiting_change(person)
    decides = waiting is not None and request.user.holds(*scheme_choices.DECIDING)
    shown: dict[str, object] = {
        "scheme_change": waiting,
        "scheme_rejection": RejectForm(auto_id="scheme_reject_%s") if decides else None,
    }
    if request.user.holds(*scheme_choices.NOTING):
        hindrance = scheme_choices.hindrance(person, request.user)
        shown["scheme_hindrance"] = hindrance
        shown["scheme_form"] = None if hindrance else SchemeForm(auto_id="scheme_%s")
    return shown
