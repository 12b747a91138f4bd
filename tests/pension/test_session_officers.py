"""The officer of a session as every request reads one."""

import pytest
from pytest_django import DjangoAssertNumQueries

from pension.middleware.officers import OfficerBackend
from pension.models import Officer
from pension.vocabulary.posts import Post
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db


def test_an_officer_comes_with_office_and_region_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)

    with django_assert_num_queries(1):
        officer = OfficerBackend().get_user(clerk.pk)

        assert officer is not None
        assert officer.office is not None
        assert officer.office.region.code


def test_a_session_of_an_officer_who_left_belongs_to_nobody() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    Officer.objects.filter(pk=clerk.pk).update(is_active=False)

    assert OfficerBackend().get_user(clerk.pk) is None
