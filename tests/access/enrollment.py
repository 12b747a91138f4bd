"""Makers for people, cases and the lists of the chain."""

from django.core.files.base import ContentFile
from django.utils import timezone

from enrollment.models import (
    Case,
    DepartmentOpinion,
    DeskOpinion,
    JointReview,
    Objection,
    OpinionSheet,
    ProcedureRules,
    RequisitionAgreement,
    SignedRoster,
)
from enrollment.views.cases.decisions import DEEDS
from enrollment.workflow.desks import queues_of
from enrollment.workflow.states import CaseState, Opinion
from pension.vocabulary.posts import Desk, OfficeKind, Post
from tests.access.homes import Home
from tests.access.making import Made, Try, makes
from tests.clock import NOON
from tests.factories.enrollment import (
    case_in,
    post,
    review,
)
from tests.factories.kernel import holder, place

NOT_FOR_COMMUNITIES = (OfficeKind.COMMUNITY,)


def scan() -> ContentFile:
    """A scanned paper with a personal number on it."""
    return ContentFile(b"%PDF-1.7 530121197103120025", "scan.pdf")


@makes("enrollment:case", "enrollment:case_identity", "enrollment:case_correct")
def case(home: Home) -> Made:
    """A case where it was entered."""
    yield Try({"pk": case_in(CaseState.ENTERED, code=home.group).pk})


@makes("enrollment:case_receipt", "enrollment:case_missing", "enrollment:case_approval_sheet")
def case_with_papers(home: Home) -> Made:
    """An open case for which something is wanting."""
    yield Try({"pk": case_in(CaseState.ENTERED, code=home.group).pk}, {"until": "2099-12-31"})


@makes("enrollment:case_letter")
def refused_case(home: Home) -> Made:
    """A case that was refused."""
    yield Try({"pk": case_in(CaseState.REFUSED, code=home.group).pk})


@makes("enrollment:case_decide")
def decisions(home: Home) -> Made:
    """Every decision on a case."""
    key = case_in(CaseState.SECOND_CHECK, code=home.group).pk
    for deed in DEEDS:
        yield Try({"pk": key, "deed": deed}, {"round": 1, "reason": "演示", "text": "演示"})


@makes("enrollment:bulk_decide", is_scoped=False)
def bulk(home: Home) -> Made:
    """Both decisions at each of the officer's own desks."""
    for queue in queues_of(home.officer.posts):
        for action in ("agree", "return") if queue.can_be_done_in_bulk else ():
            yield Try({"action": action}, {"queue": queue.name, "keys": "1"})


@makes("enrollment:desk_next", is_scoped=False)
def desks(home: Home) -> Made:
    """The officer's own desks."""
    for queue in queues_of(home.officer.posts):
        yield Try({"desk": queue.name})


@makes("enrollment:taking", "enrollment:taking_fund")
def taking(home: Home) -> Made:
    """A taking of the officer's group."""
    made, _ = RequisitionAgreement.objects.get_or_create(
        name="演示征地协议", group=place(home.group)
    )
    yield Try(
        {"pk": made.pk},
        {"due": "2", "paid": "1", "as_of": str(NOON.date()), "source": "演示到账凭证"},
    )


@makes(
    "enrollment:procedure",
    "enrollment:procedure_revise",
    "enrollment:procedure_in_force",
    "enrollment:procedure_discard",
)
def procedure(home: Home) -> Made:
    """A draft of rules of procedure of the district."""
    drafted = ProcedureRules.objects.create(
        district=place(home.group[:6]),
        document="演示程序规则",
        valid_from=NOON.date(),
        state="draft",
        proposed_by=holder(Post.PREPARE),
        proposed_at=NOON,
    )
    yield Try({"pk": drafted.pk}, {"document": "演示程序规则", "valid_from": "2022-01-01"})


@makes("enrollment:opinion_scan")
def opinion(home: Home) -> Made:
    """An opinion on paper with its scan."""
    made = DeskOpinion.objects.create(
        case=case_in(CaseState.ENTERED, code=home.group),
        round=1,
        desk=Desk.POLICE,
        opinion=Opinion.AGREE,
        on_paper=True,
        signed_by="演示民警",
        signed_on=NOON.date(),
        scan=scan(),
        officer=holder(Post.STREET_ENTRY),
        at=NOON,
    )
    yield Try({"pk": made.pk})


