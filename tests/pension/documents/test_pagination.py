"""Where pages begin, and which cells of a list look alike."""

from hypothesis import given
from hypothesis import strategies as st

from pension.documents.listings import Listing
from pension.documents.pagination import PAGES_OF_A_PART, TOLERANCE, Room, page_starts, spans

PIXEL = 1_000_000
ROOM = Room(first_top=40 * PIXEL, next_top=10 * PIXEL, bottom=100 * PIXEL)


def test_the_first_page_holds_less_because_of_what_stands_above() -> None:
    assert page_starts([30 * PIXEL] * 8, ROOM) == [0, 2, 5]


def test_a_row_that_just_fits_stays_on_the_page() -> None:
    assert page_starts([60 * PIXEL, 90 * PIXEL, 91 * PIXEL, PIXEL], ROOM) == [0, 1, 2, 3]


@given(st.lists(st.integers(min_value=PIXEL, max_value=60 * PIXEL), min_size=1, max_size=400))
def test_no_page_is_fuller_than_it_can_be_and_none_leaves_room_for_the_next_row(
    heights: list[int],
) -> None:
    starts = page_starts(heights, ROOM)

    for page, (start, stop) in enumerate(zip(starts, [*starts[1:], None], strict=True)):
        room = ROOM.bottom - (ROOM.next_top if page else ROOM.first_top)
        assert sum(heights[start:stop]) <= room + TOLERANCE
        if stop is not None:
            assert sum(heights[start : stop + 1]) > room


@given(st.integers(min_value=1, max_value=95))
def test_parts_hold_every_page_once_and_the_last_page_alone(pages: int) -> None:
    starts = list(range(0, pages * 3, 3))

    parts = spans(starts, pages * 3)

    assert [start for part in parts for start in part.starts] == starts
    assert [part.stop for part in parts] == [*(part.starts[0] for part in parts[1:]), pages * 3]
    assert all(len(part.starts) <= PAGES_OF_A_PART for part in parts)
    assert len(parts[-1].starts) == 1
    assert [starts[part.first_page - 1] for part in parts] == [part.starts[0] for part in parts]


def test_cells_of_common_characters_and_digits_look_alike_by_their_length() -> None:
    rows = [
        [("1", "number"), ("演示张", "name")],
        [("2", "number"), ("演示李", "name")],
        [("10", "number"), ("演示王五", "name")],
    ]

    specimens, _ = Listing([("序号", "number"), ("姓名", "name")], rows).specimens()

    shown = [[text for text, _ in row] for row in specimens.rows]
    assert shown == [["1", ""], ["", "演示张"], ["10", ""], ["", "演示王五"]]


def test_a_rare_character_and_a_latin_letter_stand_for_themselves() -> None:
    names = ["演示喆", "演示䶮", "演示张", "Wa", "Wi"]

    specimens, _ = Listing([("姓名", "name")], [[(name, "name")] for name in names]).specimens()

    assert [row[0][0] for row in specimens.rows] == ["演示喆", "演示䶮", "演示张", "Wa", "Wi"]
