"""What services do with a key that somebody hands them, aimed at a row of some village group."""

from collections.abc import Callable
from dataclasses import dataclass

from enrollment.models import (
    Case,
    JointReview,
    ProcedureRules,
    RequisitionAgreement,
    ReviewState,
)
from enrollment.rules.takings import TakingFund
from enrollment.services import (
    applications,
    corrections,
    insurance,
    procedure,
    reviews,
    takings,
)
from enrollment.workflow.states import CaseState, EvidenceState, RulesState
from pension.models import JobState, Officer, Upload
from pension.services import jobs, officers
from pension.vocabulary.posts import OfficeKind, Post
from performance.models import Paper, Project
from performance.services import papers
from performance.services.papers import Setting
from subsidies.models import FundEntry, OpeningRecord, RuleSet
from subsidies.queries.batches.candidates import Scope
from subsidies.rules.vocabulary import Channel, RecoveryWay, Ruling
from subsidies.services import (
    batches,
    calculations,
    disputes,
    funds,
    opening,
    recoveries,
    rule_sets,
)
from tests.access.homes import Home
from tests.access.kernel import job_of, upload_of
from tests.access.subsidies import draft_rules
from tests.clock import NOON
from tests.factories.batches import COMMUNITY, due
from tests.factories.disputes import dispute_of, ruled
from tests.factories.dues import contribute, insured_case
from tests.factories.enrollment import (
    case_in,
    review,
)
from tests.factories.kernel import OfficerFactory, holder, office, place
from tests.factories.recoveries import overpaid, proposed
from tests.scopes.rows import SCOPED

TODAY = NOON.date()
Call = Callable[[Officer], object]
Aim = Callable[[str], Call]


@dataclass(frozen=True, slots=True)
class Deed:
    """Who calls a service, and how a row of a village group is made ready for the call."""

    post: Post
    aim: Aim


DEEDS: dict[str, Deed] = {}


def by(post: Post) -> Callable[[Aim], Aim]:
    """Register a call under its name, with the post that may make it."""

    def register(aim: Aim) -> Aim:
        DEEDS[aim.__name__] = Deed(post, aim)
        return aim

    return register


def open_review(group: str) -> tuple[JointReview, Case]:
    """A joint review of the group's street that is not concluded, with the case on it."""
    entry = review(case_in(CaseState.JOINT_REVIEW, code=group))
    JointReview.objects.filter(pk=entry.review_id).update(
        state=ReviewState.OPEN, concluded_by=None, concluded_at=None
    )
    return entry.review, entry.case


def draft_procedure(group: str) -> int:
    """The key of rules of procedure that the group's district drafted."""
    drafts = ProcedureRules.objects.filter(pk=SCOPED[ProcedureRules].make(group).pk)
    clerk = holder(Post.PREPARE, group[:6])
    drafts.update(state=RulesState.DRAFT, proposed_by=clerk, proposed_at=NOON)
    return drafts.get().pk


@by(Post.COMMUNITY_ENTRY)
def take_case_over(group: str) -> Call:
    """A case put right so that it belongs to a group of the caller."""
    key, own = case_in(CaseState.ENTERED, code=group).pk, place(f"{COMMUNITY}02")
    said = {"region": own}
    return lambda officer: applications.correct(key, said, by=officer, at=NOON, reason="演示")


@by(Post.COMMUNITY_ENTRY)
def note_certificate(group: str) -> Call:
    """What became of a certificate noted."""
    key, said = case_in(CaseState.ENTERED, code=group).pk, EvidenceState.MISSING
    return lambda officer: corrections.note_certificate(key, said, by=officer, at=NOON)


@by(Post.MERGE)
def prove_year(group: str) -> Call:
    """A year of contribution proven."""
    key = insured_case(code=group).person_id
    row = insurance.ContributionYear(key, 2021, "演示凭证", "本人提供")
    return lambda officer: insurance.prove_year(row, by=officer, at=NOON)


@by(Post.MERGE)
def void_year(group: str) -> Call:
    """A year of contribution taken back."""
    key = contribute(insured_case(code=group), 2021, "resident").pk
    return lambda officer: insurance.void_contribution(key, reason="演示", by=officer, at=NOON)


@by(Post.JOINT_REVIEW)
def mark_failed(group: str) -> Call:
    """Somebody marked as not passed."""
    made, case = open_review(group)
    words = {"reason": "演示", "return_to": CaseState.STREET}
    return lambda officer: reviews.mark_failed(made.pk, [case.pk], **words, by=officer, at=NOON)


@by(Post.JOINT_REVIEW)
def cancel_review(group: str) -> Call:
    """A joint review cancelled."""
    made, _ = open_review(group)
    return lambda officer: reviews.cancel(made.pk, reason="演示", by=officer, at=NOON)


@by(Post.RESOURCES)
def enter_fund(group: str) -> Call:
    """The fund of a taking entered."""
    key = SCOPED[RequisitionAgreement].make(group).pk
    entry = takings.FundEntry(TakingFund(2, 1), TODAY, "演示到账凭证")
    return lambda officer: takings.enter_fund(key, entry, by=officer, at=NOON)


