"""The first page judges a number of people who may be overpaid, and says when there are more."""

import pytest

from pension.queries.worklist import Tile
from pension.vocabulary.posts import Post
from subsidies.queries.overpaid import GLANCED_AT
from subsidies.queries.recovery_work import recovery_tiles
from tests.factories.kernel import holder
from tests.factories.recoveries import TODAY, overpaid

pytestmark = pytest.mark.django_db


def tiles() -> list[Tile]:
    """What the first page says of overpayments."""
    tiles = recovery_tiles(holder(Post.PREPARE), TODAY)
    return [tile for tile in tiles if tile.label == "多付待追回"]


def test_without_suspects_nothing_is_said() -> None:
    assert tiles() == []


def test_as_many_as_are_looked_at_are_counted_and_the_rest_is_named() -> None:
    for _ in range(GLANCED_AT):
        overpaid()
    as_many = tiles()
    overpaid()
    more = tiles()

    assert [(tile.count, "其余" in tile.note) for tile in as_many] == [(GLANCED_AT, False)]
    assert [(tile.count, "其余打开后查" in tile.note) for tile in more] == [(GLANCED_AT, True)]
