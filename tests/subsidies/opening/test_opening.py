"""Opening balances: entered by one officer, in force by another, and never paid again."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import Contribution, Person, SchemeEnrollment
from enrollment.services import insurance
from pension.models import Job, JobState, Officer, Upload
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.imports import OPENING
from subsidies.models import Entitlement, OpeningRecord
from subsidies.rules.vocabulary import Channel, Kind
from subsidies.services import opening
from subsidies.workflow.states import EntitlementState, OpeningState, Origin
from tests.clock import NOON
from tests.factories.kernel import OfficerFactory, holder
from tests.factories.openings import number, records, row, sentences
from tests.factories.uploads import filled, handed_in, run_jobs

pytestmark = pytest.mark.django_db


def test_a_committed_row_waits_for_the_second_officer(entered: Callable[..., Upload]) -> None:
    upload = entered(row())

    record = OpeningRecord.objects.get(upload=upload)
    assert record.state == OpeningState.PROPOSED
    assert (record.subsidy_enjoyed_fen, record.balance_fen) == (960050, 1234567)
    assert (record.paid_years, record.contribution_years) == ([2020, 2021], [2019, 2020, 2021])
    assert (record.legacy_start, record.legacy_months) == ("2010-01", 60)
    assert (record.legacy_grade, record.legacy_given_fen) == ("middle", 0)
    assert not Entitlement.objects.exists()
    assert not Contribution.objects.exists()


def test_what_is_left_empty_is_unknown_and_not_0(entered: Callable[..., Upload]) -> None:
    entered({"身份证号": number(1), "领取待遇": "否"})

    record = OpeningRecord.objects.get()
    assert record.subsidy_enjoyed_fen is None
    assert record.balance_fen is None
    assert record.legacy_given_fen is None
    assert record.legacy_months is None


def test_in_force_the_paid_years_stand_in_the_ledger(
    entered: Callable[..., Upload], people: list[Person], second: Officer
) -> None:
    upload = entered(row())

    outcome = opening.put_in_force(records(upload), by=second, at=NOON)

    assert len(outcome.done) == 1
    paid = Entitlement.objects.filter(person=people[0])
    assert [(e.year, e.origin, e.state) for e in paid] == [
        (2020, Origin.OPENING, EntitlementState.SETTLED),
        (2021, Origin.OPENING, EntitlementState.SETTLED),
    ]
    noted = Contribution.objects.filter(person=people[0])
    assert {c.year for c in noted} == {2019, 2020, 2021}
    assert noted[0].source == "期初数据「期初表.xlsx」第2行"
    current = SchemeEnrollment.objects.get(person=people[0], valid_to__isnull=True)
    assert current.drawing == "resident"
    people[0].refresh_from_db()
    assert people[0].opening_in_force_at == NOON


def test_the_database_refuses_to_pay_such_a_year_again(
    entered: Callable[..., Upload], people: list[Person], second: Officer
) -> None:
    opening.put_in_force(records(entered(row())), by=second, at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        Entitlement.objects.create(
            person=people[0],
            kind=Kind.YEARLY,
            year=2021,
            amount_fen=0,
            channel=Channel.BANK,
            origin=Origin.OPENING,
            state=EntitlementState.SETTLED,
            created_at=NOON,
            settled_at=NOON,
        )


def test_nobody_decides_what_they_entered(entered: Callable[..., Upload]) -> None:
    upload = entered(row())
    both = OpeningRecord.objects.get().entered_by
    both.holdings.create(post=Post.SECOND_CHECK, granted_at=NOON)
    both = Officer.objects.get(pk=both.pk)

    outcome = opening.put_in_force(records(upload), by=both, at=NOON)

    assert "须由另一人复核" in next(iter(outcome.refused.values()))[0]
    assert OpeningRecord.objects.get().state == OpeningState.PROPOSED


def test_the_database_refuses_a_decision_by_whoever_entered(
    entered: Callable[..., Upload],
) -> None:
    entered(row())
    record = OpeningRecord.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningRecord.objects.update(
            state=OpeningState.IN_FORCE, decided_by=record.entered_by, decided_at=NOON
        )


def test_without_the_post_nothing_is_decided(entered: Callable[..., Upload]) -> None:
    upload = entered(row())

    with pytest.raises(CaseError, match="区级复核"):
        opening.put_in_force(records(upload), by=holder(Post.PREPARE), at=NOON)
    with pytest.raises(CaseError, match="区级复核"):
        opening.request_force(upload.pk, by=holder(Post.PREPARE), at=NOON)


def test_a_whole_file_comes_into_force_by_one_job(
    entered: Callable[..., Upload], second: Officer
) -> None:
    upload = entered(row(1), row(2), row(3))

    first = opening.request_force(upload.pk, by=second, at=NOON)
    again = opening.request_force(upload.pk, by=second, at=NOON)
    run_jobs()

    assert first.pk == again.pk
    job = Job.objects.get(pk=first.pk)
    assert (job.state, job.message) == (JobState.DONE, "已生效 3 条")
    assert Entitlement.objects.count() == 6


def test_a_rejected_record_has_no_effect_and_may_come_again(
    entered: Callable[..., Upload], second: Officer
) -> None:
    upload = entered(row())

    with pytest.raises(CaseError, match="理由"):
        opening.reject(records(upload), reason=" ", by=second, at=NOON)
    opening.reject(records(upload), reason="与台账不符", by=second, at=NOON)

    record = OpeningRecord.objects.get()
    assert (record.state, record.decision_note) == (OpeningState.REJECTED, "与台账不符")
    assert not Entitlement.objects.exists()
    assert entered(row(已享受政府补贴="9000")).good_count == 1


def test_a_second_record_of_a_person_waits_for_the_first_to_be_decided(
    entered: Callable[..., Upload], entering: Officer
) -> None:
    entered(row())

    again = handed_in("opening", filled(OPENING.sheet, [row(原账户余额="1")]), entering)

    assert "待复核的期初数据（文件「期初表.xlsx」）" in sentences(again)[0]


def test_a_correction_replaces_what_is_in_force(
    entered: Callable[..., Upload], people: list[Person], second: Officer
) -> None:
    opening.put_in_force(records(entered(row())), by=second, at=NOON)
    correction = entered(row(已补助年度="2021、2022", 缴费年度="2020-2022", 缴费凭证="票据A"))
    assert correction.hint_count == 1

    outcome = opening.put_in_force(records(correction), by=second, at=NOON)

    assert len(outcome.done) == 1
    states = OpeningRecord.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [OpeningState.REPLACED, OpeningState.IN_FORCE]
    live = Entitlement.objects.live().filter(person=people[0])
    assert {e.year for e in live} == {2021, 2022}
    cancelled = Entitlement.objects.get(person=people[0], state=EntitlementState.CANCELLED)
    assert (cancelled.year, cancelled.cancel_reason) == (2020, "期初数据更正")
    counting = Contribution.objects.filter(person=people[0], voided_at__isnull=True)
    assert {(c.year, c.proof) for c in counting} == {(y, "票据A") for y in (2020, 2021, 2022)}


def test_years_noted_from_elsewhere_survive_a_correction(
    entered: Callable[..., Upload], people: list[Person], second: Officer
) -> None:
    other = insurance.ContributionYear(people[0].pk, 2018, "票据B", "手工登记")
    insurance.record_contributions([other], by=second, at=NOON)
    opening.put_in_force(records(entered(row())), by=second, at=NOON)

    correction = entered(row(缴费年度="2019"))
    opening.put_in_force(records(correction), by=second, at=NOON)

    counting = Contribution.objects.filter(person=people[0], voided_at__isnull=True)
    assert {c.year for c in counting} == {2018, 2019}


def test_records_of_another_district_are_not_found(
    entered: Callable[..., Upload],
) -> None:
    upload = entered(row())
    stranger = OfficerFactory(posts=[Post.SECOND_CHECK], office=None)

    outcome = opening.put_in_force(records(upload), by=stranger, at=NOON)

    assert "不在您单位的辖区内" in next(iter(outcome.refused.values()))[0]
