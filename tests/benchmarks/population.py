"""A district of any size, filled by rows in bulk: as the tables want them, not by the services."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle, islice
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Model

from enrollment.models import Case, Contribution, Person, SchemeEnrollment
from enrollment.models.people import Sex
from enrollment.rules.categories import Category, Scheme
from enrollment.workflow.states import CaseState, EvidenceState
from pension.models import Officer, Region
from pension.vocabulary.identity_numbers import make
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.kernel import COMMUNITIES, district, holder, place

BORN = date(1962, 3, 12)
SEQUENCES = 999
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"
GIVEN = "一丁七万三上下不世业丛东丝两严中丰临丹主丽久义之乐"
YEARS = range(2012, 2022)
AT_ONCE = 5_000
Row = TypeVar("Row", bound=Model)


def store(model: type[Row], rows: Iterable[Row]) -> None:
    """Insert rows, some thousands at a time."""
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        with transaction.atomic():
            model._default_manager.bulk_create(some)


def take_statistics() -> None:
    """What a server takes by itself a minute after so many rows came: how they are spread."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def people(count: int) -> None:
    """Insert people evenly over the groups of the district, keys from 1."""
    groups = _groups()
    store(Person, (_person(n, groups[n % len(groups)]) for n in range(count)))


def cases(count: int, states: Sequence[CaseState]) -> Officer:
    """Insert a case for each of the people, in these states by turns; returns their clerk."""
    clerk = holder(Post.COMMUNITY_ENTRY)
    groups = _groups()
    numbered = zip(range(count), cycle(states))
    store(Case, (_case(n, state, groups[n % len(groups)], clerk) for n, state in numbered))
    return clerk


def contributions(count: int, clerk: Officer) -> None:
    """Put all people into the resident scheme with ten years of contribution."""
    entered = {"source": "演示", "entered_by": clerk, "entered_at": NOON}
    scheme = Scheme.RESIDENT
    keys = range(1, count + 1)
    since = date(2012, 1, 1)
    store(
        SchemeEnrollment,
        (SchemeEnrollment(person_id=n, scheme=scheme, valid_from=since, **entered) for n in keys),
    )
    store(Contribution, _years(keys, scheme, entered))


def _years(keys: range, scheme: Scheme, entered: dict[str, object]) -> Iterator[Contribution]:
    for key in keys:
        for year in YEARS:
            yield Contribution(person_id=key, year=year, scheme=scheme, proof="票据", **entered)


def identity(n: int) -> str:
    """The synthetic identity number of the n-th of the people."""
    return make("530121", BORN + timedelta(days=n // SEQUENCES), n % SEQUENCES)


def name(n: int) -> str:
    """The name of the n-th of the people: three characters, the more people the more namesakes."""
    first, rest = divmod(n, len(GIVEN) ** 2)
    return SURNAMES[first % len(SURNAMES)] + GIVEN[rest // len(GIVEN)] + GIVEN[rest % len(GIVEN)]


def _person(n: int, region: Region) -> Person:
    number = identity(n)
    return Person(
        pk=n + 1,
        identity_number=number,
        identity_reversed=number[::-1],
        name=name(n),
        name_reversed=name(n)[::-1],
        initials="ysr",
        sex=Sex.FEMALE,
        birth_date=BORN + timedelta(days=n // SEQUENCES),
        region=region,
        is_demo=True,
        created_at=NOON,
    )


def _case(n: int, state: CaseState, region: Region, clerk: Officer) -> Case:
    return Case(
        number=f"CG-2022-{n:07d}",
        person_id=n + 1,
        region=region,
        category=Category.EXISTING,
        accepted_on=NOON.date(),
        state=state,
        state_since=NOON,
        confirmed_at=NOON if state is CaseState.CONFIRMED else None,
        taken_on=date(2010, 5, 1),
        certificate=EvidenceState.NOT_ISSUED,
        created_by=clerk,
        created_at=NOON,
    )


def _groups() -> list[Region]:
    district()
    return [place(f"{code}01") for code in COMMUNITIES]
