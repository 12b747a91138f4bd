"""Many officers decide the same at the same moment: one effect, and words for the others."""

import pytest

from enrollment.models import (
    BankAccount,
    Case,
    CaseEvent,
    Contribution,
    DeathNote,
    DeskOpinion,
    JointReview,
    Objection,
    PublicNotice,
    SignedRoster,
)
from enrollment.rules.categories import Scheme
from enrollment.services import (
    accounts,
    applications,
    confirmations,
    deaths,
    insurance,
    merging,
    notices,
    objections,
    reviews,
    rosters,
)
from enrollment.workflow.states import CaseState, MergeChoice
from pension.models import AuditEntry
from pension.services import audit
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.concurrency.threads import Refusal, at_once, results
from tests.factories.enrollment import BankAccountFactory, case_in, rules
from tests.factories.kernel import holder, place
from tests.factories.rounds import COMMUNITY, STREET, TODAY, agreed, posted

pytestmark = pytest.mark.django_db(transaction=True)


def intact() -> bool:
    """Whether the trail holds."""
    return not list(audit.verify())


def test_a_case_is_approved_once(crowd: int) -> None:
    case = case_in(CaseState.SECOND_CHECK)
    officers = [holder(Post.SECOND_CHECK) for _ in range(crowd)]

    answers = at_once(
        crowd,
        lambda place: confirmations.confirm([case.pk], "second_check", by=officers[place], at=NOON),
    )

    outcomes = results(answers)
    assert sum(len(outcome.done) for outcome in outcomes) == 1
    assert sum(len(outcome.refused) for outcome in outcomes) == crowd - 1
    assert CaseEvent.objects.filter(record=case, step="second_check").count() == 1
    assert DeskOpinion.objects.filter(case=case, desk=Desk.SECOND_CHECK).count() == 1
    assert AuditEntry.objects.filter(subject_type="case", subject_id=str(case.pk)).count() == 1
    assert intact()


def test_clicks_of_one_officer_count_once(crowd: int) -> None:
    case = case_in(CaseState.ENTERED)
    rosters.register([case.pk], signed_on=TODAY, by=case.created_by, at=NOON)
    officer = holder(Post.COMMUNITY_CONFIRM)

    answers = at_once(
        crowd, lambda _: confirmations.confirm([case.pk], "community_confirm", by=officer, at=NOON)
    )

    assert sum(len(outcome.done) for outcome in results(answers)) == 1
    assert CaseEvent.objects.filter(record=case, step="community_confirm").count() == 1
    assert intact()


def test_corrections_of_a_case_follow_each_other(crowd: int) -> None:
    case = case_in(CaseState.ENTERED, household_size=1, taken_on=TODAY)
    clerk = case.created_by

    answers = at_once(
        crowd,
        lambda here: applications.correct(
            case.pk, {"household_size": 2 + here}, by=clerk, at=NOON, reason="写错"
        ),
    )

    assert len(results(answers)) == crowd
    versions = case.submissions.order_by("version").values_list("version", flat=True)
    assert list(versions) == list(range(1, crowd + 2))


def test_a_merged_case_is_settled_once(crowd: int) -> None:
    case = case_in(CaseState.MERGING, rights_told_on=TODAY, choice=MergeChoice.RESIDENT)
    merging.note_opening([case.person_id], at=NOON)
    officers = [holder(Post.MERGE) for _ in range(crowd)]

    answers = at_once(crowd, lambda place: merging.merge([case.pk], by=officers[place], at=NOON))

    assert sum(len(outcome.done) for outcome in results(answers)) == 1
    assert CaseEvent.objects.filter(record=case).count() == 1


def test_an_account_is_let_through_once(crowd: int) -> None:
    person = BankAccountFactory().person
    waiting = BankAccountFactory(person=person, confirmed_by=None, confirmed_at=None)
    officers = [holder(Post.SECOND_CHECK) for _ in range(crowd)]

    answers = at_once(
        crowd, lambda place: accounts.confirm_change(waiting.pk, by=officers[place], at=NOON)
    )

    assert len(results(answers)) == 1
    assert BankAccount.objects.get(person=person, ended_at__isnull=True) == waiting
    assert AuditEntry.objects.filter(action="确认账户变更").count() == 1
    assert intact()


def test_one_change_of_an_account_waits(crowd: int) -> None:
    person = BankAccountFactory().person
    clerks = [holder(Post.COMMUNITY_ENTRY) for _ in range(crowd)]

    answers = at_once(
        crowd,
        lambda place: accounts.enter_change(
            person.pk,
            accounts.NewAccount("农信社", person.name, f"62230001{place:08d}", "换卡"),
            by=clerks[place],
            at=NOON,
        ),
    )

    assert len(results(answers)) == 1
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert all("已有一个账户在等待确认" in refusal for refusal in refused)
    assert BankAccount.objects.filter(person=person, confirmed_at__isnull=True).count() == 1


