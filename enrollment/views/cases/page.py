"""The page of a case: who, land, chain, next step, papers, history."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from enrollment.forms.case_papers import MissingPapersForm
from enrollment.forms.decisions import CertificateForm, DecisionForm
from enrollment.models import Case
from enrollment.queries.cases import place_of
from enrollment.queries.dossier import Dossier, dossier_of, with_papers
from enrollment.queries.due import DueClock
from enrollment.queries.evidence import wanting
from enrollment.queries.queues import waiting
from enrollment.queries.takings import flag_of
from enrollment.services.corrections import PAPER_POSTS
from enrollment.tables.cases import state_tone
from enrollment.tables.chain import chain_steps
from enrollment.tables.comparison import comparison
from enrollment.tables.opinions import opinion_lines
from enrollment.tables.papers import history, papers
from enrollment.views.cases.next_step import CaseWork
from enrollment.workflow.desks import QUEUES, READING_POSTS, works_on
from enrollment.workflow.states import OPEN_STATES, CaseState, EvidenceState, RefusalReason
from pension.models import Officer
from pension.services import audit
from pension.views.access import OfficerRequest, posts_required
from pension.vocabulary.identity_numbers import age_on
from pension.vocabulary.posts import OfficeKind, Post

SEES_MONEY = (OfficeKind.BUREAU, OfficeKind.STREET, OfficeKind.COMMUNITY)


@posts_required(*READING_POSTS)
def case_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """One case with everything about it and what this officer can do."""
    case = get_object_or_404(with_papers(Case.objects.visible_to(request.user)), pk=pk)
    return render_case(request, case)


@require_POST
@posts_required(*READING_POSTS)
def whole_identity(request: OfficerRequest, pk: int) -> HttpResponse:
    """The identity number unmasked, for the desk that works on the case; one entry each time."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    allowed = works_on(CaseState(case.state), request.user.posts)
    if allowed:
        deed = audit.Deed("打开完整身份证号", "case", case.pk, {"number": case.number})
        audit.record(deed, by=request.user, at=timezone.now())
    context = {"case": case, "person": case.person, "allowed": allowed}
    return render(request, "enrollment/cases/_identity.html", context)


def render_case(
    request: OfficerRequest, case: Case, bound: dict[str, DecisionForm] | None = None
) -> HttpResponse:
    """Draw the page; ``bound`` are forms that came back with errors, by deed."""
    dossier = dossier_of(case)
    work = CaseWork(dossier, request.user, onward=_onward(request))
    context = {
        **_head(dossier, request.user),
        **_cards(dossier),
        "next": work.next_step(bound),
        "certificate_form": _certificate_form(case, request.user, bound or {}),
        **_desk(request, case),
    }
    return render(request, "enrollment/cases/page.html", context)


def _head(dossier: Dossier, officer: Officer) -> dict[str, object]:
    case, today = dossier.case, timezone.localdate()
    due, tone = DueClock(today).badge(case.due_date)
    state = CaseState(case.state)
    return {
        "case": case,
        "person": case.person,
        "age": age_on(case.person.birth_date, today),
        "place": place_of(case.region),
        "state_tone": state_tone(state),
        "due": due,
        "due_tone": "" if tone == "plain" else tone,
        "may_open": works_on(state, officer.posts),
        "may_sign": officer.holds(Post.COMMUNITY_ENTRY, Post.COMMUNITY_CONFIRM),
        "may_correct": _may_correct(state, officer),
        "sees_money": officer.office is not None and officer.office.kind in SEES_MONEY,
    }


def _cards(dossier: Dossier) -> dict[str, object]:
    found = papers(dossier)
    return {
        "dossier": dossier,
        "chain": chain_steps(dossier),
        "papers": found,
        "papers_there": sum(paper.met for paper in found),
        "missing_form": _missing_form(dossier),
        "taking_flag": flag_of(dossier.case.agreement_id),
        "certificate": EvidenceState(dossier.case.certificate),
        "comparison": comparison(dossier),
        "events": history(dossier),
        "opinions": opinion_lines(dossier),
        "refusal": RefusalReason(code) if (code := dossier.case.refusal_code) else None,
    }


def _missing_form(dossier: Dossier) -> MissingPapersForm | None:
    """The form for the list of missing papers, while the case is open and something is wanting."""
    if dossier.case.state not in OPEN_STATES or not wanting(dossier):
        return None
    return MissingPapersForm(auto_id="missing_%s")


def _may_correct(state: CaseState, officer: Officer) -> bool:
    """Whether the desk that entered the case can still put it right."""
    if state is CaseState.MERGING:
        return officer.holds(Post.MERGE)
    return state is CaseState.ENTERED and officer.holds(Post.COMMUNITY_ENTRY)


def _certificate_form(
    case: Case, officer: Officer, bound: dict[str, DecisionForm]
) -> DecisionForm | None:
    """The form for the land certificate, for those who enter papers of an open case."""
    if case.state not in OPEN_STATES or not officer.holds(*PAPER_POSTS):
        return None
    initial = {"certificate": case.certificate, "round": case.round}
    form = CertificateForm(initial=initial, auto_id="certificate_%s")
    return bound.get("certificate", form)


def _onward(request: OfficerRequest) -> str:
    """The part of the address that keeps the desk which is worked through."""
    if request.GET.get("desk") not in QUEUES:
        return ""
    kept = {"desk": request.GET["desk"], "skip": request.GET.getlist("skip")}
    return f"?{urlencode(kept, doseq=True)}"


def _desk(request: OfficerRequest, case: Case) -> dict[str, object]:
    """The desk that is worked through: how many cases wait, and how to pass this one over."""
    queue = QUEUES.get(request.GET.get("desk", ""))
    if queue is None:
        return {"desk": None}
    skipped = [*request.GET.getlist("skip"), str(case.pk)]
    skip_url = f"{reverse('enrollment:desk_next', args=[queue.name])}?"
    return {
        "desk": queue,
        "desk_left": waiting(request.user, queue).count(),
        "skip_url": skip_url + urlencode({"skip": skipped}, doseq=True),
    }
