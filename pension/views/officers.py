"""Pages of the system post: accounts, posts, and which desks nobody covers."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from pension.forms.officers import AccountForm, OfficeForm, PostsForm
from pension.models import Officer
from pension.queries import protection
from pension.queries.coverage import barred_posts, coverage
from pension.services import officers
from pension.views.access import OfficerRequest, posts_required
from pension.views.pages import page_links
from pension.views.refusals import shows_refusals
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import OfficeKind, Post

ROWS = 100
SHOWN_ONCE = "初始密码：{password}（只显示这一次，{serves}本人首次登录须修改）"


@posts_required(Post.SYSTEM)
def officer_list(request: OfficerRequest) -> HttpResponse:
    """The accounts of the district, a hundred a page; those that are locked can be seen alone."""
    text = request.GET.get("q", "").strip()
    found = _named(Officer.objects.visible_to(request.user), text)
    usernames = list(found.values_list("username", flat=True))
    shut_out = protection.shut_outs(timezone.now(), usernames)
    locked = found.filter(Q(is_active=False) | Q(username__in=list(shut_out)))
    only_locked = "locked" in request.GET
    page = Paginator(locked if only_locked else found, ROWS).get_page(request.GET.get("page"))
    context = {
        "officers": page,
        "text": text,
        "page": page_links(page, request.GET),
        "shut_out": shut_out,
        "locked_count": locked.count(),
        "only_locked": only_locked,
    }
    return render(request, "pension/officers.html", context)


@posts_required(Post.SYSTEM)
def new_officer(request: OfficerRequest) -> HttpResponse:
    """Open an account; the first password is shown once."""
    form = AccountForm(request.POST or None, officer=request.user)
    password = officers.new_password()
    opened = _opened(request, form, password) if form.is_valid() else None
    if opened is None:
        return render(request, "pension/officer_new.html", {"form": form})
    messages.success(request, f"已开立「{opened.name}」的账号。" + _first(password))
    return redirect("pension:officer", opened.pk)


@posts_required(Post.SYSTEM)
def officer_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """One account with its posts, office and ways to help."""
    officer = get_object_or_404(Officer.objects.visible_to(request.user), pk=pk)
    kind = OfficeKind(officer.office.kind) if officer.office else OfficeKind.COMMUNITY
    context = {
        "officer": officer,
        "posts_form": PostsForm(initial={"posts": sorted(officer.posts)}, kind=kind),
        "office_form": OfficeForm(initial={"office": officer.office_id}, officer=request.user),
        "has_second_factor": protection.has_second_factor(officer),
        "first_password_expired": protection.first_password_expired(officer, timezone.now()),
        "shut_out_until": protection.shut_out_until(officer, timezone.now()),
        "holdings": officer.holdings.select_related("granted_by").order_by("-granted_at"),
    }
    return render(request, "pension/officer.html", context)


@posts_required(Post.SYSTEM)
@require_POST
@shows_refusals
def officer_posts(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give an account exactly the posts ticked."""
    officer = get_object_or_404(Officer.objects.visible_to(request.user), pk=pk)
    kind = OfficeKind(officer.office.kind) if officer.office else OfficeKind.COMMUNITY
    form = PostsForm(request.POST, kind=kind)
    if form.is_valid():
        officers.set_posts(pk, form.cleaned_data["posts"], by=request.user, at=timezone.now())
        messages.success(request, "岗位已调整")
    else:
        messages.error(request, "所选岗位不属于本人的机构，岗位没有调整，请重新勾选")
    return redirect("pension:officer", pk)


@posts_required(Post.SYSTEM)
@require_POST
@shows_refusals
def officer_office(request: OfficerRequest, pk: int) -> HttpResponse:
    """Move an account to another office."""
    get_object_or_404(Officer.objects.visible_to(request.user), pk=pk)
    form = OfficeForm(request.POST, officer=request.user)
    if form.is_valid():
        office = form.cleaned_data["office"]
        officers.change_office(pk, office, by=request.user, at=timezone.now())
        messages.success(request, f"已调到「{office.name}」，请核对岗位")
    else:
        messages.error(request, "请选择要调到的机构")
    return redirect("pension:officer", pk)


@posts_required(Post.SYSTEM)
@require_POST
@shows_refusals
def officer_access(request: OfficerRequest, pk: int, deed: str) -> HttpResponse:
    """Lock or unlock an account, reset its password or its second factor."""
    get_object_or_404(Officer.objects.visible_to(request.user), pk=pk)
    if deed not in DEEDS:
        raise Http404
    messages.success(request, DEEDS[deed](pk, request.user))
    return redirect("pension:officer", pk)


@posts_required(Post.SYSTEM, Post.DIRECTOR)
def coverage_page(request: OfficerRequest) -> HttpResponse:
    """Which posts of which office nobody holds."""
    offices = coverage(request.user)
    missing = sum(office.missing_count for office in offices)
    only_missing = "missing" in request.GET
    shown = [office for office in offices if office.missing_count or not only_missing]
    context = {
        "offices": shown,
        "missing": missing,
        "only_missing": only_missing,
        "barred": barred_posts(),
    }
    return render(request, "pension/coverage.html", context)


def _named(found: QuerySet[Officer], text: str) -> QuerySet[Officer]:
    """Those whose name or log-in name holds a text, with their offices and posts."""
    if text:
        found = found.filter(name__contains=text) | found.filter(username__contains=text)
    return found.select_related("office").prefetch_related("holdings")


def _lock(pk: int, by: Officer) -> str:
    officers.lock(pk, by=by, at=timezone.now())
    return "账号已锁定，本人已被退出"


def _unlock(pk: int, by: Officer) -> str:
    officers.unlock(pk, by=by, at=timezone.now())
    return "账号已解锁"


def _reset(pk: int, by: Officer) -> str:
    return _first(officers.reset_password(pk, by=by, at=timezone.now()))


def _reset_second_factor(pk: int, by: Officer) -> str:
    officers.reset_second_factor(pk, by=by, at=timezone.now())
    return "动态口令已重置，本人下次登录时重新绑定"


DEEDS: dict[str, Callable[[int, Officer], str]] = {
    "lock": _lock,
    "unlock": _unlock,
    "reset": _reset,
    "second-factor": _reset_second_factor,
}


def _first(password: str) -> str:
    days = settings.PENSION_FIRST_PASSWORD_DAYS
    return SHOWN_ONCE.format(password=password, serves=f"{days} 天内有效，" if days else "")


def _opened(request: OfficerRequest, form: AccountForm, password: str) -> Officer | None:
    """The account opened; a refusal is shown on the form, nothing typed is lost."""
    try:
        return officers.open_account(
            **form.cleaned_data,
            password_hash=make_password(password),
            by=request.user,
            at=timezone.now(),
        )
    except CaseError as refusal:
        form.add_error(None, list(refusal.sentences))
        return None
