"""Two officers, three registered people, and a way to hand an opening workbook in."""

from collections.abc import Callable

import pytest

from enrollment.models import Person
from enrollment.services import applications
from pension.models import Officer, Upload
from pension.vocabulary.posts import Post
from subsidies.imports import OPENING
from tests.clock import NOON
from tests.factories.applications import application
from tests.factories.kernel import holder
from tests.factories.openings import number
from tests.factories.uploads import committed, filled, handed_in


@pytest.fixture
def entering() -> Officer:
    """The officer who enters."""
    return holder(Post.MERGE)


@pytest.fixture
def second() -> Officer:
    """The second officer."""
    return holder(Post.SECOND_CHECK)


@pytest.fixture
def people() -> list[Person]:
    """Three registered people."""
    clerk = holder(Post.COMMUNITY_ENTRY)
    cases = applications.accept_many(
        [application(identity_number=number(sequence)) for sequence in (1, 2, 3)],
        by=clerk,
        at=NOON,
        source="花名册",
    )
    return [case.person for case in cases]


@pytest.fixture
def entered(people: list[Person], entering: Officer) -> Callable[..., Upload]:
    """Hands an opening workbook in, and commits what is good of it."""

    def enter(*rows: dict[str, object]) -> Upload:
        content = filled(OPENING.sheet, rows)
        return committed(handed_in("opening", content, entering, "期初表.xlsx"), entering)

    return enter
