"""What waits for the second officer on single people: a death, a change, an opening, an account."""

from collections.abc import Callable
from datetime import timedelta

from enrollment.models import Person
from enrollment.rules.categories import HolderRelation, Scheme
from enrollment.services import accounts, deaths, scheme_choices
from enrollment.services.accounts import NewAccount
from enrollment.services.deaths import Death
from enrollment.services.scheme_choices import SchemeChoice
from enrollment.workflow.states import CaseState
from pension.demo import calendar
from pension.demo.offices import holder
from pension.demo.residents import BANK
from pension.models import Region
from pension.vocabulary.posts import Post
from subsidies.models import PolicyDocument
from subsidies.services import documents, opening
from subsidies.services.opening import OpeningEntry

MORNING = calendar.at(calendar.UNDER_WAY)
RELATIVES_ACCOUNT = NewAccount(
    bank=BANK,
    holder="演示亲属",
    number="6223690000000000001",
    reason="演示：本人行动不便",
    relation=HolderRelation.AGENT,
    holder_note="演示：本人书面委托",
)
DEATH = Death(calendar.UNDER_WAY - timedelta(days=10), "演示死亡医学证明")
EMPLOYED = SchemeChoice(
    scheme=Scheme.EMPLOYEE,
    from_day=calendar.UNDER_WAY,
    document="演示职工养老保险参保证明",
    reason="演示：到企业就业",
)
ARTICLE, WORDS = "起算年度", "演示文字，不是政策原文：演示区的补助起算年度为2020年。"


def play(street: Region) -> int:
    """Enter one thing of each kind, each for another person of a street; returns how many wait."""
    people = Person.objects.filter(
        region__code__startswith=street.code,
        cases__state=CaseState.JOINT_REVIEW,
        enrollments__scheme=Scheme.RESIDENT,
    )
    entered = list(zip(people.order_by("-pk"), ENTRIES, strict=False))
    for person, enter in entered:
        enter(person, street)
    return len(entered)


def write_words(number: str, district: Region) -> None:
    """Give the demo's own document an article, so that a working leads to its words."""
    document = PolicyDocument.objects.get(number=number)
    clerk = holder(Post.PREPARE, district)
    documents.write_article(document.pk, ARTICLE, WORDS, by=clerk, at=MORNING)


def _hold_account(person: Person, street: Region) -> None:
    clerk = holder(Post.STREET_ENTRY, street)
    accounts.enter_change(person.pk, RELATIVES_ACCOUNT, by=clerk, at=MORNING)


def _die(person: Person, street: Region) -> None:
    clerk = holder(Post.STREET_ENTRY, street)
    deaths.note_death(person.pk, DEATH, by=clerk, at=MORNING)


def _find_work(person: Person, street: Region) -> None:
    clerk = holder(Post.MERGE, street.parent or street)
    scheme_choices.note_scheme(person.pk, EMPLOYED, by=clerk, at=MORNING)


def _type_opening(person: Person, street: Region) -> None:
    entry = OpeningEntry(
        identity_number=person.identity_number,
        name=person.name,
        paid_years=(2020,),
        contribution_years=(2020, 2021),
        contribution_proof="演示缴费凭证",
        subsidy_enjoyed_fen=0,
    )
    opening.propose(entry, by=holder(Post.MERGE, street.parent or street), at=MORNING)


ENTRIES: tuple[Callable[[Person, Region], None], ...] = (
    _hold_account,
    _die,
    _find_work,
    _type_opening,
)
