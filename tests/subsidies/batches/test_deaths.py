"""D16: what waits for the dead in a batch stops it, and is drawn up anew for the heir."""

from datetime import date

import pytest

from enrollment.services.accounts import NewAccount, confirm_change, enter_change
from enrollment.services.deaths import Death, confirm_death, note_death
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import Entitlement
from subsidies.queries.batches.candidates import preview
from subsidies.services import batches
from subsidies.workflow.states import BatchState
from tests.clock import NOON
from tests.factories.batches import Crew, batch_in, draft, due, plan
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db


def dies(entitlement: Entitlement) -> None:
    """Let the person of an amount be noted as dead by two officers."""
    death = Death(date(2022, 9, 3), "演示死亡证明1号")
    key = entitlement.person_id
    note_death(key, death, by=holder(Post.COMMUNITY_ENTRY), at=NOON)
    confirm_death(key, by=holder(Post.COMMUNITY_CONFIRM), at=NOON)


@pytest.mark.parametrize(
    ("state", "step"),
    [(BatchState.LOCKED, "inspect"), (BatchState.INSPECTED, "approve")],
)
def test_a_death_stops_a_locked_batch_until_the_row_is_put_aside(
    state: BatchState, step: str
) -> None:
    gone, crew = due(), Crew()
    due()
    batch = batch_in(state, crew)
    dies(gone)

    with pytest.raises(CaseError, match="有 1 行的核定、身份确认或收款账户已失效"):
        batches.go(batch.pk, step, by=crew.who_takes(step), at=NOON)
    row = batch.rows.get(entitlement=gone)
    batches.hold_rows(batch.pk, [row.pk], note="已死亡", by=crew.who_takes(step), at=NOON)
    batches.go(batch.pk, step, by=crew.who_takes(step), at=NOON)

    batch.refresh_from_db()
    assert batch.state != state


def test_what_is_due_to_the_dead_is_paid_to_the_heir_alone() -> None:
    gone, other = due(), due()
    dies(gone)
    first = draft(Crew())
    heir = NewAccount("农信社", "演示继承人", "6223000099990001", "继承", "heir", "之子")
    account = enter_change(gone.person_id, heir, by=holder(Post.COMMUNITY_ENTRY), at=NOON)
    confirm_change(account.pk, by=holder(Post.COMMUNITY_CONFIRM), at=NOON)

    second = draft(Crew())

    assert [row.entitlement_id for row in first.rows.all()] == [other.pk]
    assert [row.account_holder for row in second.rows.all()] == ["演示继承人"]


def test_who_draws_up_reads_whether_an_heir_is_missing_or_waits() -> None:
    gone, dead = due(), due()
    dies(gone), dies(dead)
    heir = NewAccount("农信社", "演示继承人", "6223000099990001", "继承", "heir", "之子")
    enter_change(dead.person_id, heir, by=holder(Post.COMMUNITY_ENTRY), at=NOON)

    shown = preview(plan().scope, Crew().preparer)

    assert {one.person_id: one.reason for one in shown.left_out} == {
        gone.person_id: "本人已于2022-09-03死亡，没有登记继承人账户",
        dead.person_id: "本人已于2022-09-03死亡，继承人演示继承人的账户待第二人确认",
    }


def test_an_account_of_another_than_the_heir_names_no_heir() -> None:
    gone = due()
    agent = NewAccount("农信社", "演示亲属", "6223000099990001", "代领", "agent", "受委托")
    enter_change(gone.person_id, agent, by=holder(Post.COMMUNITY_ENTRY), at=NOON)
    dies(gone)

    shown = preview(plan().scope, Crew().preparer)

    assert [one.reason for one in shown.left_out] == ["本人已于2022-09-03死亡，没有登记继承人账户"]
