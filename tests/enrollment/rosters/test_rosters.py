"""Signed rosters: registered for a group, taken off, asked for by the community's confirmation."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from enrollment.models import Case, SignedRoster
from enrollment.queries.rosters import unsigned_groups
from enrollment.services import confirmations, rosters
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.enrollment import case_in
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db
SECOND_GROUP = "53011400500102"
TODAY = NOON.date()


def test_the_groups_signature_lets_the_community_confirm() -> None:
    cases = [case_in(CaseState.ENTERED) for _ in range(3)]
    keys = [case.pk for case in cases]
    clerk, confirmer = holder(Post.COMMUNITY_ENTRY), holder(Post.COMMUNITY_CONFIRM)
    before = confirmations.confirm(keys, "community_confirm", by=confirmer, at=NOON)

    rosters.register(keys, signed_on=TODAY, by=clerk, at=NOON)
    after = confirmations.confirm(keys, "community_confirm", by=confirmer, at=NOON)

    assert all("花名册" in " ".join(reasons) for reasons in before.refused.values())
    assert sorted(after.done) == sorted(keys)
    assert AuditEntry.objects.filter(action="登记村民小组签字").count() == 3


def test_groups_are_offered_with_how_many_are_unsigned() -> None:
    signed = case_in(CaseState.ENTERED)
    case_in(CaseState.ENTERED, code=SECOND_GROUP)
    clerk = holder(Post.COMMUNITY_ENTRY)
    rosters.register([signed.pk], signed_on=TODAY, by=clerk, at=NOON)

    offered = unsigned_groups(clerk)

    assert [(group.code, count) for group, count in offered] == [(SECOND_GROUP, 1)]


def test_a_roster_is_of_one_group() -> None:
    keys = [case_in(CaseState.ENTERED).pk, case_in(CaseState.ENTERED, code=SECOND_GROUP).pk]

    with pytest.raises(CaseError, match="一个村民小组"):
        rosters.register(keys, signed_on=TODAY, by=holder(Post.COMMUNITY_ENTRY), at=NOON)

    assert not SignedRoster.objects.exists()


def test_registering_twice_is_refused_and_changes_nothing() -> None:
    case = case_in(CaseState.ENTERED)
    clerk = holder(Post.COMMUNITY_ENTRY)
    first = rosters.register([case.pk], signed_on=TODAY, by=clerk, at=NOON)

    with pytest.raises(CaseError, match="已登记过签字"):
        rosters.register([case.pk], signed_on=TODAY, by=clerk, at=NOON)

    case.refresh_from_db()
    assert case.signed_roster == first
    assert SignedRoster.objects.count() == 1


@pytest.mark.parametrize(
    ("post", "code", "why"),
    [
        (Post.STREET_ENTRY, None, "岗位登记"),
        (Post.COMMUNITY_ENTRY, "530114006001", "已离开社区环节"),
    ],
)
def test_a_strange_post_or_community_registers_nothing(
    post: Post, code: str | None, why: str
) -> None:
    case = case_in(CaseState.ENTERED)

    with pytest.raises(CaseError, match=why):
        rosters.register([case.pk], signed_on=TODAY, by=holder(post, code), at=NOON)

    case.refresh_from_db()
    assert case.signed_roster is None


def test_a_signature_of_tomorrow_is_refused() -> None:
    case = case_in(CaseState.ENTERED)
    tomorrow = TODAY + timedelta(days=1)

    with pytest.raises(CaseError, match="晚于今天"):
        rosters.register([case.pk], signed_on=tomorrow, by=holder(Post.COMMUNITY_ENTRY), at=NOON)


def test_a_scan_is_kept_and_a_false_one_refused() -> None:
    good, bad = case_in(CaseState.ENTERED), case_in(CaseState.ENTERED)
    clerk = holder(Post.COMMUNITY_ENTRY)
    paper = SimpleUploadedFile("花名册.pdf", b"%PDF-1.7")
    page = SimpleUploadedFile("花名册.pdf", b"<html>")

    kept = rosters.register([good.pk], signed_on=TODAY, scan=paper, by=clerk, at=NOON)
    with pytest.raises(CaseError, match="不是 PDF"):
        rosters.register([bad.pk], signed_on=TODAY, scan=page, by=clerk, at=NOON)

    assert kept.scan.read() == b"%PDF-1.7"


def test_who_was_put_on_by_mistake_comes_off_with_a_reason() -> None:
    case = case_in(CaseState.ENTERED)
    clerk = holder(Post.COMMUNITY_ENTRY)
    rosters.register([case.pk], signed_on=TODAY, by=clerk, at=NOON)

    with pytest.raises(CaseError, match="理由"):
        rosters.take_off([case.pk], reason=" ", by=clerk, at=NOON)
    count = rosters.take_off([case.pk], reason="选错人", by=clerk, at=NOON)

    case.refresh_from_db()
    assert count == 1
    assert case.signed_roster is None


def test_after_the_community_has_confirmed_nobody_comes_off() -> None:
    case = case_in(CaseState.DEPARTMENTS)

    with pytest.raises(CaseError, match="待社区确认"):
        rosters.take_off([case.pk], reason="选错人", by=holder(Post.COMMUNITY_ENTRY), at=NOON)

    assert Case.objects.get(pk=case.pk).signed_roster is not None
