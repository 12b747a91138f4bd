"""Runs over a region: asked for once, worked off by a job, summed up; lists and papers."""

import io
from datetime import date, datetime, timedelta

import openpyxl
import pypdf
import pytest

from enrollment.models import Case, Contribution, SchemeEnrollment
from enrollment.rules.categories import Category, Scheme
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry, Job, JobFile, JobState, Officer
from pension.services import jobs
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies import tasks
from subsidies.jobs.lists import CALCULATIONS_JOB, ENTITLEMENTS_JOB
from subsidies.models import Calculation, CalculationRun, Entitlement
from subsidies.rules.vocabulary import ParameterName
from subsidies.services import calculation_runs, calculation_sheets, calculations
from subsidies.workflow.states import EntitlementState
from tests.clock import NOON
from tests.factories.dues import insured_case, opening, rules_in_force
from tests.factories.kernel import holder, place

pytestmark = pytest.mark.django_db
STREET, OTHER_STREET = "530114005", "530114006"


@pytest.fixture
def preparer() -> Officer:
    return holder(Post.PREPARE)


def clock() -> datetime:
    return NOON


def request(
    by: Officer, code: str = "530114", click: str = "one", category: Category | None = None
) -> CalculationRun:
    return calculation_runs.request_run(
        place(code), category=category, judged_on=NOON.date(), token=click, by=by, at=NOON
    )


def work(run: CalculationRun) -> CalculationRun:
    run.refresh_from_db()
    jobs.run(run.job_id, clock)
    run.refresh_from_db()
    return run


def given_out(kind: str, by: Officer, **params: object) -> JobFile:
    job = jobs.enqueue(kind, key="given-out", title="试", by=by, at=NOON, params=params)
    jobs.run(job.pk, clock)
    return JobFile.objects.get(job=job)


def test_every_kind_of_job_is_registered_by_the_tasks() -> None:
    assert {"calculation_runs", "calculation_sheets", "lists"} <= set(tasks.__all__)


def test_a_run_works_out_everybody_of_its_region(preparer: Officer) -> None:
    rules_in_force()
    insured_case(years=(2020, 2021))
    insured_case(CaseState.SECOND_CHECK, years=(2020,))
    elsewhere = insured_case(years=(2020,), code="53011400600101")

    run = work(request(preparer, STREET))

    said = run.summary
    assert (said["persons"], said["due_persons"], said["proposed_persons"]) == (2, 1, 1)
    assert (said["due_fen"], said["proposed_fen"]) == ({"yearly": 200_000}, 100_000)
    assert not Calculation.objects.filter(case=elsewhere).exists()
    assert run.finished_at == NOON


def test_a_run_of_those_who_wait_leaves_the_others_alone(preparer: Officer) -> None:
    rules_in_force()
    known, waiting = insured_case(years=(2020,)), insured_case(years=(2020,))
    early = NOON - timedelta(hours=1)
    calculations.calculate(known.pk, judged_on=NOON.date(), by=preparer, at=early)
    Contribution.objects.filter(person=known.person).update(entered_at=early)
    SchemeEnrollment.objects.filter(person=known.person).update(entered_at=early)
    run = calculation_runs.request_run(
        place("530114"),
        is_of_waiting=True,
        judged_on=NOON.date(),
        token="one",
        by=preparer,
        at=NOON,
    )

    said = work(run).summary

    assert said["persons"] == 1
    assert Calculation.objects.get(case=known).checked_at == early
    assert Calculation.objects.filter(case=waiting).exists()


def test_a_run_of_one_category_leaves_the_others_out(preparer: Officer) -> None:
    rules_in_force()
    insured_case(years=(2020,))
    insured_case(years=(2020,), category=Category.NEW)

    run = work(request(preparer, category=Category.NEW))

    assert run.summary["persons"] == 1


def test_the_same_click_twice_is_one_run(preparer: Officer) -> None:
    rules_in_force()

    first, second = request(preparer), request(preparer)

    assert first.pk == second.pk
    assert Job.objects.filter(kind=calculation_runs.RUN_JOB).count() == 1


