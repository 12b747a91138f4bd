"""The self-evaluation as a Word document: the text of the paper, on the page of GB/T 9704."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from enrollment.workflow.states import CaseState
from pension.models import DistrictSetting, Officer
from pension.services import jobs
from pension.vocabulary.posts import Post
from performance.models import Paper, PaperIssue
from performance.rules.figures import thaw
from performance.rules.outline import SELF_EVALUATION
from performance.services import papers
from performance.services.papers import Setting
from performance.tables import report
from subsidies.workflow.states import FundKind
from tests.clock import NOON
from tests.factories.kernel import district, holder
from tests.factories.performance import AS_OF, case_with_history, paper_of, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eager_jobs")]


@pytest.fixture
def author() -> Officer:
    """An officer with the performance post."""
    return holder(Post.PERFORMANCE)


@pytest.fixture
def paper(author: Officer) -> Paper:
    """The self-evaluation of 2022, just opened."""
    return paper_of(author, annex_number="附件4-2")


def issued(author: Officer, paper: Paper) -> PaperIssue:
    """An issue that the worker has set."""
    issue = papers.issue(paper.pk, token="1", by=author, at=NOON)
    jobs.run(issue.job_id, lambda: NOON)
    return issue


def word_of(issue: PaperIssue) -> WordDocument:
    with issue.job.files.get(name__endswith=".docx").file.open("rb") as file:
        return Document(BytesIO(file.read()))


def text_of_word(document: WordDocument) -> str:
    """Paragraphs and tables as they follow each other, without blanks."""
    words = [node.text or "" for node in document.element.body.iter(qn("w:t"))]
    return "".join("".join(words).split())


def text_of_paper(issue: PaperIssue) -> str:
    """What the worker sets as PDF, as text; what only a screen reader is told is left out."""
    issue.refresh_from_db()
    drawn = report.context(issue.text, thaw(issue.figures), issue.taken_at)
    drawn |= {"office": issue.text["unit"], "number": issue.number}
    html = render_to_string("pdf/self_evaluation.html", drawn)
    for unseen in (r"<head>.*?</head>", r"<style>.*?</style>", r"<caption.*?</caption>"):
        html = re.sub(unseen, "", html, flags=re.DOTALL)
    return "".join(re.sub(r"<[^>]+>", "", html).split())


@pytest.mark.parametrize("is_full", [True, False])
def test_word_and_paper_say_the_same(author: Officer, paper: Paper, is_full: bool) -> None:
    DistrictSetting.objects.filter(district=district()).update(is_demo=is_full)
    papers.set_out(paper.pk, Setting(AS_OF, "附件4-2", is_full), by=author, at=NOON)
    if is_full:
        case_with_history((CaseState.CONFIRMED, NOON))
        publish(author, FundKind.SPENDING, 6_000_000_000)

    issue = issued(author, paper)

    assert text_of_word(word_of(issue)) == text_of_paper(issue)


def test_the_word_document_has_the_page_of_official_papers(author: Officer, paper: Paper) -> None:
    document = word_of(issued(author, paper))

    section = document.sections[0]
    sizes = {
        section.page_width: 210,
        section.page_height: 297,
        section.top_margin: 37,
        section.bottom_margin: 35,
        section.left_margin: 28,
        section.right_margin: 26,
    }
    for size, wanted in sizes.items():
        assert abs(size - Mm(wanted)) < Pt(1)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


@pytest.mark.parametrize(
    ("name", "font", "points"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
    ],
)
def test_the_styles_name_the_east_asian_fonts(
    author: Officer, paper: Paper, name: str, font: str, points: int
) -> None:
    style = word_of(issued(author, paper)).styles[name]

    fonts = style.element.rPr.rFonts
    assert style.font.size == Pt(points)
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia")} == {font}


def test_chapters_and_sections_are_headings(author: Officer, paper: Paper) -> None:
    document = word_of(issued(author, paper))

    chapters = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    sections = [one.text for one in document.paragraphs if one.style.name == "Heading 2"]
    assert chapters == [chapter.heading for chapter in SELF_EVALUATION]
    assert sections == [
        section.heading
        for chapter in SELF_EVALUATION
        for section in chapter.sections
        if section.heading
    ]


def test_pages_are_numbered_between_dashes_on_the_outer_side(author: Officer, paper: Paper) -> None:
    document = word_of(issued(author, paper))

    section = document.sections[0]
    footers = [section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]]
    assert document.settings.odd_and_even_pages_header_footer
    assert [footer.text for footer in footers] == ["—  —", "—  —"]
    assert [footer.alignment for footer in footers] == [2, 0]
    for footer in footers:
        (code,) = footer._p.iter(qn("w:instrText"))
        assert code.text == "PAGE"


def test_the_figure_draws_a_bar_for_each_street(author: Officer, paper: Paper) -> None:
    case_with_history((CaseState.CONFIRMED, NOON), accepted_on=date(2022, 1, 5))

    document = word_of(issued(author, paper))

    bars = list(document.element.body.iter(qn("w:shd")))
    assert len(bars) == 1


def test_both_files_can_be_downloaded_from_the_page(
    author: Officer, paper: Paper, client: Client
) -> None:
    issue = issued(author, paper)
    client.force_login(author)

    page = client.get(reverse("performance:paper", args=[paper.pk])).content.decode()

    for file in issue.job.files.all():
        assert reverse("pension:job_file", args=[file.pk]) in page
    assert ">PDF</a> · <a" in page
    assert ">Word</a>" in page
