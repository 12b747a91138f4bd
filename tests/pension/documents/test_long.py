"""Papers in parts: they read as if set in one piece, and leave nothing running behind."""

import random
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pytest_django import Settings

from pension.documents import long
from pension.documents.crew import crew
from pension.documents.joining import join
from pension.documents.listings import Listing
from pension.documents.long import render_list, render_sheets
from pension.documents.looks import Paper, PaperError
from pension.documents.parts import Part
from pension.documents.pdf import render
from tests.pension.documents.conftest import WriteTemplate
from tests.pension.documents.test_pdf import PRINTED

LIST = (
    '{% extends "pdf/form.html" %}{% block title %}名单{% endblock %}'
    "{% block heading %}演示名单{% endblock %}{% block content %}"
    "<style>.printed td { font-size: 26pt; white-space: normal; } STYLE</style>"
    "<p>表前的话</p>{% include 'pdf/_printed_table.html' %}<p>表后的话</p>{% endblock %}"
)
SHEETS = (
    '{% extends "pdf/base.html" %}{% block paper %}{% for one in sheets %}'
    '<p class="{% if not forloop.first %}new-page{% endif %}">{{ one }}</p>'
    "{% endfor %}{% endblock %}"
)
ROWS = 300
NAMES = ("演示张", "演示李四", "𬭎赟䶮㛃喆堃", "演示一个姓名很长的人需要换行才写得下的名字")


@pytest.fixture
def listing() -> Listing:
    """A list whose rows are of several heights."""
    chance = random.Random(7)
    rows = [
        [(str(n), "number"), (chance.choice(NAMES), "name"), (f"第{n % 7}村民小组", "group")]
        for n in range(1, ROWS + 1)
    ]
    return Listing([("序号", "number"), ("姓名", "name"), ("村组", "group")], rows)


def texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_a_list_in_parts_reads_page_by_page_as_if_set_in_one_piece(
    write_template: WriteTemplate, listing: Listing
) -> None:
    name = write_template("list.html", LIST)
    told: list[tuple[int, int]] = []

    parts = texts(render_list(name, PRINTED, listing, progress=lambda *done: told.append(done)))
    piece = texts(render(name, {**PRINTED, "table": listing}))

    assert parts == piece
    assert len(parts) > long.LONG
    assert told[0] == (0, told[-1][0])
    assert told[-1] == (len(parts) // 10 + 1, len(parts) // 10 + 1)
    assert f"第 {len(parts)} 页 共 {len(parts)} 页" in parts[-1]
    assert all("村组" in page for page in parts)


def test_a_list_whose_rows_are_not_as_measured_is_set_in_one_piece(
    write_template: WriteTemplate, listing: Listing
) -> None:
    odd = write_template("odd.html", LIST.replace("STYLE", "#row-17 td { padding-top: 30mm; }"))

    pdf = render_list(odd, PRINTED, listing, progress=lambda *done: None)

    assert texts(pdf) == texts(render(odd, {**PRINTED, "table": listing}))


def test_letters_in_parts_are_the_same_letters(write_template: WriteTemplate) -> None:
    name = write_template("letters.html", SHEETS)
    letters = [f"演示信件{n}" for n in range(1, long.LONG + 6)]

    pdf = render_sheets(name, PRINTED, letters, progress=lambda *done: None)

    assert [text.splitlines()[0] for text in texts(pdf)] == letters


def test_a_joined_paper_keeps_title_office_and_language(write_template: WriteTemplate) -> None:
    name = write_template("titled.html", LIST)
    pieces = [render(name, {**PRINTED, "table": Listing([], [])}) for _ in range(2)]

    reader = PdfReader(BytesIO(join(pieces)))

    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("名单", "演示区居保局")
    assert reader.root_object["/Lang"] == "zh-CN"
    assert len(reader.pages) == 2
    assert join(pieces) == join(pieces)


def test_whoever_ends_a_paper_ends_all_its_processes(settings: Settings) -> None:
    with (
        pytest.raises(KeyboardInterrupt),
        crew(Paper.FORM, Path(settings.PENSION_FONT_DIR), 2) as setters,
    ):
        raise KeyboardInterrupt

    assert all(setter.process.returncode is not None for setter in setters.setters)


def test_a_setter_that_dies_stops_the_paper(settings: Settings) -> None:
    with crew(Paper.FORM, Path(settings.PENSION_FONT_DIR), 1) as setters:
        setters.setters[0].process.kill()

        with pytest.raises(PaperError, match="中途停止"):
            list(setters.set([Part("<p>一</p>")], lambda *done: None))


def test_a_setter_ends_when_its_owner_has_gone(settings: Settings) -> None:
    with crew(Paper.FORM, Path(settings.PENSION_FONT_DIR), 1) as setters:
        (setter,) = setters.setters

        setter.let_go()

        assert setter.process.wait(60) == 0
