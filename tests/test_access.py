"""The access walk: every address × every post × own office and another's.

The addresses come from the URL configuration; an address without a rule, or one with arguments
for which no maker stands in tests/access, fails by its name.
"""

from collections.abc import Iterable, Iterator

import pytest

from pension.models import Officer
from pension.vocabulary.posts import Post
from tests.access import enrollment, homes, kernel, people, performance, recoveries, subsidies
from tests.access.addresses import ANY_OFFICER, PUBLIC, Address, addresses
from tests.access.homes import Home
from tests.access.making import MAKERS, Try
from tests.access.visits import Answer, Visitors

pytestmark = pytest.mark.django_db

REGISTERED_BY = (kernel, enrollment, people, subsidies, recoveries, performance)
EVERYTHING = addresses()
GUARDED = [address for address in EVERYTHING if not address.is_public]
OPEN = [address for address in GUARDED if address.rule == ANY_OFFICER]
LIMITED = [address for address in GUARDED if address.rule != ANY_OFFICER]
SCOPED = [one for one in GUARDED if one.name in MAKERS and MAKERS[one.name].is_scoped]
SHOWN = {200, 302, 400}  # a page, the way on or back with a sentence, a request without sense
OPEN_TO_ALL = {"pension:login", "pension:logout", "pension:health"}


@pytest.fixture
def visitors() -> Visitors:
    """Browsers over a world of two districts."""
    homes.two_districts()
    return Visitors()


def tries(address: Address, home: Home) -> list[Try]:
    """The calls of an address on what belongs to a home."""
    if address.name in MAKERS:
        return list(MAKERS[address.name].make(home))
    if address.arguments:
        pytest.fail(f"{address} takes {address.arguments}: write a maker in tests/access")
    return [Try({})]


def tries_of(address: Address, owners: Iterable[Home]) -> Iterator[tuple[Home, Try]]:
    """The same for many; colleagues share what belongs to their office."""
    is_shared = address.name not in MAKERS or MAKERS[address.name].is_scoped
    made: dict[int, list[Try]] = {}
    for home in owners:
        key = home.office.pk if is_shared else home.officer.pk
        if key not in made:
            made[key] = tries(address, home)
        yield from ((home, attempt) for attempt in made[key])


def holders(address: Address) -> list[Post]:
    """The posts that pass the rule of an address."""
    return [post for post in Post if address.is_open_to(frozenset({post}))]


def any_try(address: Address) -> Try:
    """A call of an address, for visitors who don't get as far as the object."""
    owners = (homes.own(post) for post in holders(address))
    return next(attempt for _, attempt in tries_of(address, owners))


def asked(address: Address, who: Officer, answers: list[Answer]) -> str:
    """For the message of a failure: who asked for what and what came."""
    posts = "、".join(post.label for post in who.posts) or "无岗位"
    found = [(answer.status, answer.wrote) for answer in answers]
    return f"{address} as {posts} of {who.office}: {found}"


@pytest.mark.parametrize("address", EVERYTHING, ids=str)
def test_every_address_says_who_may_open_it(address: Address) -> None:
    rule = address.rule

    assert rule in (PUBLIC, ANY_OFFICER) or (rule and set(rule) <= set(Post)), address.name
    assert address.is_public == (address.name in OPEN_TO_ALL)


def test_no_maker_stands_for_an_address_that_is_gone() -> None:
    assert set(MAKERS) <= {address.name for address in EVERYTHING}


@pytest.mark.parametrize("address", GUARDED, ids=str)
def test_who_has_not_signed_in_is_sent_to_the_log_in_page(
    address: Address, visitors: Visitors
) -> None:
    answers = visitors.visit(address, any_try(address), None)

    assert all(answer.asks_to_sign_in and not answer.wrote for answer in answers), answers


@pytest.mark.parametrize("address", LIMITED, ids=str)
def test_whoever_lacks_the_post_gets_the_page_that_says_so(
    address: Address, visitors: Visitors
) -> None:
    barred = [homes.own(post).officer for post in Post if post not in holders(address)]
    attempt = any_try(address)

    for who in [*barred, *homes.without_posts()]:
        answer = visitors.knock(address, attempt, who)

        assert answer.status == 403, asked(address, who, [answer])
        assert not answer.wrote, asked(address, who, [answer])


@pytest.mark.parametrize("address", GUARDED, ids=str)
def test_whoever_holds_the_post_opens_what_belongs_to_the_own_office(
    address: Address, visitors: Visitors
) -> None:
    owners = [homes.own(post) for post in holders(address)]

    for home, attempt in tries_of(address, owners):
        answers = visitors.visit(address, attempt, home.officer)

        is_shown = address.name not in MAKERS or MAKERS[address.name].shows(home.officer)
        fits = {answer.status for answer in answers} <= (SHOWN if is_shown else {404})
        assert fits, asked(address, home.officer, answers)


@pytest.mark.parametrize("address", SCOPED, ids=str)
def test_what_belongs_to_another_office_is_not_found(address: Address, visitors: Visitors) -> None:
    posts = holders(address)
    officers = {post: homes.own(post).officer for post in posts}
    strangers = [stranger for post in posts for stranger in homes.strangers(post)]

    for stranger, attempt in tries_of(address, strangers):
        (post,) = stranger.officer.posts
        answers = visitors.visit(address, attempt, officers[post])

        hidden = all(answer.status == 404 and not answer.wrote for answer in answers)
        assert hidden, asked(address, officers[post], answers) + f" made for {stranger.office}"


@pytest.mark.parametrize("address", OPEN, ids=str)
def test_an_officer_without_posts_gets_a_page_or_a_refusal(
    address: Address, visitors: Visitors
) -> None:
    for who in homes.without_posts():
        for attempt in tries(address, Home(who)):
            answers = visitors.visit(address, attempt, who)

            statuses = {answer.status for answer in answers}
            assert statuses <= SHOWN | {403, 404}, asked(address, who, answers)
