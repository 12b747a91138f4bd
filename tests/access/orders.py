"""What jobs are asked for with, aimed at rows of some home: every kind of job that names rows."""

from collections.abc import Callable
from typing import Any

from enrollment.models import Case
from enrollment.services import case_papers, letters, papers
from enrollment.workflow.states import CaseState
from pension.models import Upload, UploadState
from pension.services.uploads.checking import CHECK_JOB
from pension.services.uploads.committing import COMMIT_JOB
from pension.vocabulary.job_kinds import kind_of
from pension.vocabulary.posts import Desk, OfficeKind, Post
from performance.services.papers import SELF_EVALUATION
from subsidies.jobs.batch_lists import ARREARS_JOB, ROWS_JOB
from subsidies.jobs.lists import CALCULATIONS_JOB, ENTITLEMENTS_JOB
from subsidies.jobs.recoveries import RECOVERIES_JOB
from subsidies.models import TransferBatch
from subsidies.rules.vocabulary import Channel
from subsidies.services import batches
from subsidies.services.batches.draft_requests import DRAFT_JOB
from subsidies.services.batches.exporting import ROSTER_JOB
from subsidies.services.batches.sheets import APPROVAL_JOB, CLOSING_JOB
from subsidies.services.calculation_runs import RUN_JOB
from subsidies.services.calculation_sheets import SHEET_JOB
from subsidies.services.opening.runs import FORCE_JOB
from subsidies.services.recoveries.letters import RECOVERY_LETTER
from subsidies.workflow.states import BatchState, RecoveryState
from tests.access import enrollment, subsidies
from tests.access.homes import Home
from tests.access.kernel import upload_of
from tests.access.making import Made
from tests.clock import NOON
from tests.factories.batches import due
from tests.factories.enrollment import event
from tests.factories.kernel import HOME_OF, holder, place
from tests.factories.recoveries import Desks, overpaid, recovery_in

Params = dict[str, Any]
Order = Callable[[Home], Params]
TODAY = NOON.date().isoformat()


def naming(name: str, make: Callable[[Home], Made], **more: object) -> Order:
    """An order that names the row that a maker of the access walk makes."""
    return lambda home: {name: next(make(home)).arguments["pk"], **more}


def roster(home: Home) -> Params:
    """A batch to be sent to the bank."""
    order = naming("batch", subsidies.batch, round=1)(home)
    batch = TransferBatch.objects.filter(pk=order["batch"])
    batch.update(state=BatchState.VERIFIED)
    batches.lock(order["batch"], by=holder(Post.PREPARE, home.district), at=NOON)
    batch.update(state=BatchState.RELEASED)
    return order


def draft(home: Home) -> Params:
    """A batch of what is due in a street."""
    due(code=home.group, channel=Channel.RESIDENT_ACCOUNT)
    scope = {"region": place(home.street).pk, "channel": Channel.RESIDENT_ACCOUNT, "kind": None}
    return {**scope, "year": 2022, "bank_format": None, "title": ""}


def recovery_letter(home: Home) -> Params:
    """A recovery that was decided."""
    posts = (Post.PREPARE, Post.SECOND_CHECK, Post.DIRECTOR, Post.CASHIER, Post.RECONCILE)
    desks = Desks(*(holder(post, home.district) for post in posts))
    made = recovery_in(RecoveryState.DECIDED, desks, payment=overpaid(code=home.group))
    return {"recovery": made.pk}


def refusal_letter(home: Home) -> Params:
    """A case that was refused at the second check."""
    order = naming("case", enrollment.refused_case)(home)
    case, officer = Case.objects.get(pk=order["case"]), holder(Post.SECOND_CHECK, home.district)
    event(case, "refuse", officer, to_state=CaseState.REFUSED, desk=Desk.SECOND_CHECK)
    return order


def rights(home: Home) -> Params:
    """Cases of people who are told their rights."""
    return {"cases": [next(enrollment.case(home)).arguments["pk"]]}


def upload_in(state: UploadState) -> Order:
    """A workbook in a state, handed in and confirmed by the officer of the home."""

    def order(home: Home) -> Params:
        upload = upload_of(home, "opening")
        read = {"layout": {"heading_row": 1, "places": {}}, "committed_by": home.officer}
        Upload.objects.filter(pk=upload.pk).update(state=state, **read)
        return {"upload": upload.pk}

    return order


ORDERS: dict[str, Order] = {
    case_papers.RECEIPT: naming("case", enrollment.case_with_papers, day=TODAY),
    case_papers.MISSING: naming("case", enrollment.case_with_papers, day=TODAY, until=TODAY),
    case_papers.APPROVAL_SHEET: naming("case", enrollment.case_with_papers, day=TODAY),
    letters.REFUSAL_LETTER: refusal_letter,
    papers.NOTICE: naming("notice", enrollment.notice),
    papers.SHEET: naming("sheet", enrollment.opinion_sheet),
    papers.REVIEW: naming("review", enrollment.joint_review),
    papers.RIGHTS: rights,
    SHEET_JOB: naming("calculation", subsidies.calculation),
    ROWS_JOB: naming("batch_id", subsidies.batch, query=""),
    APPROVAL_JOB: naming("batch", subsidies.batch),
    CLOSING_JOB: naming("batch", subsidies.batch),
    ROSTER_JOB: roster,
    DRAFT_JOB: draft,
    RUN_JOB: naming("run", subsidies.run),
    FORCE_JOB: naming("upload", subsidies.opening),
    RECOVERY_LETTER: recovery_letter,
    CHECK_JOB: upload_in(UploadState.CHECKING),
    COMMIT_JOB: upload_in(UploadState.COMMITTING),
}
IMPORTED_BY = Post.MERGE  # opening balances


def post_for(kind: str) -> Post:
    """A post that has jobs of a kind done, of the bureau if there is one."""
    if kind in (CHECK_JOB, COMMIT_JOB):
        return IMPORTED_BY
    posts = kind_of(kind).posts
    return next((post for post in posts if HOME_OF[post] is OfficeKind.BUREAU), posts[0])


# Lists as their owner's filters show them, and a paper that is found by its job.
NAMING_NO_ROW = frozenset(
    {
        "export_cases",
        CALCULATIONS_JOB,
        ENTITLEMENTS_JOB,
        ARREARS_JOB,
        RECOVERIES_JOB,
        SELF_EVALUATION,
    }
)
