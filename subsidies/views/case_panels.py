"""What is due to the person of a case: the panel inside the case page, and what is done there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.queries.insured import CaseGlance, case_glance, contributions_of
from enrollment.rules.categories import Scheme
from enrollment.services import insurance
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.forms.calculations import ProofForm, VoidForm
from subsidies.models import Calculation
from subsidies.queries.calculations import current_of, earlier_of
from subsidies.queries.documents import documents_of
from subsidies.queries.ledger import holdings_of
from subsidies.rules.facts import Facts
from subsidies.services import calculation_sheets, calculations
from subsidies.tables.facts import facts_of
from subsidies.tables.recoveries.panels import overpaid_panel
from subsidies.tables.working import decision_of, ledger_table, strip_of, working_table
from subsidies.workflow.readers import MONEY_POSTS

PROOF_DESKS = (Post.MERGE, Post.PREPARE)


@posts_required(*MONEY_POSTS)
def case_panel(request: OfficerRequest, pk: int) -> HttpResponse:
    """What is due to the person of a case and why; loaded into the case page."""
    glance = _glance(request, pk)
    context = {
        "glance": glance,
        **_due_to(glance, current_of(glance, request.user)),
        "contributions": [
            (row, VoidForm(auto_id=f"void-{row.contribution_id}-%s"))
            for row in contributions_of(glance.person_id)
        ],
        "earlier": earlier_of(glance, request.user),
        "recovery": overpaid_panel(glance.person_id, request.user, timezone.localdate()),
        "may_read_rules": request.user.is_bureau,
        "may_calculate": request.user.holds(Post.PREPARE),
        "may_prove": request.user.holds(*PROOF_DESKS),
        "proof_form": ProofForm(),
    }
    return render(request, "subsidies/calculations/panel.html", context)


@posts_required(*MONEY_POSTS)
def calculation_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """One calculation as it was kept, also one that was superseded."""
    found = Calculation.objects.visible_to(request.user).select_related(
        "person__region__parent", "case", "rule_set__document", "calculated_by"
    )
    calculation = get_object_or_404(found, pk=pk)
    decision = decision_of(calculation)
    context = {
        "calculation": calculation,
        "decision": decision,
        "table": working_table(decision, documents_of(decision.lines)),
        "facts": facts_of(Facts.from_json(calculation.facts)),
        "recovery": overpaid_panel(calculation.person_id, request.user, timezone.localdate()),
    }
    return render(request, "subsidies/calculations/calculation.html", context)


@posts_required(Post.PREPARE)
@require_POST
@shows_refusals
def recalculate(request: OfficerRequest, pk: int) -> HttpResponse:
    """Work out one case as of today."""
    _glance(request, pk)
    now = timezone.now()
    today = timezone.localdate(now)
    summary = calculations.calculate(pk, judged_on=today, by=request.user, at=now)
    if summary.lapsed:
        messages.warning(request, "本件已不予确认或撤回，未发放的补助已作废")
    elif summary.unchanged:
        messages.info(request, "重新核算的结果与现行结果相同，没有产生新的计算单")
    else:
        messages.success(request, "已核算，结果和依据见下方「补助核算」")
    return redirect("enrollment:case", pk)


@posts_required(*PROOF_DESKS)
@require_POST
@shows_refusals
def prove_year(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note a year of contribution from the proof that the person brought."""
    glance = _glance(request, pk)
    said = _valid(ProofForm(request.POST))
    year = insurance.ContributionYear(
        glance.person_id, said["year"], said["proof"], "本人提供", Scheme(said["scheme"])
    )
    insurance.prove_year(year, by=request.user, at=timezone.now())
    messages.success(request, f"已登记{said['year']}年度的缴费，请重新核算")
    return redirect("enrollment:case", pk)


@posts_required(*PROOF_DESKS)
@require_POST
@shows_refusals
def void_year(request: OfficerRequest, pk: int, contribution_id: int) -> HttpResponse:
    """Take back a year of contribution that was noted wrongly."""
    _glance(request, pk)
    said = _valid(VoidForm(request.POST))
    insurance.void_contribution(
        contribution_id, reason=said["reason"], by=request.user, at=timezone.now()
    )
    messages.success(request, "缴费年度已作废，请重新核算")
    return redirect("enrollment:case", pk)


@posts_required(*MONEY_POSTS)
@require_POST
def request_sheet(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask for the 计算单 as PDF."""
    calculation = get_object_or_404(Calculation.objects.visible_to(request.user), pk=pk)
    job = calculation_sheets.request_sheet(calculation, by=request.user, at=timezone.now())
    return redirect("pension:job", job.pk)


def _due_to(glance: CaseGlance, calculation: Calculation | None) -> dict[str, object]:
    """The working in force, the fifteen years and the ledger of a case's person."""
    holdings = holdings_of([glance.person_id])[glance.person_id]
    decision = decision_of(calculation) if calculation else None
    return {
        "calculation": calculation,
        "decision": decision,
        "table": working_table(decision, documents_of(decision.lines)) if decision else None,
        "strip": strip_of(decision, holdings),
        "ledger": ledger_table(holdings) if holdings else None,
    }


def _glance(request: OfficerRequest, case_id: int) -> CaseGlance:
    glance = case_glance(case_id, request.user)
    if glance is None:
        raise Http404
    return glance


def _valid(form: ProofForm | VoidForm) -> dict[str, Any]:
    """What a small form of the panel says; refused with every fault named by its field."""
    if not form.is_valid():
        raise CaseError(
            *(
                f"{form.fields[name].label}：{fault}"
                for name, faults in form.errors.items()
                for fault in faults
            )
        )
    return form.cleaned_data
