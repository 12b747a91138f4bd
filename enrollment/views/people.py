"""People: the list, one person with everything known, changes of account."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.filters.people import PersonFilter
from enrollment.forms.accounts import AccountForm, RejectForm
from enrollment.models import Person
from enrollment.queries.cases import place_of
from enrollment.queries.paging import page_of
from enrollment.queries.people import PersonFile, person_file, person_rows
from enrollment.services import accounts
from enrollment.tables import people as tables
from enrollment.views import deaths, lists, schemes
from enrollment.workflow.desks import READING_POSTS
from pension.tables import Table
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.identity_numbers import age_on


@posts_required(*READING_POSTS)
def people(request: OfficerRequest) -> HttpResponse:
    """People of the officer's region, fifty a page."""
    filter_set = PersonFilter(request.GET, officer=request.user)
    page = page_of(
        filter_set.qs.select_related("region__parent__parent"),
        after=lists.key(request, "after"),
        before=lists.key(request, "before"),
        unit="人",
    )
    context = {
        "filter": filter_set,
        "chips": lists.chips(request, filter_set),
        "clear_url": request.path if request.GET else "",
        "table": tables.people_table(person_rows(page.rows)),
        "page": lists.pages(request, page),
    }
    return render(request, "enrollment/people/list.html", context)


@posts_required(*READING_POSTS)
def person(request: OfficerRequest, pk: int) -> HttpResponse:
    """Everything known of one person."""
    return _draw(request, pk, AccountForm(), RejectForm(auto_id="reject_%s"))


@require_POST
@posts_required(*accounts.ENTERING)
@shows_refusals
def change_account(request: OfficerRequest, pk: int) -> HttpResponse:
    """Enter a new account; it waits for a second officer."""
    found = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    form = AccountForm(request.POST)
    if not form.is_valid():
        return _draw(request, pk, form, RejectForm(auto_id="reject_%s"))
    accounts.enter_change(found.pk, form.wanted(), by=request.user, at=timezone.now())
    messages.success(request, "已录入，待第二人确认后启用")
    return redirect("enrollment:person", pk)


@require_POST
@posts_required(*accounts.CONFIRMING)
@shows_refusals
def confirm_account(request: OfficerRequest, pk: int, account: int) -> HttpResponse:
    """Let a waiting account through."""
    found = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    accounts.confirm_change(account, by=request.user, at=timezone.now())
    messages.success(request, f"{found.name}的收款账户已启用")
    return redirect("enrollment:person", pk)


@require_POST
@posts_required(*accounts.CONFIRMING)
@shows_refusals
def reject_account(request: OfficerRequest, pk: int, account: int) -> HttpResponse:
    """Do not let a waiting account through, with the reason."""
    found = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    form = RejectForm(request.POST, auto_id="reject_%s")
    if not form.is_valid():
        return _draw(request, found.pk, AccountForm(), form)
    reason = form.cleaned_data["reason"]
    accounts.reject_change(account, by=request.user, at=timezone.now(), reason=reason)
    messages.success(request, "未予变更，原账户照旧使用")
    return redirect("enrollment:person", pk)


def _draw(
    request: OfficerRequest, pk: int, change: AccountForm, reject: RejectForm
) -> HttpResponse:
    visible = Person.objects.visible_to(request.user).select_related("region__parent__parent")
    file = person_file(get_object_or_404(visible, pk=pk))
    context = {
        "person": file.person,
        "place": place_of(file.person.region),
        "age": age_on(file.person.birth_date, file.person.died_on or timezone.localdate()),
        "waiting": file.waiting,
        **_tables(file),
        "change": change,
        "reject": reject,
        **deaths.panel(request, file.person),
        **schemes.panel(request, file.person),
        "may_enter": request.user.holds(*accounts.ENTERING),
        "may_confirm": request.user.holds(*accounts.CONFIRMING),
    }
    return render(request, "enrollment/people/person.html", context)


def _tables(file: PersonFile) -> dict[str, Table]:
    """What is known of a person, table by table."""
    return {
        "cases": tables.cases_of(file),
        "schemes": tables.schemes_of(file),
        "contributions": tables.contributions_of(file),
        "accounts": tables.accounts_of(file),
    }
