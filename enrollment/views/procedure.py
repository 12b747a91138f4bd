"""Rules of procedure: list, page, drafting, putting in force."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.forms.procedure import ProcedureForm, initial_of
from enrollment.models import ProcedureRules
from enrollment.queries import procedure as queries
from enrollment.services import procedure
from enrollment.tables import procedure as tables
from enrollment.workflow.states import RulesState
from pension.models import Region, RegionLevel
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals

READERS = (*procedure.DRAFTERS, *procedure.APPROVERS)


@posts_required(*READERS)
def procedure_list(request: OfficerRequest) -> HttpResponse:
    """The rules of procedure of the district, newest first."""
    context = {
        "table": tables.rules_table(queries.rules_of(request.user)),
        "may_propose": request.user.holds(*procedure.DRAFTERS),
    }
    return render(request, "enrollment/procedure/list.html", context)


@posts_required(*READERS)
def procedure_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """What the rules say, what is empty and what that holds up, and the next step."""
    rules = _own(request, pk)
    is_draft = rules.state == RulesState.DRAFT
    context = {
        "rules": rules,
        "state": tables.state_of(rules),
        "facts": tables.facts(rules),
        "gaps": tables.gap_table(queries.gaps(rules)),
        "is_draft": is_draft,
        "may_change": is_draft and request.user.holds(*procedure.DRAFTERS),
        "may_approve": request.user.holds(*procedure.APPROVERS),
        "is_own": rules.proposed_by_id == request.user.pk,
    }
    return render(request, "enrollment/procedure/page.html", context)


@posts_required(*procedure.DRAFTERS)
@shows_refusals
def procedure_new(request: OfficerRequest) -> HttpResponse:
    """Draft rules, from the values of the newest ones in force."""
    known = queries.rules_of(request.user).filter(state=RulesState.IN_FORCE).first()
    form = ProcedureForm(request.POST or None, initial=_start(known))
    if form.is_valid():
        districts = Region.objects.visible_to(request.user).filter(level=RegionLevel.DISTRICT)
        district = get_object_or_404(districts, valid_to__isnull=True)
        drafted = procedure.propose(district, form.stated(), by=request.user, at=timezone.now())
        messages.success(request, "程序规则已拟定，待另一人复核生效")
        return redirect("enrollment:procedure", drafted.pk)
    return render(request, "enrollment/procedure/new.html", {"form": form})


@posts_required(*procedure.DRAFTERS)
@shows_refusals
def procedure_revise(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put a draft right."""
    rules = _own(request, pk)
    form = ProcedureForm(request.POST or None, initial=initial_of(rules))
    if form.is_valid():
        procedure.revise(pk, form.stated(), by=request.user, at=timezone.now())
        messages.success(request, "草稿已修改")
        return redirect("enrollment:procedure", pk)
    return render(request, "enrollment/procedure/new.html", {"form": form, "rules": rules})


@posts_required(*procedure.APPROVERS)
@require_POST
@shows_refusals
def procedure_in_force(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put a draft in force, by an officer who didn't draft it."""
    rules = _own(request, pk)
    procedure.put_in_force(rules.pk, by=request.user, at=timezone.now())
    messages.success(request, f"程序规则已生效，自 {rules.valid_from} 起执行")
    return redirect("enrollment:procedure", pk)


@posts_required(*procedure.DRAFTERS)
@require_POST
@shows_refusals
def procedure_discard(request: OfficerRequest, pk: int) -> HttpResponse:
    """Set a draft aside."""
    procedure.discard(_own(request, pk).pk, by=request.user, at=timezone.now())
    messages.success(request, "草稿已废弃")
    return redirect("enrollment:procedures")


def _own(request: OfficerRequest, pk: int) -> ProcedureRules:
    return get_object_or_404(queries.rules_of(request.user), pk=pk)


def _start(known: ProcedureRules | None) -> dict[str, object]:
    """The values in force without document and day, which the new ones must name."""
    if known is None:
        return {}
    return initial_of(known) | {"document": "", "valid_from": None}
