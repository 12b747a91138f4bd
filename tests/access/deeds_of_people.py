"""Calls of the services for people: their accounts, deaths and schemes."""

from enrollment.models import DeathNote, Person
from enrollment.services import accounts, deaths, scheme_choices
from pension.vocabulary.posts import Post
from tests.access.deeds import TODAY, Call, by
from tests.clock import NOON
from tests.factories.enrollment import BankAccountFactory, PersonFactory, scheme_change
from tests.factories.kernel import holder, place


def resident(group: str) -> Person:
    """A person of the group with an account in use."""
    return BankAccountFactory(person=PersonFactory(region=place(group))).person


def dead(group: str) -> Person:
    """A person of the group whose death was noted."""
    person = PersonFactory(region=place(group))
    clerk = holder(Post.COMMUNITY_ENTRY)
    DeathNote.objects.create(
        person=person, died_on=TODAY, proof="演示证明", entered_by=clerk, entered_at=NOON
    )
    return person


@by(Post.COMMUNITY_ENTRY)
def enter_account(group: str) -> Call:
    """A change of account entered."""
    person = resident(group)
    wanted = accounts.NewAccount("农信社", person.name, "62230001", "换卡")
    return lambda officer: accounts.enter_change(person.pk, wanted, by=officer, at=NOON)


@by(Post.SECOND_CHECK)
def confirm_account(group: str) -> Call:
    """A change of account let through."""
    key = BankAccountFactory(person=resident(group), confirmed_by=None, confirmed_at=None).pk
    return lambda officer: accounts.confirm_change(key, by=officer, at=NOON)


@by(Post.COMMUNITY_ENTRY)
def note_death(group: str) -> Call:
    """A death noted."""
    key, death = resident(group).pk, deaths.Death(TODAY, "演示证明")
    return lambda officer: deaths.note_death(key, death, by=officer, at=NOON)


@by(Post.SECOND_CHECK)
def confirm_death(group: str) -> Call:
    """A death confirmed."""
    key = dead(group).pk
    return lambda officer: deaths.confirm_death(key, by=officer, at=NOON)


@by(Post.SECOND_CHECK)
def take_back_death(group: str) -> Call:
    """A death taken back."""
    key = dead(group).pk
    return lambda officer: deaths.take_back_death(key, reason="演示", by=officer, at=NOON)


@by(Post.SECOND_CHECK)
def confirm_scheme_change(group: str) -> Call:
    """A change of scheme let through."""
    key = scheme_change(group).person_id
    return lambda officer: scheme_choices.confirm_change(key, by=officer, at=NOON)


@by(Post.SECOND_CHECK)
def reject_scheme_change(group: str) -> Call:
    """A change of scheme not let through."""
    key = scheme_change(group).person_id
    return lambda officer: scheme_choices.reject_change(key, reason="演示", by=officer, at=NOON)
