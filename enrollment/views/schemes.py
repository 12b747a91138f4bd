"""The scheme of a person, noted on the person's page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

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
    scheme_choices.note_scheme(person.pk, form.choice(), by=request.user, at=timezone.now())
    messages.success(request, f"{person.name}的参保制度已登记，补助待核算编制人员重新核算")
    return redirect("enrollment:person", pk)


def panel(request: OfficerRequest, person: Person) -> dict[str, object]:
    """The form for this officer, or why there is none; nothing for those who never note one."""
    if not request.user.holds(*scheme_choices.NOTING):
        return {}
    hindrance = scheme_choices.hindrance(person, request.user)
    form = None if hindrance else SchemeForm(auto_id="scheme_%s")
    return {"scheme_form": form, "scheme_hindrance": hindrance}
