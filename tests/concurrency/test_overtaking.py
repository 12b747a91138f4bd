"""One officer's decision is not final yet when another begins: the other sees it, or is refused.

Each of these takes the lock of a different record; without the lock the rival decides on what
stood before and both have their way.
"""

from datetime import date

import pytest

from enrollment.models import Case
from enrollment.services import (
    accounts,
    applications,
    confirmations,
    deaths,
    notices,
    objections,
    reviews,
    rosters,
)
from enrollment.services.applications.accounts import confirm_accounts
from enrollment.workflow.states import CaseState
from pension.models import Upload
from pension.services import officers, uploads
from pension.vocabulary.posts import Post
from subsidies.models import BatchRow
from subsidies.queries.batches.soundness import is_intact
from subsidies.rules.parameters import Citation
from subsidies.rules.rule_values import RuleText
from subsidies.rules.vocabulary import ParameterName
from subsidies.services import batches, calculations, rule_sets
from subsidies.workflow.states import BatchState, EntitlementState, RowState
from tests.clock import NOON
from tests.concurrency.threads import Refusal, overtaking
from tests.factories.batches import OTHER_COMMUNITY, OTHER_GROUP, Crew, batch_in, due, plan
from tests.factories.enrollment import BankAccountFactory, case_in, sign_roster
from tests.factories.kernel import OfficerFactory, district, holder
from tests.factories.rounds import TODAY, agreed, posted

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_row_leaves_no_batch_that_is_being_locked() -> None:
    due(), due()
    crew = Crew()
    batch = batch_in(BatchState.VERIFIED, crew)
    row, rival = batch.rows.first(), holder(Post.PREPARE)

    answer = overtaking(
        lambda: batches.lock(batch.pk, by=crew.preparer, at=NOON),
        lambda: batches.drop_rows(batch.pk, [row.pk], note="户名待核", by=rival, at=NOON),
    )

    batch.refresh_from_db()
    assert isinstance(answer, Refusal)
    assert is_intact(batch)


def test_the_last_of_two_communities_ends_the_verifying() -> None:
    due(), due(code=OTHER_GROUP)
    crew = Crew()
    batch = batch_in(BatchState.VERIFYING, crew)
    rival = holder(Post.COMMUNITY_CONFIRM, OTHER_COMMUNITY)

    overtaking(
        lambda: batches.verify(batch.pk, by=crew.community, at=NOON),
        lambda: batches.verify(batch.pk, by=rival, at=NOON),
    )

    batch.refresh_from_db()
    assert batch.state == BatchState.VERIFIED


def test_an_account_that_is_let_through_is_not_refused() -> None:
    waiting = BankAccountFactory(confirmed_by=None, confirmed_at=None)
    first, rival = holder(Post.SECOND_CHECK), holder(Post.SECOND_CHECK)

    answer = overtaking(
        lambda: accounts.confirm_change(waiting.pk, by=first, at=NOON),
        lambda: accounts.reject_change(waiting.pk, by=rival, at=NOON, reason="户名不符"),
    )

    waiting.refresh_from_db()
    assert isinstance(answer, Refusal)
    assert waiting.ended_at is None


def test_an_account_that_is_refused_comes_into_use_with_no_case() -> None:
    case = case_in(CaseState.ENTERED)
    waiting = BankAccountFactory(person=case.person, confirmed_by=None, confirmed_at=None)
    first, rival = holder(Post.SECOND_CHECK), holder(Post.COMMUNITY_CONFIRM)

    overtaking(
        lambda: accounts.reject_change(waiting.pk, by=first, at=NOON, reason="户名不符"),
        lambda: confirm_accounts([case.pk], by=rival, at=NOON),
    )

    waiting.refresh_from_db()
    assert (waiting.confirmed_by, waiting.ended_at) == (None, NOON)


def test_a_case_that_is_confirmed_is_corrected_no_more() -> None:
    case = case_in(CaseState.ENTERED)
    sign_roster(case)
    confirmer = holder(Post.COMMUNITY_CONFIRM)

    answer = overtaking(
        lambda: confirmations.confirm([case.pk], "community_confirm", by=confirmer, at=NOON),
        lambda: applications.correct(
            case.pk, {"household_size": 9}, by=case.created_by, at=NOON, reason="写错"
        ),
    )

    case.refresh_from_db()
    assert isinstance(answer, Refusal)
    assert case.household_size != 9


def test_corrections_of_different_fields_all_stand() -> None:
    case = case_in(CaseState.ENTERED, household_size=1, taken_on=TODAY)
    clerk = case.created_by

    overtaking(
        lambda: applications.correct(
            case.pk, {"household_size": 3}, by=clerk, at=NOON, reason="写错"
        ),
        lambda: applications.correct(
            case.pk, {"phone": "13900000001"}, by=clerk, at=NOON, reason="换号"
        ),
    )

    case.refresh_from_db()
    assert (case.household_size, case.person.phone) == (3, "13900000001")


def test_a_death_that_is_taken_back_is_confirmed_no_more() -> None:
    person = case_in(CaseState.CONFIRMED).person
    noted = deaths.Death(TODAY, "演示证明")
    deaths.note_death(person.pk, noted, by=holder(Post.COMMUNITY_ENTRY), at=NOON)
    first, rival = holder(Post.COMMUNITY_CONFIRM), holder(Post.SECOND_CHECK)

    answer = overtaking(
        lambda: deaths.take_back_death(person.pk, reason="登记错", by=first, at=NOON),
        lambda: deaths.confirm_death(person.pk, by=rival, at=NOON),
    )

    person.refresh_from_db()
    assert isinstance(answer, Refusal)
    assert person.died_on is None


