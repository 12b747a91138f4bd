"""One row of every scoped table for a village group, with the code of the region it belongs to."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from django.db import models

from enrollment.models import (
    Case,
    JointReview,
    OpinionSheet,
    Person,
    ProcedureRules,
    PublicNotice,
    RequisitionAgreement,
    SignedRoster,
)
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry, Job, JobFile, Office, Officer, Region, Upload
from pension.services import audit
from pension.vocabulary.posts import Desk, OfficeKind, Post
from performance.models import Paper, Project
from performance.services import papers
from performance.services.papers import Setting
from subsidies.models import (
    BatchRow,
    Calculation,
    CalculationRun,
    Dispute,
    Entitlement,
    FundEntry,
    OpeningRecord,
    PolicyDocument,
    Recovery,
    RuleSet,
    TransferBatch,
)
from tests.clock import NOON
from tests.factories.batches import due
from tests.factories.disputes import dispute_of
from tests.factories.dues import SINCE, batch_with
from tests.factories.enrollment import PersonFactory, case_in, post, review
from tests.factories.jobs import TRIAL
from tests.factories.kernel import OfficerFactory, holder, office, place
from tests.factories.recoveries import overpaid, proposed

DEPARTMENTS = frozenset({OfficeKind.AGRICULTURE, OfficeKind.RESOURCES, OfficeKind.POLICE})
ALL_BUT_BUREAU = frozenset(OfficeKind) - {OfficeKind.BUREAU}


@dataclass(frozen=True, slots=True)
class Scoped:
    """How to make a row for a group, how much of its code the row has, who never sees such rows."""

    make: Callable[[str], models.Model]
    digits: int
    unseen_by: Collection[OfficeKind] = ()


def _agreement(group: str) -> RequisitionAgreement:
    return RequisitionAgreement.objects.create(group=place(group), name="演示协议")


def _roster(group: str) -> SignedRoster:
    clerk = holder(Post.COMMUNITY_ENTRY)
    return SignedRoster.objects.create(
        group=place(group), signed_on=SINCE, entered_by=clerk, entered_at=NOON
    )


def _case(group: str) -> Case:
    return case_in(CaseState.STREET, code=group)


def _sheet(group: str) -> OpinionSheet:
    return OpinionSheet.objects.create(
        number=f"YJ-{group}",
        region=place(group),
        desk=Desk.POLICE,
        cases=[],
        printed_by=holder(Post.STREET_ENTRY),
        printed_at=NOON,
    )


def _rule_set(group: str) -> RuleSet:
    document, _ = PolicyDocument.objects.get_or_create(number="演示文件", title="演示文件")
    return RuleSet.objects.create(
        district=place(group[:6]),
        name="演示规则",
        document=document,
        valid_from=SINCE,
        state="draft",
        proposed_by=holder(Post.PREPARE),
        proposed_at=NOON,
    )


def _procedure(group: str) -> ProcedureRules:
    return ProcedureRules.objects.create(
        district=place(group[:6]), document="演示程序规则", valid_from=SINCE, state="retired"
    )


def _run(group: str) -> CalculationRun:
    return CalculationRun.objects.create(
        token=group,
        region=place(group),
        judged_on=SINCE,
        rule_set=_rule_set(group),
        requested_by=holder(Post.PREPARE),
        requested_at=NOON,
    )


def _opening(group: str) -> OpeningRecord:
    return OpeningRecord.objects.create(
        person=PersonFactory(region=place(group)),
        state="proposed",
        entered_by=holder(Post.MERGE),
        entered_at=NOON,
    )


def _fund_entry(group: str) -> FundEntry:
    return FundEntry.objects.create(
        district=place(group[:6]),
        year=2022,
        kind="budget",
        account=f"演示资金{group}",
        amount_fen=1,
        source="演示预算公开表",
        as_of=date(2022, 10, 31),
        entered_by=holder(Post.PERFORMANCE),
        entered_at=NOON,
    )


def _batch_row(group: str) -> BatchRow:
    row = batch_with(due(code=group)).rows.get()
    TransferBatch.objects.filter(pk=row.batch_id).update(region=place(group[:6]))
    return row


def _batch(group: str) -> TransferBatch:
    return _batch_row(group).batch


def _paper(group: str) -> Paper:
    author, setting = holder(Post.PERFORMANCE, group[:6]), Setting(NOON.date())
    name = f"演示项目{group}-{author.pk}"
    return papers.begin(2022, name, "演示单位", setting, by=author, at=NOON)


def _project(group: str) -> Project:
    return _paper(group).project


def _office(group: str) -> Office:
    return office(OfficeKind.COMMUNITY, group[:12])


def _officer(group: str) -> Officer:
    return OfficerFactory(office=_office(group))


def _entry(group: str) -> AuditEntry:
    audit.record(audit.Deed("演示", "case", 1), by=_officer(group), at=NOON)
    return AuditEntry.objects.latest("pk")


def _job(group: str, key: str = "") -> Job:
    owner = _officer(group)
    return Job.objects.create(
        key=key or group,
        kind=TRIAL,
        title="演示",
        owner=owner,
        office=owner.office,
        created_at=NOON,
    )


def _job_file(group: str) -> JobFile:
    return JobFile.objects.create(job=_job(group, f"{group} 文件"), name="x", sha256="0", size=1)


def _upload(group: str) -> Upload:
    owner = _officer(group)
    return Upload.objects.create(
        kind="roster", name="x", sha256="0", office=owner.office, officer=owner, uploaded_at=NOON
    )


GROUP, COMMUNITY, STREET, DISTRICT = 14, 12, 9, 6
SCOPED: dict[type[models.Model], Scoped] = {
    Region: Scoped(place, GROUP),
    Office: Scoped(_office, COMMUNITY),
    Officer: Scoped(_officer, COMMUNITY),
    AuditEntry: Scoped(_entry, COMMUNITY),
    Person: Scoped(lambda group: PersonFactory(region=place(group)), GROUP),
    Case: Scoped(_case, GROUP),
    RequisitionAgreement: Scoped(_agreement, GROUP),
    SignedRoster: Scoped(_roster, GROUP),
    ProcedureRules: Scoped(_procedure, DISTRICT),
    PublicNotice: Scoped(lambda group: post(_case(group), is_over=False).notice, GROUP),
    JointReview: Scoped(lambda group: review(_case(group)).review, STREET),
    OpinionSheet: Scoped(_sheet, GROUP),
    Calculation: Scoped(lambda group: due(code=group).calculation, GROUP, DEPARTMENTS),
    Entitlement: Scoped(lambda group: due(code=group), GROUP, DEPARTMENTS),
    CalculationRun: Scoped(_run, GROUP, ALL_BUT_BUREAU),
    RuleSet: Scoped(_rule_set, DISTRICT),
    OpeningRecord: Scoped(_opening, GROUP),
    FundEntry: Scoped(_fund_entry, DISTRICT),
    TransferBatch: Scoped(_batch, GROUP, DEPARTMENTS),
    BatchRow: Scoped(_batch_row, GROUP, DEPARTMENTS),
    Dispute: Scoped(dispute_of, GROUP, DEPARTMENTS),
    Recovery: Scoped(lambda group: proposed(overpaid(code=group)), GROUP, DEPARTMENTS),
    Project: Scoped(_project, DISTRICT, ALL_BUT_BUREAU),
    Paper: Scoped(_paper, DISTRICT, ALL_BUT_BUREAU),
}
# What belongs to one office alone, not to a region with everything below it.
OF_ONE_OFFICE: dict[type[models.Model], Callable[[str], models.Model]] = {
    Job: _job,
    JobFile: _job_file,
    Upload: _upload,
}