@by(Post.SYSTEM)
def retry_job(group: str) -> Call:
    """A job that failed tried again."""
    key = job_of(Home(holder(Post.SYSTEM, group[:6])), JobState.FAILED).pk
    return lambda officer: jobs.retry(key, by=officer, at=NOON)


@by(Post.SYSTEM)
def lock_account(group: str) -> Call:
    """An officer's account locked."""
    key = OfficerFactory(office=office(OfficeKind.STREET, group[:9])).pk
    return lambda officer: officers.lock(key, by=officer, at=NOON)


@by(Post.PERFORMANCE)
def open_paper(group: str) -> Call:
    """The paper of a project opened."""
    district = place(group[:6])
    key = Project.objects.create(
        district=district, year=2022, name="演示项目", unit_name="演示单位"
    ).pk
    return lambda officer: papers.open_paper(key, Setting(TODAY), by=officer, at=NOON)


@by(Post.PERFORMANCE)
def set_paper_out(group: str) -> Call:
    """A paper set out anew."""
    key, setting = SCOPED[Paper].make(group).pk, Setting(TODAY, "附件3")
    return lambda officer: papers.set_out(key, setting, by=officer, at=NOON)


@by(Post.PREPARE)
def calculate(group: str) -> Call:
    """A case worked out."""
    key = due(code=group).calculation.case_id
    return lambda officer: calculations.calculate(key, judged_on=TODAY, by=officer, at=NOON)


@by(Post.PREPARE)
def request_batch(group: str) -> Call:
    """A batch of a street asked for."""
    wanted = batches.Plan(Scope(place(group[:9]), Channel.RESIDENT_ACCOUNT), 2022)
    return lambda officer: batches.request_draft(wanted, token="演示", by=officer, at=NOON)


@by(Post.PERFORMANCE)
def void_fund(group: str) -> Call:
    """A published figure voided."""
    key = SCOPED[FundEntry].make(group).pk
    return lambda officer: funds.void(key, reason="演示", by=officer, at=NOON)


@by(Post.SECOND_CHECK)
def force_opening(group: str) -> Call:
    """Opening balances of a workbook put in force."""
    upload: Upload = upload_of(Home(holder(Post.MERGE, group[:6])), "opening")
    record = SCOPED[OpeningRecord].make(group)
    OpeningRecord.objects.filter(pk=record.pk).update(upload=upload, row_number=2)
    return lambda officer: opening.request_force(upload.pk, by=officer, at=NOON)


@by(Post.DIRECTOR)
def put_rules_in_force(group: str) -> Call:
    """Rules put in force."""
    key = draft_rules(Home(holder(Post.PREPARE, group[:6]))).pk
    return lambda officer: rule_sets.put_in_force(key, by=officer, at=NOON)


@by(Post.PREPARE)
def discard_rules(group: str) -> Call:
    """A draft of rules set aside."""
    key = SCOPED[RuleSet].make(group).pk
    return lambda officer: rule_sets.discard(key, by=officer, at=NOON)


@by(Post.PREPARE)
def propose_recovery(group: str) -> Call:
    """A recovery proposed."""
    payment = overpaid(code=group)
    said = recoveries.Proposal(
        found=[payment.pk], reason="演示", document="演示依据", addressee="演示"
    )
    return lambda officer: recoveries.propose(payment.person_id, said, by=officer, at=NOON)


@by(Post.PREPARE)
def plan_recovery(group: str) -> Call:
    """A recovery planned."""
    key, way = proposed(overpaid(code=group)).pk, RecoveryWay.SET_OFF
    return lambda officer: recoveries.plan(key, way, by=officer, at=NOON)


@by(Post.PREPARE)
def rule_dispute(group: str) -> Call:
    """A disputed sum ruled upon."""
    key = dispute_of(group).pk
    return lambda officer: disputes.rule(key, Ruling.UPHOLD, reason="演示", by=officer, at=NOON)


@by(Post.SECOND_CHECK)
def confirm_ruling(group: str) -> Call:
    """A ruling confirmed."""
    key = ruled(dispute_of(group)).pk
    return lambda officer: disputes.confirm(key, by=officer, at=NOON)


@by(Post.SECOND_CHECK)
def send_ruling_back(group: str) -> Call:
    """A ruling sent back."""
    key = ruled(dispute_of(group)).pk
    return lambda officer: disputes.send_back(key, reason="演示", by=officer, at=NOON)


@by(Post.DIRECTOR)
def put_procedure_in_force(group: str) -> Call:
    """A draft of the rules of procedure put in force."""
    key = draft_procedure(group)
    return lambda officer: procedure.put_in_force(key, by=officer, at=NOON)


@by(Post.PREPARE)
def discard_procedure(group: str) -> Call:
    """A draft of the rules of procedure set aside."""
    key = draft_procedure(group)
    return lambda officer: procedure.discard(key, by=officer, at=NOON)