def test_a_job_delivered_twice_changes_nothing_the_second_time(preparer: Officer) -> None:
    rules_in_force()
    insured_case(years=(2020, 2021))
    run = work(request(preparer))
    before = list(Entitlement.objects.values())

    work(run)

    assert list(Entitlement.objects.values()) == before


def test_the_report_counts_people_by_reason_and_missing_name(preparer: Officer) -> None:
    rules_in_force(without=ParameterName.FIRST_YEAR)
    insured_case(years=(2020,))
    insured_case(years=(2020,))

    run = work(request(preparer))

    assert run.summary["missing"] == {"补助起算年度未录入": 2}
    assert run.summary["refused"] == {"parameter_missing": 2}
    assert "1 项参数未录入" in Job.objects.get(pk=run.job_id).message


def test_a_case_withdrawn_since_loses_what_is_due(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))
    work(request(preparer))
    Case.objects.filter(pk=case.pk).update(state=CaseState.WITHDRAWN, confirmed_at=None)

    run = work(request(preparer, click="two"))

    assert run.summary["lapsed"] == 1
    assert Entitlement.objects.get().state == EntitlementState.CANCELLED


def test_a_day_to_come_is_refused(preparer: Officer) -> None:
    rules_in_force()

    with pytest.raises(CaseError, match="不能晚于今天"):
        calculation_runs.request_run(
            place("530114"), judged_on=date(2022, 11, 1), token="x", by=preparer, at=NOON
        )


def test_a_region_outside_the_office_is_refused() -> None:
    rules_in_force()
    local = holder(Post.PREPARE, STREET)

    with pytest.raises(CaseError, match="只能核算本区的人员"):
        request(local, OTHER_STREET)


def test_the_list_given_out_is_what_the_filter_shows_with_masked_numbers(
    preparer: Officer,
) -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    insured_case(years=(2020,), code="53011400600101")
    work(request(preparer))

    output = given_out(ENTITLEMENTS_JOB, preparer, query=f"place={STREET}&state=due")

    rows = list(openpyxl.load_workbook(output.file).active.iter_rows(values_only=True))
    assert [row[5:7] for row in rows[2:4]] == [("2020", 1000), ("2021", 1000)]
    assert rows[4][0] == "合计"
    assert rows[4][6] == 2000
    assert case.person.identity_number not in str(rows)
    assert AuditEntry.objects.filter(action="导出补助资金", officer=preparer).exists()


def test_the_list_of_calculations_names_the_reasons(preparer: Officer) -> None:
    rules_in_force(first_year="2021")
    insured_case(years=(2020, 2021))
    work(request(preparer))

    output = given_out(CALCULATIONS_JOB, preparer, query="reason=before_first_year")

    rows = list(openpyxl.load_workbook(output.file).active.iter_rows(values_only=True))
    assert rows[2][9] == "早于起算年度"


def test_a_street_gives_out_its_own_people_alone(preparer: Officer) -> None:
    rules_in_force()
    insured_case(years=(2020,))
    insured_case(years=(2020, 2021), code="53011400600101")
    work(request(preparer))

    output = given_out(ENTITLEMENTS_JOB, holder(Post.STREET_REVIEW, STREET), query="")

    rows = list(openpyxl.load_workbook(output.file).active.iter_rows(values_only=True))
    assert len(rows) == 4  # a line above, headings, one sum, the total


def test_the_sheet_tells_the_person_why_this_amount(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(CaseState.MERGED, scheme=Scheme.RESIDENT)
    opening(case, subsidy_enjoyed_fen=960_000)
    calculations.calculate(case.pk, judged_on=NOON.date(), by=preparer, at=NOON)
    calculation = Calculation.objects.get()

    job = calculation_sheets.request_sheet(calculation, by=preparer, at=NOON)
    jobs.run(job.pk, clock)

    job.refresh_from_db()
    assert job.state == JobState.DONE
    pages = pypdf.PdfReader(io.BytesIO(JobFile.objects.get(job=job).file.read())).pages
    said = "".join(page.extract_text() for page in pages).replace("\n", "")
    assert calculation.number in said
    assert "伍仟肆佰元整" in said
    assert "差额一次性补足" in said
    assert case.person.identity_number not in said
    assert case.person.masked_identity in said
