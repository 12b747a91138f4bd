"""The pages of disputes: found on the first page, listed, ruled and confirmed by their buttons."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from pension.models import Officer
from pension.vocabulary.posts import Post
from subsidies.models import Dispute
from subsidies.rules.vocabulary import Ruling
from subsidies.workflow.states import DisputeState
from tests.factories.disputes import confirmed, disputed, ruled
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db
Browser = Callable[[Officer], Client]


def page(client: Client, dispute: Dispute) -> str:
    """The page of a dispute."""
    answer = client.get(reverse("subsidies:dispute", args=[dispute.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def take(client: Client, dispute: Dispute, step: str, **said: object) -> str:
    """Send the form of a step; gives the page that follows."""
    url = reverse("subsidies:dispute_step", args=[dispute.pk, step])
    back = reverse("subsidies:dispute", args=[dispute.pk])
    return client.post(url, {**said, "next": back}, follow=True).content.decode()


def test_the_first_page_leads_the_preparer_to_what_waits(as_officer: Browser) -> None:
    dispute = disputed()
    client = as_officer(holder(Post.PREPARE))

    home = client.get(reverse("home")).content.decode()
    listed = client.get(reverse("subsidies:disputes"), {"state": "open"}).content.decode()

    assert "款项待裁定" in home
    assert "涉及 1,000.00 元" in home
    assert dispute.number in listed
    assert dispute.entitlement.person.identity_number not in listed


def test_the_page_shows_both_workings(as_officer: Browser) -> None:
    dispute = disputed()

    text = page(as_officer(holder(Post.PREPARE)), dispute)

    assert "每年1,000.00元 × 1年" in text
    assert "参保制度：原为「城乡居民" in text
    assert "2020年度缴费补助1,000.00元按原参保或领取情况核定，重新核算不再应补" in text
    assert dispute.entitlement.calculation.number in text
    assert dispute.calculation is not None
    assert dispute.calculation.number in text


def test_one_officer_rules_and_another_confirms_by_buttons(as_officer: Browser) -> None:
    dispute = disputed()

    told = take(
        as_officer(holder(Post.PREPARE)), dispute, "rule", ruling="uphold", reason="演示理由"
    )
    done = take(as_officer(holder(Post.SECOND_CHECK)), dispute, "confirm")

    assert "已办理「提出裁定」" in told
    assert "已办理「复核同意」" in done
    dispute.refresh_from_db()
    assert dispute.state == DisputeState.UPHELD


def test_a_ruling_waits_on_the_checkers_first_page(as_officer: Browser) -> None:
    dispute = ruled(disputed(), Ruling.CANCEL)
    client = as_officer(holder(Post.SECOND_CHECK))

    home = client.get(reverse("home")).content.decode()
    sent_back = take(client, dispute, "send_back", reason="请核对")

    assert "裁定待复核" in home
    assert "已办理「退回重新裁定」" in sent_back


def test_a_form_without_a_choice_is_refused_in_words(as_officer: Browser) -> None:
    dispute = disputed()

    told = take(as_officer(holder(Post.PREPARE)), dispute, "rule", reason="演示")

    assert "裁定" in told
    dispute.refresh_from_db()
    assert dispute.state == DisputeState.OPEN


def test_the_end_of_a_dispute_by_calculation_is_no_button(as_officer: Browser) -> None:
    dispute = disputed()
    client = as_officer(holder(Post.PREPARE))
    url = reverse("subsidies:dispute_step", args=[dispute.pk, "resolve"])

    assert client.post(url).status_code == 404
    assert "矛盾消除" not in page(client, dispute)


def test_the_list_is_filtered_by_what_became_of_it(as_officer: Browser) -> None:
    dispute = confirmed(disputed(), Ruling.CANCEL)
    client = as_officer(holder(Post.DIRECTOR))
    url = reverse("subsidies:disputes")

    assert dispute.number not in client.get(url, {"state": "unsettled"}).content.decode()
    assert dispute.number in client.get(url, {"state": "cancelled"}).content.decode()
