"""The audit trail as a page: who did or opened what, when."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from pension.filters import AuditFilter
from pension.models import AuditEntry
from pension.views.access import OfficerRequest, posts_required
from pension.vocabulary.posts import Post


@posts_required(Post.SYSTEM, Post.INSPECT)
def audit_list(request: OfficerRequest) -> HttpResponse:
    """Entries of the offices in one's region, newest first."""
    entries = AuditEntry.objects.visible_to(request.user).select_related("officer", "chain__office")
    chosen = AuditFilter(request.GET, queryset=entries.order_by("-pk"), request=request)
    page = Paginator(chosen.qs, 100).get_page(request.GET.get("page"))
    return render(request, "pension/audit.html", {"filter": chosen, "page": page})
