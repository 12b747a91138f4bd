"""Papers: their measures, fonts, texts, and what they refuse to fetch."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from pension.documents.pdf import Paper, PaperError, render
from tests.pension.documents.conftest import WriteTemplate

RARE = "𬭎赟䶮㛃喆堃"
OFFICIAL = (
    '{% extends "pdf/official.html" %}{% block title %}自评报告{% endblock %}'
    "{% block heading %}自评报告{% endblock %}{% block body %}BODY{% endblock %}"
)
BARE = '{% extends "pdf/official.html" %}{% block paper %}BODY{% endblock %}'
FORM = (
    '{% extends "pdf/form.html" %}{% block title %}计算单{% endblock %}'
    "{% block heading %}计算单{% endblock %}{% block content %}BODY{% endblock %}"
)
PRINTED = {
    "office": "演示区居保局",
    "printed_by": "演示李",
    "printed_at": datetime(2022, 10, 31, 4, 0, tzinfo=UTC),
}
MM = 72 / 25.4


def texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_an_official_page_holds_twenty_two_lines_of_twenty_eight_characters(
    write_template: WriteTemplate,
) -> None:
    line = "<div>" + "测" * 28 + "</div>"
    full = write_template("full.html", BARE.replace("BODY", line * 22))
    wider = write_template(
        "wider.html", BARE.replace("BODY", line * 21 + line.replace("测", "测试", 1))
    )
    longer = write_template("longer.html", BARE.replace("BODY", line * 23))

    pages = [len(texts(render(name, {}, paper=Paper.OFFICIAL))) for name in (full, wider, longer)]

    assert pages == [1, 2, 2]


def test_an_official_text_stands_28_mm_from_the_left_in_22_lines_of_225_mm(
    write_template: WriteTemplate,
) -> None:
    name = write_template("corner.html", BARE.replace("BODY", "<div>测</div><div>测</div>"))
    places: list[tuple[float, float]] = []

    PdfReader(BytesIO(render(name, {}, paper=Paper.OFFICIAL))).pages[0].extract_text(
        visitor_text=lambda text, to_points, place, _font, _size: (
            places.append((place[4] * to_points[0], place[5] * to_points[0]))
            if "测" in text
            else None
        )
    )

    (left, first), (_, second) = places
    assert left == pytest.approx(28 * MM, abs=0.1)
    assert 37 * MM < first < 37 * MM + second - first
    assert second - first == pytest.approx(225 * MM / 22, abs=0.1)


def test_page_numbers_stand_between_dashes(write_template: WriteTemplate) -> None:
    name = write_template(
        "two.html", OFFICIAL.replace("BODY", "<p>一</p><p class='new-page'>二</p>")
    )

    first, second = texts(render(name, {}, paper=Paper.OFFICIAL))

    assert "— 1 —" in first
    assert "— 2 —" in second


def test_rare_characters_of_names_can_be_read_out_of_the_paper(
    write_template: WriteTemplate,
) -> None:
    name = write_template("rare.html", OFFICIAL.replace("BODY", "<p>{{ name }}</p>"))

    text = texts(render(name, {"name": RARE}, paper=Paper.OFFICIAL))[0]

    assert RARE in text


def test_every_font_of_a_paper_is_embedded(write_template: WriteTemplate) -> None:
    name = write_template(
        "fonts.html", OFFICIAL.replace("BODY", f"<h2>一、</h2><h3>（一）</h3><p>{RARE}</p>")
    )

    embedded, needed = set[str](), set[str]()
    for page in PdfReader(BytesIO(render(name, {}, paper=Paper.OFFICIAL))).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            needed.add(descendant["/BaseFont"])
            if {"/FontFile2", "/FontFile3"} & set(descendant["/FontDescriptor"].get_object()):
                embedded.add(descendant["/BaseFont"])

    assert needed
    assert embedded == needed


def test_the_paper_carries_its_title_language_and_office(write_template: WriteTemplate) -> None:
    name = write_template("meta.html", OFFICIAL.replace("BODY", "<p>正文</p>"))

    reader = PdfReader(BytesIO(render(name, PRINTED, paper=Paper.OFFICIAL)))

    assert reader.metadata is not None
    assert reader.metadata.title == "自评报告"
    assert reader.metadata.author == "演示区居保局"
    assert reader.root_object["/Lang"] == "zh-CN"


def test_a_long_form_repeats_its_heading_and_counts_its_pages(
    write_template: WriteTemplate,
) -> None:
    row = "<tr><td>演示张三</td></tr>"
    table = f"<table><thead><tr><th>姓名栏</th></tr></thead><tbody>{row * 60}</tbody></table>"
    name = write_template("list.html", FORM.replace("BODY", table))

    pages = texts(render(name, PRINTED))

    assert len(pages) == 2
    assert ["姓名栏" in page for page in pages] == [True, True]
    assert "第 2 页 共 2 页" in pages[1]
    assert "演示李 2022-10-31 12:00 打印" in pages[0]


def test_a_form_may_lie_across(write_template: WriteTemplate) -> None:
    name = write_template("wide.html", FORM.replace("BODY", "<p>宽</p>"))

    box = PdfReader(BytesIO(render(name, PRINTED, paper=Paper.FORM_LANDSCAPE))).pages[0].mediabox

    assert box.width > box.height


def test_the_same_input_gives_the_same_bytes(write_template: WriteTemplate) -> None:
    name = write_template("same.html", FORM.replace("BODY", "<p>一样</p>"))

    assert render(name, PRINTED) == render(name, PRINTED)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/a.png",
        "file:///etc/hostname",
        "data:image/png;base64,AAAA",
        "pension-font:../settings.py",
        "pension-font:nothing.otf",
    ],
)
def test_a_paper_fetches_nothing_but_our_fonts(write_template: WriteTemplate, address: str) -> None:
    name = write_template("image.html", FORM.replace("BODY", f'<img src="{address}" alt="">'))

    with pytest.raises(PaperError, match="不允许读取"):
        render(name, PRINTED)


def test_what_an_officer_typed_is_never_markup(write_template: WriteTemplate) -> None:
    name = write_template("typed.html", FORM.replace("BODY", "<p>{{ typed }}</p>"))

    text = texts(render(name, PRINTED | {"typed": "<b>加粗</b>"}))[0]

    assert "<b>加粗</b>" in text
