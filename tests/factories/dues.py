"""Insured people and rule sets in force: what calculations rest on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from enrollment.models import Case, Contribution, SchemeEnrollment
from enrollment.rules.categories import Drawing, Scheme
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.posts import Post
from subsidies.models import BatchRow, Entitlement, OpeningRecord, RuleSet, TransferBatch
from subsidies.rules.parameters import Citation
from subsidies.rules.rule_values import UNLIMITED, RuleText
from subsidies.rules.vocabulary import Channel, Grade, ParameterName
from subsidies.services import rule_sets
from subsidies.workflow.states import BatchState, OpeningState, RowState
from tests.clock import NOON
from tests.factories.enrollment import case_in
from tests.factories.kernel import district, holder

SINCE = date(2020, 1, 1)
DOCUMENT = Citation("昆政办〔2020〕3号")
STATED = {
    ParameterName.YEARLY_SUBSIDY: "1000",
    ParameterName.YEARS_LIMIT: "15",
    ParameterName.COUNTED_SUBSIDIES: "财政配套和提高补助",
    ParameterName.SUBSIDY_BASE: "whole",
    ParameterName.MINIMUM_AGE: "16",
    ParameterName.FIRST_YEAR: UNLIMITED,
    ParameterName.EMPLOYEE_CATCH_UP: "2",
    ParameterName.DRAWING_RESIDENT: "lump",
    ParameterName.RAMP: "0.80",
}


def rules_in_force(
    *,
    without: ParameterName | None = None,
    more: Sequence[RuleText] = (),
    valid_from: date = SINCE,
    **changed: str,
) -> RuleSet:
    """A rule set of the district put in force by a second officer; keywords restate values."""
    texts = {name.value: text for name, text in STATED.items() if name is not without} | changed
    rows = [RuleText(ParameterName(name), text, DOCUMENT) for name, text in texts.items()]
    drafted = rule_sets.install(
        district(),
        [*rows, *more],
        name="演示规则",
        valid_from=valid_from,
        by=holder(Post.PREPARE),
        at=NOON,
    )
    rule_sets.put_in_force(drafted.pk, by=holder(Post.SECOND_CHECK), at=NOON)
    drafted.refresh_from_db()
    return drafted


def rate(grade: Grade, yuan: str) -> RuleText:
    """The monthly rate of a grade, for ever."""
    return RuleText(ParameterName.MONTHLY_RATE, yuan, DOCUMENT, variant=grade)


def insured_case(
    state: CaseState = CaseState.CONFIRMED,
    *,
    scheme: Scheme = Scheme.RESIDENT,
    drawing: Drawing = Drawing.NONE,
    years: tuple[int, ...] = (),
    **columns: Any,
) -> Case:
    """A case whose person is in a scheme and contributed in some years."""
    case = case_in(state, **{"taken_on": date(2010, 5, 1)} | columns)
    enroll(case, scheme, drawing)
    for year in years:
        contribute(case, year, scheme)
    return case


def enroll(case: Case, scheme: Scheme, drawing: Drawing = Drawing.NONE) -> None:
    """Put the person of a case into a scheme, out of the one before."""
    now = SchemeEnrollment.objects.filter(person=case.person, valid_to__isnull=True)
    now.update(valid_to=NOON.date())
    SchemeEnrollment.objects.create(
        person=case.person,
        scheme=scheme,
        drawing=drawing,
        valid_from=SINCE if not case.person.enrollments.exists() else NOON.date(),
        source="演示",
        entered_by=case.created_by,
        entered_at=NOON,
    )


def contribute(case: Case, year: int, scheme: Scheme) -> Contribution:
    """Let the person of a case have proven a year."""
    return Contribution.objects.create(
        person=case.person,
        year=year,
        scheme=scheme,
        proof="演示凭证",
        source="演示",
        entered_by=case.created_by,
        entered_at=NOON,
    )


def opening(case: Case, **values: Any) -> OpeningRecord:
    """An opening record of the person in force."""
    return OpeningRecord.objects.create(
        person=case.person,
        state=OpeningState.IN_FORCE,
        entered_by=holder(Post.MERGE),
        entered_at=NOON,
        decided_by=holder(Post.SECOND_CHECK),
        decided_at=NOON,
        **values,
    )


def batch_with(
    *entitlements: Entitlement,
    state: RowState = RowState.PENDING,
    by: Officer | None = None,
) -> TransferBatch:
    """A draft batch in which some entitlements stand."""
    batch = TransferBatch.objects.create(
        number=f"BF-2022-{TransferBatch.objects.count() + 1:04d}",
        title="演示批次",
        region=district(),
        channel=Channel.RESIDENT_ACCOUNT,
        year=2022,
        state=BatchState.DRAFT,
        state_since=NOON,
        created_by=by or holder(Post.PREPARE),
        created_at=NOON,
    )
    for position, entitlement in enumerate(entitlements, start=1):
        BatchRow.objects.create(
            batch=batch,
            entitlement=entitlement,
            position=position,
            region=entitlement.person.region,
            name=entitlement.person.name,
            identity_number=entitlement.person.identity_number,
            amount_fen=entitlement.amount_fen,
            state=state,
            outcome_note="" if state == RowState.PENDING else "演示",
            answered_at=None if state == RowState.PENDING else NOON,
        )
    return batch
