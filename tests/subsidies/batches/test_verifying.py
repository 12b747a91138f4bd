"""The communities' word: each for its own people, the last one moves the batch on."""

import pytest
from django.db import IntegrityError, transaction

from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import (
    CommunityVerification,
    Entitlement,
)
from subsidies.services import batches
from subsidies.workflow.states import BatchState, EntitlementState, RowState
from tests.clock import NOON
from tests.factories.batches import OTHER_COMMUNITY, OTHER_GROUP, Crew, batch_in, draft, due
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db
S = BatchState


def test_the_last_community_moves_the_batch_on() -> None:
    due()
    due(code=OTHER_GROUP)
    crew = Crew()
    batch = batch_in(S.VERIFYING, crew)

    batches.verify(batch.pk, by=crew.community, at=NOON)
    batch.refresh_from_db()
    assert batch.state == S.VERIFYING

    batches.verify(batch.pk, by=holder(Post.COMMUNITY_CONFIRM, OTHER_COMMUNITY), at=NOON)
    batch.refresh_from_db()
    assert batch.state == S.VERIFIED


def test_a_community_verifies_once_a_round_and_only_its_own_people() -> None:
    due()
    due(code=OTHER_GROUP)
    crew = Crew()
    batch = batch_in(S.VERIFYING, crew)
    batches.verify(batch.pk, by=crew.community, at=NOON)

    with pytest.raises(CaseError, match="已经核实"):
        batches.verify(batch.pk, by=crew.community, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommunityVerification.objects.create(
            batch=batch,
            round=1,
            region=crew.community.office.region,
            row_count=1,
            by=crew.community,
            at=NOON,
        )
    assert CommunityVerification.objects.get().row_count == 1


def test_a_community_takes_out_a_wrong_row_of_its_own_only() -> None:
    due()
    wrong, foreign = due(), due(code=OTHER_GROUP)
    crew = Crew()
    batch = batch_in(S.VERIFYING, crew)
    row, other = (batch.rows.get(entitlement=one) for one in (wrong, foreign))

    with pytest.raises(CaseError, match="不在本社区"):
        batches.flag_rows(batch.pk, [other.pk], note="账号少一位", by=crew.community, at=NOON)
    batches.flag_rows(batch.pk, [row.pk], note="账号少一位", by=crew.community, at=NOON)

    row.refresh_from_db()
    assert (row.state, row.outcome_note) == (RowState.DROPPED, "社区核实：信息有误，账号少一位")
    assert Entitlement.objects.get(pk=wrong.pk).state == EntitlementState.DUE
    assert draft(Crew()).rows.get().entitlement == wrong


def test_a_community_that_takes_out_its_last_row_keeps_nobody_waiting() -> None:
    due()
    due(code=OTHER_GROUP)
    crew = Crew()
    batch = batch_in(S.VERIFYING, crew)
    batches.verify(batch.pk, by=holder(Post.COMMUNITY_CONFIRM, OTHER_COMMUNITY), at=NOON)
    own = batch.rows.get(region=crew.community.office.region)

    batches.flag_rows(batch.pk, [own.pk], note="已外迁", by=crew.community, at=NOON)

    batch.refresh_from_db()
    assert batch.state == S.VERIFIED
