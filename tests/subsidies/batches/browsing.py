"""What tests do with the pages of a batch."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from pension.models import Officer
from subsidies.models import TransferBatch

Browser = Callable[[Officer], Client]


def page(client: Client, batch: TransferBatch, query: str = "") -> str:
    """The page of a batch."""
    answer = client.get(reverse("subsidies:batch", args=[batch.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def take(client: Client, batch: TransferBatch, step: str, **said: str) -> str:
    """Press the button of a step; gives the page that follows."""
    url = reverse("subsidies:batch_step", args=[batch.pk, step])
    return client.post(url, said, follow=True).content.decode()
