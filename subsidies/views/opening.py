"""Opening balances before the second officer: files, what was typed in, records, decision."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pension.models import Upload
from pension.services import audit, drafts
from pension.services.steps import Outcome
from pension.services.uploads import note_opening
from pension.tables import Table
from pension.views.access import OfficerRequest, posts_required
from pension.views.pages import page_links
from pension.views.refusals import shows_refusals
from pension.vocabulary.errors import CaseError
from pension.vocabulary.keys import parse_key, parse_keys
from pension.vocabulary.posts import Post
from subsidies.forms.opening import OpeningForm, typed_from
from subsidies.models import OpeningRecord
from subsidies.queries import opening as records
from subsidies.services import opening
from subsidies.tables.opening import file_table, record_table
from subsidies.workflow.states import OpeningState

ROWS_SHOWN = 50
DRAFT = "opening-new"
SEEN = "打开期初数据（完整号码）"


@posts_required(Post.MERGE, Post.SECOND_CHECK)
def openings(request: OfficerRequest) -> HttpResponse:
    """The workbooks with opening balances, those that wait first."""
    context = {
        "table": file_table(records.files(request.user)),
        "may_enter": request.user.holds(Post.MERGE),
    }
    return render(request, "subsidies/opening/list.html", context)


@posts_required(Post.MERGE)
def opening_new(request: OfficerRequest) -> HttpResponse:
    """Type one record in, or a replacement of one; it waits for a second officer."""
    record = _named(request)
    form = OpeningForm(request.POST or None, initial=typed_from(record) if record else None)
    if form.is_valid() and (entered := _propose(request, form)):
        drafts.throw_away(DRAFT, by=request.user)
        name = entered.person.name
        messages.success(request, f"{name}的期初数据已录入，待「区级复核」岗位的另一人复核后生效")
        return redirect("subsidies:opening_typed")
    if record is not None:
        _note_seen(request, [record])
    draft_url = "" if record else reverse("pension:draft", args=[DRAFT])
    context = {"form": form, "record": record, "draft_url": draft_url}
    return render(request, "subsidies/opening/new.html", context)


@posts_required(Post.MERGE, Post.SECOND_CHECK)
def opening_typed(request: OfficerRequest) -> HttpResponse:
    """The records that were typed in; numbers are shown whole, which is noted for each person."""
    context, page = _records(request, None)
    _note_seen(request, list(page))
    decide_url = reverse("subsidies:opening_typed_decide")
    return render(request, "subsidies/opening/records.html", context | {"decide_url": decide_url})


@posts_required(Post.MERGE, Post.SECOND_CHECK)
def opening_upload(request: OfficerRequest, pk: int) -> HttpResponse:
    """The records of one workbook; numbers are shown whole, which is noted."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    note_opening(upload, SEEN, by=request.user, at=timezone.now())
    context, _ = _records(request, upload)
    context |= {
        "upload": upload,
        "decide_url": reverse("subsidies:opening_decide", args=[pk]),
    }
    return render(request, "subsidies/opening/records.html", context)


@posts_required(Post.SECOND_CHECK)
@require_POST
@shows_refusals
def opening_force_all(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put everything that waits in a workbook in force, in the background."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    job = opening.request_force(upload.pk, by=request.user, at=timezone.now())
    return redirect("pension:job", job.pk)


@posts_required(Post.SECOND_CHECK)
@require_POST
@shows_refusals
def opening_decide(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put the chosen records of a workbook in force, or send them back."""
    get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    _decide(request)
    return redirect("subsidies:opening_upload", pk)


@posts_required(Post.SECOND_CHECK)
@require_POST
@shows_refusals
def opening_typed_decide(request: OfficerRequest) -> HttpResponse:
    """Put the chosen records that were typed in in force, or send them back."""
    _decide(request)
    return redirect("subsidies:opening_typed")


def _named(request: OfficerRequest) -> OpeningRecord | None:
    """The record that the address asks to correct."""
    asked = parse_key(request.GET.get("record", ""))
    if asked is None:
        return None
    visible = OpeningRecord.objects.visible_to(request.user).select_related("person")
    return get_object_or_404(visible, pk=asked)


def _propose(request: OfficerRequest, form: OpeningForm) -> OpeningRecord | None:
    """The record entered; a refusal is shown at its field, nothing typed is lost."""
    entry, by, at = form.entry(), request.user, timezone.now()
    form.refuse(opening.faults_of(entry, by=by, at=at))
    if form.errors:
        return None
    try:
        return opening.propose(entry, by=by, at=at)
    except CaseError as refusal:
        for sentence in refusal.sentences:
            form.add_error(None, sentence)
        return None


def _note_seen(request: OfficerRequest, shown: list[OpeningRecord]) -> None:
    deeds = [audit.Deed(SEEN, "person", record.person_id) for record in shown]
    audit.record_many(deeds, by=request.user, at=timezone.now())


def _records(
    request: OfficerRequest, upload: Upload | None
) -> tuple[dict[str, object], Page[OpeningRecord]]:
    """What the page of a workbook, or of what was typed in, shows; and the rows of this page."""
    found = records.records_of(upload, request.user)
    state = _state(request.GET.get("state", ""))
    page = Paginator(found.filter(state=state), ROWS_SHOWN).get_page(request.GET.get("page"))
    context = {
        "tabs": _tabs(list(found.values_list("state", flat=True)), state),
        "table": _table(request, page, state),
        "page": page_links(page, request.GET),
        "totals": records.totals(found),
        "waiting": found.filter(state=OpeningState.PROPOSED).count(),
        "may_decide": request.user.holds(Post.SECOND_CHECK),
    }
    return context, page


def _table(request: OfficerRequest, page: Page[OpeningRecord], state: OpeningState) -> Table:
    may_decide = request.user.holds(Post.SECOND_CHECK)
    return record_table(
        page.object_list,
        state,
        is_selectable=may_decide and state is OpeningState.PROPOSED,
        may_correct=request.user.holds(Post.MERGE),
    )


def _decide(request: OfficerRequest) -> None:
    chosen = parse_keys(request.POST.getlist("rows"))
    by, at = request.user, timezone.now()
    if request.POST.get("action") == "reject":
        reason = request.POST.get("reason", "")
        _tell(request, "已退回", opening.reject(chosen, reason=reason, by=by, at=at))
    else:
        _tell(request, "已生效", opening.put_in_force(chosen, by=by, at=at))


def _tell(request: OfficerRequest, deed: str, outcome: Outcome) -> None:
    if outcome.done:
        messages.success(request, f"{deed} {len(outcome.done)} 条")
    elif not outcome.refused:
        messages.warning(request, "请先选择要办理的记录")
    for sentences in list(outcome.refused.values())[:5]:
        messages.error(request, "；".join(sentences))


def _state(asked: str) -> OpeningState:
    return OpeningState(asked) if asked in set(OpeningState) else OpeningState.PROPOSED


def _tabs(states: list[str], chosen: OpeningState) -> list[dict[str, object]]:
    return [
        {
            "label": state.label,
            "url": f"?state={state}",
            "active": state is chosen,
            "count": states.count(state),
        }
        for state in OpeningState
    ]
