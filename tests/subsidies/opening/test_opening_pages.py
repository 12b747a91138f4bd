"""The second officer's pages: what waits, what is decided, who may."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from pension.models import AuditEntry, Officer, Upload
from pension.vocabulary.posts import Post
from subsidies.models import OpeningRecord
from subsidies.queries.worklist import tiles
from subsidies.workflow.states import OpeningState
from tests.clock import NOON
from tests.factories.kernel import holder
from tests.factories.openings import row
from tests.factories.uploads import run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(entered: Callable[..., Upload]) -> Upload:
    """Two records that wait."""
    return entered(row(1), row(2))


@pytest.fixture
def desk(client: Client, second: Officer) -> Client:
    """The second officer's browser."""
    client.force_login(second)
    return client


def test_what_waits_is_listed_and_counted(desk: Client, upload: Upload, second: Officer) -> None:
    page = desk.get(reverse("subsidies:openings")).content.decode()

    assert "期初表.xlsx" in page
    waiting = {tile.label: tile.count for tile in tiles(second, NOON.date())}
    assert waiting["期初数据待复核"] == 2


def test_whoever_entered_has_no_tile(upload: Upload) -> None:
    entering = upload.officer
    entering.holdings.create(post=Post.SECOND_CHECK, granted_at=NOON)

    labels = [tile.label for tile in tiles(Officer.objects.get(pk=entering.pk), NOON.date())]

    assert "期初数据待复核" not in labels


def test_the_records_show_whole_numbers_and_that_is_noted(desk: Client, upload: Upload) -> None:
    page = desk.get(reverse("subsidies:opening_upload", args=[upload.pk])).content.decode()

    assert "530114196003120011" in page
    assert "19,201.00" in page  # twice 9,600.50 in the totals
    assert "2010-01起60月中档" in page
    assert AuditEntry.objects.filter(action="打开期初数据（完整号码）").count() == 1


def test_chosen_records_come_into_force(desk: Client, upload: Upload) -> None:
    chosen = OpeningRecord.objects.first()
    assert chosen is not None

    desk.post(
        reverse("subsidies:opening_decide", args=[upload.pk]),
        {"rows": [chosen.pk], "action": "force"},
    )

    states = set(OpeningRecord.objects.values_list("pk", "state"))
    assert (chosen.pk, OpeningState.IN_FORCE) in states
    assert len({state for _, state in states}) == 2


def test_a_rejection_wants_its_reason(desk: Client, upload: Upload) -> None:
    address = reverse("subsidies:opening_decide", args=[upload.pk])
    keys = list(OpeningRecord.objects.values_list("pk", flat=True))

    refused = desk.post(address, {"rows": keys, "action": "reject", "reason": ""}, follow=True)
    desk.post(address, {"rows": keys, "action": "reject", "reason": "与台账不符"})

    assert "请填写退回的理由" in refused.content.decode()
    assert OpeningRecord.objects.filter(state=OpeningState.REJECTED).count() == 2


def test_a_whole_file_is_put_in_force_in_the_background(desk: Client, upload: Upload) -> None:
    answer = desk.post(reverse("subsidies:opening_force_all", args=[upload.pk]))
    run_jobs()

    assert answer.url.startswith("/jobs/")
    assert OpeningRecord.objects.filter(state=OpeningState.IN_FORCE).count() == 2


@pytest.mark.parametrize("name", ["opening_decide", "opening_force_all"])
def test_whoever_entered_may_not_decide(name: str, client: Client, upload: Upload) -> None:
    client.force_login(upload.officer)

    assert client.post(reverse(f"subsidies:{name}", args=[upload.pk])).status_code == 403


def test_another_post_sees_nothing(client: Client, upload: Upload) -> None:
    client.force_login(holder(Post.CASHIER))

    assert client.get(reverse("subsidies:openings")).status_code == 403


def test_an_upload_of_another_office_is_not_there(client: Client, upload: Upload) -> None:
    stranger = holder(Post.SECOND_CHECK)
    Officer.objects.filter(pk=stranger.pk).update(office=None)
    client.force_login(Officer.objects.get(pk=stranger.pk))

    answer = client.get(reverse("subsidies:opening_upload", args=[upload.pk]))

    assert answer.status_code == 404
