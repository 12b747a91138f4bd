"""Makers for people: their accounts, deaths and schemes."""

from enrollment.models import DeathNote
from enrollment.workflow.states import CaseState
from pension.vocabulary.posts import Post
from tests.access.enrollment import scan
from tests.access.homes import Home
from tests.access.making import Made, Try, makes
from tests.clock import NOON
from tests.factories.enrollment import BankAccountFactory, PersonFactory, case_in, scheme_change
from tests.factories.kernel import holder, place


@makes("enrollment:person", "enrollment:account_change")
def person(home: Home) -> Made:
    """A resident."""
    yield Try({"pk": PersonFactory(region=place(home.group)).pk})


@makes("enrollment:scheme_note")
def unenrolled(home: Home) -> Made:
    """A resident whose scheme was left out at entry."""
    said = {"scheme": "resident", "from_day": "2022-10-01", "document": "演示", "reason": "漏填"}
    yield Try({"pk": case_in(CaseState.CONFIRMED, code=home.group).person_id}, said)


@makes("enrollment:scheme_confirm", "enrollment:scheme_reject")
def changing(home: Home) -> Made:
    """A resident whose change of scheme waits for a second officer."""
    made = scheme_change(home.group)
    yield Try({"pk": made.person_id}, {"reason": "演示"})


@makes("enrollment:account_confirm", "enrollment:account_reject")
def account(home: Home) -> Made:
    """An account that waits for a second officer."""
    resident = PersonFactory(region=place(home.group))
    waiting = BankAccountFactory(person=resident, confirmed_by=None, confirmed_at=None)
    yield Try({"pk": resident.pk, "account": waiting.pk}, {"reason": "演示"})


@makes("enrollment:death_scan")
def death_scan(home: Home) -> Made:
    """The scan of a death's proof."""
    note = DeathNote.objects.create(
        person=PersonFactory(region=place(home.group)),
        died_on=NOON.date(),
        proof="演示证明",
        scan=scan(),
        entered_by=holder(Post.COMMUNITY_ENTRY),
        entered_at=NOON,
    )
    yield Try({"pk": note.person_id, "note": note.pk})


@makes("enrollment:death_note", "enrollment:death_confirm", "enrollment:death_take_back")
def death(home: Home) -> Made:
    """A resident whose death was noted; noting it again is refused in words."""
    resident = PersonFactory(region=place(home.group))
    DeathNote.objects.create(
        person=resident,
        died_on=NOON.date(),
        proof="演示证明",
        entered_by=holder(Post.COMMUNITY_ENTRY),
        entered_at=NOON,
    )
    yield Try(
        {"pk": resident.pk},
        {"died_on": str(NOON.date()), "proof": "演示证明", "reason": "演示"},
    )
