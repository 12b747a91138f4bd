"""Dated rule sets: every value with the article that states it, and what is wanting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from pension.models import Region, RegionLevel
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.posts import Post
from subsidies.forms.rule_sets import RuleSetForm, ValueForm
from subsidies.models import RuleSet
from subsidies.queries.rule_sets import (
    displaced_by,
    gaps,
    latest_in_force,
    rule_sets_of,
    stated_values,
)
from subsidies.services import rule_sets
from subsidies.tables.rule_sets import gap_table, rule_set_table, state_of
from subsidies.workflow.readers import MONEY_POSTS
from subsidies.workflow.states import RuleSetState


@posts_required(*MONEY_POSTS)
def rule_set_list(request: OfficerRequest) -> HttpResponse:
    """The rule sets of the district, newest first."""
    context = {
        "table": rule_set_table(rule_sets_of(request.user)),
        "may_propose": request.user.holds(Post.PREPARE),
    }
    return render(request, "subsidies/rule_sets/list.html", context)


@posts_required(*MONEY_POSTS)
def rule_set_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """One rule set: every value, what is empty and what that blocks, and the next step."""
    rule_set = _rule_set(request, pk)
    is_draft = rule_set.state == RuleSetState.DRAFT
    context = {
        "rule_set": rule_set,
        "state": state_of(rule_set),
        "values": stated_values(rule_set),
        "gaps": gap_table(gaps(rule_set)),
        "may_change": is_draft and request.user.holds(Post.PREPARE),
        "is_draft": is_draft,
        "displaced": displaced_by(rule_set) if is_draft else [],
        "may_approve": request.user.holds(*rule_sets.APPROVERS),
        "is_own": rule_set.proposed_by_id == request.user.pk,
        "form": ValueForm(initial={"document_number": rule_set.document.number}),
    }
    return render(request, "subsidies/rule_sets/page.html", context)


@posts_required(Post.PREPARE)
@shows_refusals
def new_rule_set(request: OfficerRequest) -> HttpResponse:
    """Draft a rule set, as a rule from the values of the one in force."""
    form = RuleSetForm(request.POST or None)
    if not form.is_valid():
        return render(request, "subsidies/rule_sets/new.html", {"form": form})
    said = form.cleaned_data
    districts = Region.objects.visible_to(request.user).filter(level=RegionLevel.DISTRICT)
    district = get_object_or_404(districts, valid_to__isnull=True)
    number, title = said["document_number"], said["document_title"]
    drafted = rule_sets.propose(
        district,
        name=said["name"],
        document=rule_sets.register_document(number, title=title),
        valid_from=said["valid_from"],
        by=request.user,
        at=timezone.now(),
        like=latest_in_force(district) if said["copies"] else None,
    )
    return redirect("subsidies:rule_set", drafted.pk)


@posts_required(Post.PREPARE)
@require_POST
@shows_refusals
def add_value(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write a value into a draft."""
    rule_set = _rule_set(request, pk)
    form = ValueForm(request.POST)
    if not form.is_valid():
        return render(
            request, "subsidies/rule_sets/value.html", {"rule_set": rule_set, "form": form}
        )
    said = form.cleaned_data
    document = rule_sets.register_document(said["document_number"])
    text = form.rule_text(document)
    rule_sets.state_value(pk, text, document, by=request.user, at=timezone.now())
    messages.success(request, f"{text.name.label}已录入")
    return redirect("subsidies:rule_set", pk)


@posts_required(Post.PREPARE)
@require_POST
@shows_refusals
def remove_value(request: OfficerRequest, pk: int, value_id: int) -> HttpResponse:
    """Take a value out of a draft."""
    _rule_set(request, pk)
    rule_sets.remove_value(pk, value_id, by=request.user, at=timezone.now())
    messages.success(request, "参数已删去")
    return redirect("subsidies:rule_set", pk)


@posts_required(*rule_sets.APPROVERS)
@require_POST
@shows_refusals
def put_in_force(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put a draft in force, by an officer who didn't propose it."""
    _rule_set(request, pk)
    rule_sets.put_in_force(pk, by=request.user, at=timezone.now())
    messages.success(request, "规则已生效，请「核算编制」重新核算受影响的人员")
    return redirect("subsidies:rule_set", pk)


@posts_required(Post.PREPARE)
@require_POST
@shows_refusals
def discard(request: OfficerRequest, pk: int) -> HttpResponse:
    """Set a draft aside."""
    _rule_set(request, pk)
    rule_sets.discard(pk, by=request.user, at=timezone.now())
    messages.success(request, "草稿已废弃")
    return redirect("subsidies:rule_sets")


def _rule_set(request: OfficerRequest, pk: int) -> RuleSet:
    found = RuleSet.objects.visible_to(request.user).select_related(
        "document", "district", "proposed_by", "approved_by"
    )
    return get_object_or_404(found, pk=pk)
