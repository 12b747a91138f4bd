"""Pages of the system post: where citizens reach the offices, as papers print it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from pension.forms.offices import ContactsForm
from pension.models import Office
from pension.services import offices
from pension.views.access import OfficerRequest, posts_required
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post


@posts_required(Post.SYSTEM)
def office_list(request: OfficerRequest) -> HttpResponse:
    """The offices in use with address, telephone and hours; ``?missing`` leaves the incomplete."""
    found = Office.objects.visible_to(request.user).filter(is_active=True)
    lacking = found.lacking_contacts()
    only_missing = "missing" in request.GET
    context = {
        "offices": (lacking if only_missing else found).select_related("region"),
        "missing": lacking.count(),
        "only_missing": only_missing,
    }
    return render(request, "pension/offices.html", context)


@posts_required(Post.SYSTEM)
def office_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """The form with what papers print of one office."""
    office = get_object_or_404(Office.objects.visible_to(request.user), pk=pk)
    standing = {"address": office.address, "phone": office.phone, "hours": office.hours}
    form = ContactsForm(request.POST or None, initial=standing)
    if form.is_valid() and _kept(request, form, pk):
        messages.success(request, f"已登记「{office.name}」的联系方式，以后打印的文书照此填写")
        return redirect("pension:offices")
    return render(request, "pension/office.html", {"office": office, "form": form})


def _kept(request: OfficerRequest, form: ContactsForm, pk: int) -> bool:
    """Whether the service took it; a refusal is shown on the form, nothing typed is lost."""
    try:
        offices.set_contacts(pk, form.contacts(), by=request.user, at=timezone.now())
    except CaseError as refusal:
        form.add_error(None, list(refusal.sentences))
        return False
    return True
