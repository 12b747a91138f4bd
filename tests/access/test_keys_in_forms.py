"""Every key that a page puts into a form, replaced by one of another office's rows: it is not used.

Generated: each post opens every page that it may; the forms on it are read, and whatever names a
row is told by the number that its table counts from. A form of which the own key does nothing
shows little: most of them do something.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from enrollment.models import Case
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.posts import Post
from tests.access import enrollment, homes, kernel, performance, subsidies
from tests.access.forms import Field, Form, Forms
from tests.access.homes import Home
from tests.access.keys import NUMBER, keys_in, last_keys, rows_in, spread
from tests.access.making import MAKERS
from tests.access.test_neighbours import BACKEND, EVERYTHING, fill
from tests.access.visits import VALUES, written
from tests.clock import NOON
from tests.factories.dues import rules_in_force
from tests.factories.enrollment import rules

pytestmark = [pytest.mark.deep, pytest.mark.django_db]

REGISTERED_BY = (kernel, enrollment, subsidies, performance)
ROWS_EACH, SLOTS_EACH = 3, 4
# Looking is noted, too, and what was typed into a refused dialog is kept as it was typed.
NO_USE = ("pension_auditentry", "pension_draft")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a form that holds the key of a row."""

    url: str
    form: Form
    field: Field
    row: models.Model

    @property
    def kind(self) -> tuple[str, ...]:
        """Slots of one kind are handled by the same lines of the product."""
        match = resolve(self.url)
        words = [word for word in match.kwargs.values() if isinstance(word, str)]
        name = NUMBER.sub("#", self.field.name)
        return (match.view_name, *words, name, type(self.row).__name__)

    def body(self, key: int) -> dict[str, list[str]]:
        """What is sent when another key stands there."""
        old, new = str(self.row.pk), str(key)
        name, value = (text.replace(old, new) for text in (self.field.name, self.field.value))
        return self.form.body(self.field, name, value)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What was made for another district: the keys between two moments, in every table."""

    after: dict[type[models.Model], int]
    up_to: dict[type[models.Model], int]

    def keys_for(self, slot: Slot, who: Officer) -> list[int]:
        """Keys that the officer may not use, of rows in the state of the own one if there are."""
        table = type(slot.row)
        scoped = table._default_manager.all()
        rows = table._base_manager.filter(pk__gt=self.after[table], pk__lte=self.up_to[table])
        if hasattr(scoped, "visible_to"):
            rows = table._base_manager.exclude(pk__in=scoped.visible_to(who).values("pk"))
        alike = rows.filter(state=slot.row.state) if hasattr(slot.row, "state") else rows
        return list((alike if alike.exists() else rows).values_list("pk", flat=True)[:ROWS_EACH])

    def is_named(self, statement: str, key: int) -> bool:
        """Whether a statement has this key among its values, or any key of what was made there."""
        _, _, values = statement.partition(VALUES)
        return any(
            one == key or self.after[table] < one <= self.up_to[table]
            for table, one in keys_in(values)
        )


def two_full_districts() -> Elsewhere:
    """Two districts with everything that the makers make."""
    spread()
    homes.two_districts()
    rules(), rules_in_force()
    fill(homes.own(Post.COMMUNITY_ENTRY))
    own = last_keys()
    fill(homes.strangers(Post.PREPARE)[-1])
    return Elsewhere(own, last_keys())


def test_no_form_uses_a_key_of_another_office() -> None:
    elsewhere = two_full_districts()
    Case.objects.filter(state=CaseState.MERGING).update(rights_told_on=NOON.date())
    used, kinds, working = [], set(), set()

    for post in Post:
        home = homes.own(post)
        browser = Client()
        browser.force_login(home.officer, backend=BACKEND)
        for slot in best(browser, slots_of(home, browser)):
            kinds.add(slot.kind)
            working |= {slot.kind} if deeds(browser, slot, slot.row.pk) else set()
            for key in elsewhere.keys_for(slot, home.officer):
                wrote = deeds(browser, slot, key)
                used += [(*slot.kind, one) for one in wrote if elsewhere.is_named(one, key)]

    assert used == []
    assert len(working) > len(kinds) / 2, kinds - working


def best(browser: Client, slots: Iterator[Slot]) -> list[Slot]:
    """One slot of each kind: of the first few, one in which the own key does something, if any."""
    kinds: dict[tuple[str, ...], list[Slot]] = defaultdict(list)
    for slot in slots:
        kinds[slot.kind].append(slot)
    tried = (many[:SLOTS_EACH] for many in kinds.values())
    return [next((s for s in few if deeds(browser, s, s.row.pk)), few[0]) for few in tried]


def slots_of(home: Home, browser: Client) -> Iterator[Slot]:
    """Every place for a key in the forms of all pages that an officer may open, and of the next."""
    for url in pages_of(home):
        for slot in slots_on(browser.get(url), url):
            with transaction.atomic():
                following = browser.post(slot.url, slot.body(slot.row.pk))
                transaction.set_rollback(True)
            yield from (slot, *slots_on(following, slot.url))


def slots_on(page: HttpResponse, url: str) -> Iterator[Slot]:
    """The places for a key on a page, once for every address that its form can be sent to."""
    if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
        return
    for form in Forms(page.content.decode(), url).found.values():
        keys = [(one, row) for one in form.fields for row in rows_in(f"{one.name} {one.value}")]
        for goal in form.urls:
            path = urlsplit(urljoin(url, goal)).path
            yield from (Slot(path, form, one, row) for one, row in keys if one.name != "next")


def pages_of(home: Home) -> Iterator[str]:
    """Every page that the officer's post may open, of what belongs to the own office."""
    for address in EVERYTHING:
        if address.is_open_to(frozenset(home.officer.posts)):
            made = MAKERS[address.name].make(home) if address.arguments else None
            calls = [attempt.arguments for attempt in made] if made else [{}]
            yield from map(address.url, calls)


def deeds(browser: Client, slot: Slot, key: int) -> list[str]:
    """The statements that sending the form changed a row by; undone at once."""
    with transaction.atomic(), written(with_values=True) as wrote:
        answer = browser.post(slot.url, slot.body(key))
        transaction.set_rollback(True)
    assert answer.status_code in (200, 302, 400, 403, 404, 409), slot.kind
    return [sql for sql in wrote if not any(table in sql for table in NO_USE)]