def test_a_case_that_is_confirmed_stays_on_its_signed_roster() -> None:
    case = case_in(CaseState.ENTERED)
    sign_roster(case)
    confirmer = holder(Post.COMMUNITY_CONFIRM)

    answer = overtaking(
        lambda: confirmations.confirm([case.pk], "community_confirm", by=confirmer, at=NOON),
        lambda: rosters.take_off([case.pk], reason="登记错", by=case.created_by, at=NOON),
    )

    case.refresh_from_db()
    assert isinstance(answer, Refusal)
    assert case.signed_roster is not None


def test_nobody_objects_to_a_notice_that_is_being_closed() -> None:
    notice = posted(1)
    entry = notice.entries.get()
    raised = objections.Raised(TODAY, "演示村民", "户口已迁出")
    over = NOON.replace(month=11, day=30)
    first, rival = holder(Post.STREET_REVIEW), holder(Post.STREET_REVIEW)

    answer = overtaking(
        lambda: notices.close(notice.pk, by=first, at=over),
        lambda: objections.register(entry.pk, raised, by=rival, at=over),
    )

    assert isinstance(answer, Refusal)
    assert not entry.objections.exists()


def test_a_notice_waits_for_an_objection_that_is_being_registered() -> None:
    notice = posted(1)
    entry = notice.entries.get()
    raised = objections.Raised(TODAY, "演示村民", "户口已迁出")
    over = NOON.replace(month=11, day=30)
    first, rival = holder(Post.STREET_REVIEW), holder(Post.STREET_REVIEW)

    overtaking(
        lambda: objections.register(entry.pk, raised, by=rival, at=NOON),
        lambda: notices.close(notice.pk, by=first, at=over),
    )

    assert Case.objects.get(pk=entry.case_id).state == CaseState.POSTED


def test_nobody_is_marked_on_a_review_that_is_being_concluded() -> None:
    first, rival = holder(Post.JOINT_REVIEW), holder(Post.JOINT_REVIEW)
    review = agreed(2, by=first)
    key = review.entries.values_list("case_id", flat=True)[0]

    answer = overtaking(
        lambda: reviews.conclude(review.pk, by=first, at=NOON),
        lambda: reviews.mark_failed(
            review.pk, [key], reason="待核", return_to=CaseState.STREET, by=rival, at=NOON
        ),
    )

    assert isinstance(answer, Refusal)
    assert set(review.entries.values_list("opinion", flat=True)) == {"agree"}


def test_a_rule_set_that_comes_into_force_takes_no_value_any_more() -> None:
    preparer, director = holder(Post.PREPARE), holder(Post.DIRECTOR)
    text = RuleText(ParameterName.YEARLY_SUBSIDY, "1000", Citation("演示文件"))
    changed = RuleText(ParameterName.YEARLY_SUBSIDY, "9000", Citation("演示文件"))
    drafted = rule_sets.install(
        district(), [text], name="演示规则", valid_from=date(2020, 1, 1), by=preparer, at=NOON
    )
    document = rule_sets.register_document("演示文件")

    answer = overtaking(
        lambda: rule_sets.put_in_force(drafted.pk, by=director, at=NOON),
        lambda: rule_sets.state_value(drafted.pk, changed, document, by=preparer, at=NOON),
    )

    assert isinstance(answer, Refusal)
    assert drafted.values.get().value == "1000"


def test_an_upload_that_is_being_committed_is_not_thrown_away(
    checked: Upload,
) -> None:
    clerk = checked.officer

    answer = overtaking(
        lambda: uploads.request_commit(checked.pk, by=clerk, at=NOON),
        lambda: uploads.discard(checked.pk, by=clerk, at=NOON),
    )

    assert isinstance(answer, Refusal)
    assert checked.rows.exists()


def test_what_enters_a_batch_waits_for_a_ruling_when_a_calculation_contradicts() -> None:
    entitlement = due()
    wanted, preparer, rival = plan(), holder(Post.PREPARE), holder(Post.PREPARE)
    case = entitlement.calculation.case_id

    overtaking(
        lambda: batches.draft(wanted, by=preparer, at=NOON),
        lambda: calculations.calculate(case, judged_on=TODAY, by=rival, at=NOON),
    )

    entitlement.refresh_from_db()
    assert entitlement.state == EntitlementState.DISPUTED
    assert not BatchRow.objects.filter(entitlement=entitlement, state=RowState.PENDING).exists()


def test_posts_that_exclude_each_other_are_not_granted_side_by_side() -> None:
    colleague = OfficerFactory()
    first, rival = holder(Post.SYSTEM), holder(Post.SYSTEM)

    overtaking(
        lambda: officers.set_posts(colleague.pk, [Post.PREPARE], by=first, at=NOON),
        lambda: officers.set_posts(colleague.pk, [Post.DIRECTOR], by=rival, at=NOON),
    )

    held = colleague.holdings.filter(ended_at__isnull=True)
    assert list(held.values_list("post", flat=True)) == [Post.DIRECTOR]