def test_a_year_is_proven_once(crowd: int) -> None:
    person = case_in(CaseState.CONFIRMED).person
    officers = [holder(Post.MERGE) for _ in range(crowd)]
    year = insurance.ContributionYear(person.pk, 2021, "演示凭证", "本人提供", Scheme.RESIDENT)

    answers = at_once(crowd, lambda place: insurance.prove_year(year, by=officers[place], at=NOON))

    assert len(results(answers)) == 1
    assert Contribution.objects.filter(person=person).count() == 1


def test_a_death_is_noted_once_and_confirmed_once(crowd: int) -> None:
    person = case_in(CaseState.CONFIRMED).person
    clerks = [holder(Post.COMMUNITY_ENTRY) for _ in range(crowd)]
    checkers = [holder(Post.SECOND_CHECK) for _ in range(crowd)]
    death = deaths.Death(TODAY, "演示证明")

    noted = at_once(
        crowd, lambda here: deaths.note_death(person.pk, death, by=clerks[here], at=NOON)
    )
    confirmed = at_once(
        crowd, lambda here: deaths.confirm_death(person.pk, by=checkers[here], at=NOON)
    )

    assert (len(results(noted)), len(results(confirmed))) == (1, 1)
    assert DeathNote.objects.filter(person=person).count() == 1
    assert AuditEntry.objects.filter(action="确认死亡登记").count() == 1
    assert intact()


def test_a_notice_is_posted_once(crowd: int) -> None:
    rules()
    case = case_in(CaseState.NOTICE)
    officers = [holder(Post.STREET_REVIEW) for _ in range(crowd)]

    answers = at_once(
        crowd,
        lambda here: notices.post(place(COMMUNITY), posted_on=TODAY, by=officers[here], at=NOON),
    )

    assert len(results(answers)) == 1
    assert PublicNotice.objects.count() == 1
    assert Case.objects.get(pk=case.pk).state == CaseState.POSTED
    assert intact()


def test_a_notice_is_closed_once(crowd: int) -> None:
    notice = posted(2)
    officers = [holder(Post.STREET_REVIEW) for _ in range(crowd)]
    over = NOON.replace(month=11, day=30)

    answers = at_once(crowd, lambda here: notices.close(notice.pk, by=officers[here], at=over))

    (outcome,) = results(answers)
    assert len(outcome.done) == 2
    assert AuditEntry.objects.filter(action="结束公示").count() == 1


def test_an_objection_is_decided_once(crowd: int) -> None:
    entry = posted(1).entries.get()
    raised = objections.Raised(TODAY, "演示村民", "户口已迁出")
    found = objections.register(entry.pk, raised, by=holder(Post.STREET_REVIEW), at=NOON)
    officers = [holder(Post.STREET_REVIEW) for _ in range(crowd)]

    def decide(here: int) -> None:
        way = objections.reject if here % 2 else objections.uphold
        way(found.pk, finding="已查", by=officers[here], at=NOON)

    answers = at_once(crowd, decide)

    assert len(results(answers)) == 1
    assert Objection.objects.get().outcome


def test_a_street_has_one_open_review(crowd: int) -> None:
    rules()
    case_in(CaseState.JOINT_REVIEW)
    officers = [holder(Post.JOINT_REVIEW) for _ in range(crowd)]

    answers = at_once(
        crowd,
        lambda here: reviews.open_review(place(STREET), held_on=TODAY, by=officers[here], at=NOON),
    )

    assert len(results(answers)) == 1
    assert JointReview.objects.filter(state="open").count() == 1


def test_a_review_is_concluded_once(crowd: int) -> None:
    review = agreed(2, by=holder(Post.JOINT_REVIEW))
    officers = [holder(Post.JOINT_REVIEW) for _ in range(crowd)]

    answers = at_once(crowd, lambda here: reviews.conclude(review.pk, by=officers[here], at=NOON))

    assert len(results(answers)) == 1
    assert CaseEvent.objects.filter(step="joint_review").count() == 2
    assert intact()


def test_a_person_stands_on_one_signed_roster(crowd: int) -> None:
    case = case_in(CaseState.ENTERED)
    clerks = [holder(Post.COMMUNITY_ENTRY) for _ in range(crowd)]

    answers = at_once(
        crowd,
        lambda here: rosters.register([case.pk], signed_on=TODAY, by=clerks[here], at=NOON),
    )

    (roster,) = results(answers)
    assert SignedRoster.objects.get() == roster