@makes("enrollment:notice_new", unseen_by=NOT_FOR_COMMUNITIES)
def place_to_post(home: Home) -> Made:
    """A community with somebody to post."""
    case_in(CaseState.NOTICE, code=home.group)
    yield Try({"pk": place(home.community).pk})


@makes("enrollment:notice", "enrollment:notice_close", "enrollment:notice_print")
def notice(home: Home) -> Made:
    """A running notice of a group."""
    yield Try({"pk": post(_case(home), is_over=False).notice.pk})


@makes("enrollment:objection_new")
def entry(home: Home) -> Made:
    """An entry of a running notice."""
    yield Try({"pk": post(_case(home), is_over=False).pk})


@makes("enrollment:objection", "enrollment:objection_reject", "enrollment:objection_uphold")
def objection(home: Home) -> Made:
    """An objection that nobody looked into yet."""
    made = Objection.objects.create(
        entry=post(_case(home), is_over=False),
        received_on=NOON.date(),
        raised_by="演示村民",
        content="户口已迁出",
        entered_by=holder(Post.STREET_ENTRY),
        entered_at=NOON,
    )
    yield Try({"pk": made.pk}, {"finding": "演示"})


@makes("enrollment:review_new", unseen_by=NOT_FOR_COMMUNITIES)
def street_to_review(home: Home) -> Made:
    """A street where somebody waits."""
    case_in(CaseState.JOINT_REVIEW, code=home.group)
    yield Try({"pk": place(home.street).pk}, {"held_on": str(timezone.localdate())})


@makes(
    "enrollment:review",
    "enrollment:review_opinions",
    "enrollment:review_mark",
    "enrollment:review_conclude",
    "enrollment:review_cancel",
    "enrollment:review_print",
    unseen_by=NOT_FOR_COMMUNITIES,
)
def joint_review(home: Home) -> Made:
    """A joint review of the street; whether it is over doesn't matter here."""
    made = _review(home)
    words = {"return_to": CaseState.STREET, "reason": "演示"}
    yield Try({"pk": made.pk}, {"rows": list(made.entries.values_list("case", flat=True))} | words)
    yield Try({"pk": made.pk}, {"action": "unmark"})


@makes("enrollment:review_scan", unseen_by=NOT_FOR_COMMUNITIES)
def review_scan(home: Home) -> Made:
    """The signed paper of a department."""
    made = _review(home)
    word = DepartmentOpinion.objects.create(
        review=made,
        department="公安机关",
        opinion=Opinion.AGREE,
        signed_by="演示处长",
        scan=scan(),
        entered_by=made.opened_by,
        entered_at=NOON,
    )
    yield Try({"pk": made.pk, "opinion": word.pk})


@makes("enrollment:roster_new")
def group(home: Home) -> Made:
    """A village group."""
    yield Try({"pk": place(home.group).pk})


@makes("enrollment:roster", "enrollment:roster_scan")
def roster(home: Home) -> Made:
    """A signed roster with its scan."""
    made = SignedRoster.objects.create(
        group=place(home.group),
        signed_on=NOON.date(),
        scan=scan(),
        entered_by=holder(Post.COMMUNITY_ENTRY),
        entered_at=NOON,
    )
    yield Try({"pk": made.pk})


@makes("enrollment:opinion_sheet", "enrollment:opinion_sheet_print")
def opinion_sheet(home: Home) -> Made:
    """A list printed for a department."""
    made = OpinionSheet.objects.create(
        number=f"YJ-{OpinionSheet.objects.count()}",
        region=place(home.community),
        desk=Desk.POLICE,
        cases=[case_in(CaseState.DEPARTMENTS, code=home.group).pk],
        printed_by=holder(Post.STREET_ENTRY),
        printed_at=NOON,
    )
    yield Try({"pk": made.pk})


def _case(home: Home) -> Case:
    return case_in(CaseState.STREET, code=home.group)


def _review(home: Home) -> JointReview:
    return review(_case(home)).review
