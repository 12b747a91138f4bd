"""Papers: opened once, edited over the version that was read, issued with frozen figures."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from enrollment.workflow.states import CaseState
from pension.models import AuditEntry, DistrictSetting, Job, JobState, Officer
from pension.services import jobs
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from performance.models import Paper, PaperIssue
from performance.rules.outline import SELF_EVALUATION
from performance.services import papers, projects
from performance.services.papers import Edited, Setting, StaleTextError
from performance.tasks import self_evaluation
from subsidies.workflow.states import FundKind
from tests.clock import NOON
from tests.factories.kernel import district, holder
from tests.factories.performance import (
    AS_OF,
    NAME,
    UNIT,
    case_with_history,
    paper_of,
    publish,
)

pytestmark = pytest.mark.django_db
A4_POINTS = (595, 842)


@pytest.fixture
def author() -> Officer:
    """An officer with the performance post."""
    return holder(Post.PERFORMANCE)


@pytest.fixture
def paper(author: Officer) -> Paper:
    """The self-evaluation of 2022, just opened."""
    return paper_of(author, annex_number="附件4-2")


def text_of(paper: Paper, slot: str = "other") -> str:
    return paper.paragraphs.get(slot=slot).text


def set_paper(issue: PaperIssue) -> PdfReader:
    """Let the worker set an issue, and read the file that it gave out."""
    assert issue.job.kind == self_evaluation.SELF_EVALUATION
    jobs.run(issue.job_id, lambda: NOON)
    with issue.job.files.get(name__endswith=".pdf").file.open("rb") as file:
        return PdfReader(BytesIO(file.read()))


def words_of(reader: PdfReader) -> str:
    """All text without line ends, which fall where the lines do."""
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def test_opening_a_paper_again_gives_the_one_that_is_there(author: Officer, paper: Paper) -> None:
    papers.edit(paper.pk, {"other": Edited("另有说明。", 1)}, by=author, at=NOON)

    again = papers.open_paper(paper.project_id, Setting(date(2022, 1, 1)), by=author, at=NOON)

    assert again.pk == paper.pk
    assert (again.figures_as_of, text_of(again)) == (AS_OF, "另有说明。")


def test_a_project_stands_once_a_year(author: Officer, paper: Paper) -> None:
    with pytest.raises(CaseError, match="已登记过"):
        projects.create(2022, f" {NAME} ", UNIT, by=author, at=NOON)


@pytest.mark.parametrize("post", [Post.DIRECTOR, Post.INSPECT, Post.PREPARE])
def test_other_posts_neither_enter_edit_nor_issue(paper: Paper, post: Post) -> None:
    other = holder(post)

    for deed in (
        lambda: projects.create(2021, NAME, UNIT, by=other, at=NOON),
        lambda: papers.edit(paper.pk, {"other": Edited("改。", 1)}, by=other, at=NOON),
        lambda: papers.set_out(paper.pk, Setting(AS_OF), by=other, at=NOON),
        lambda: papers.issue(paper.pk, token="a", by=other, at=NOON),
    ):
        with pytest.raises(CaseError, match="绩效管理"):
            deed()

    assert (text_of(paper), paper.issues.count()) == ("无。", 0)


@pytest.mark.parametrize(
    ("day", "sentence"), [(AS_OF + timedelta(days=1), "今天之后"), (date(2021, 12, 31), "早于")]
)
def test_the_figures_end_neither_tomorrow_nor_before_the_year(
    author: Officer, paper: Paper, day: date, sentence: str
) -> None:
    with pytest.raises(CaseError, match=sentence):
        papers.set_out(paper.pk, Setting(day), by=author, at=NOON)


def test_an_edit_counts_the_version_up_and_leaves_a_trace(author: Officer, paper: Paper) -> None:
    changed = papers.edit(
        paper.pk, {"other": Edited(" 另有说明。\r\n\r\n 第二段。", 1)}, by=author, at=NOON
    )

    paragraph = paper.paragraphs.get(slot="other")
    assert changed == ["other"]
    assert (paragraph.text, paragraph.version) == ("另有说明。\n第二段。", 2)
    assert AuditEntry.objects.filter(action="修改自评报告文字", subject_id=paper.pk).exists()


def test_a_text_that_somebody_changed_meanwhile_is_not_overwritten(
    author: Officer, paper: Paper
) -> None:
    papers.edit(paper.pk, {"other": Edited("先到的说明。", 1)}, by=author, at=NOON)
    late = {"other": Edited("后到的说明。", 1), "economy": Edited("节约。", 1)}

    with pytest.raises(StaleTextError, match="他人已修改") as refusal:
        papers.edit(paper.pk, late, by=holder(Post.PERFORMANCE), at=NOON)

    assert refusal.value.current["other"].text == "先到的说明。"
    assert text_of(paper) == "先到的说明。"
    assert text_of(paper, "economy") != "节约。"


def test_the_same_text_again_is_no_change(author: Officer, paper: Paper) -> None:
    papers.edit(paper.pk, {"other": Edited("说明。", 1)}, by=author, at=NOON)

    assert papers.edit(paper.pk, {"other": Edited("说明。", 1)}, by=author, at=NOON) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("共{已审人数}。", "{已审人数}"),
        ("共{已联审人数。", "花括号"),
        ("  \n ", "没有内容"),
        ("长" * 5001, "5000"),
    ],
)
def test_a_paragraph_that_cannot_be_printed_is_refused(
    author: Officer, paper: Paper, text: str, sentence: str
) -> None:
    with pytest.raises(CaseError) as refusal:
        papers.edit(paper.pk, {"other": Edited(text, 1)}, by=author, at=NOON)

    assert "六、其他需要说明的问题" in str(refusal.value)
    assert sentence in str(refusal.value)
    assert text_of(paper) == "无。"


def test_two_clicks_make_one_issue(author: Officer, paper: Paper) -> None:
    first = papers.issue(paper.pk, token="click", by=author, at=NOON)
    second = papers.issue(paper.pk, token="click", by=author, at=NOON)

    assert first.pk == second.pk
    assert (paper.issues.count(), Job.objects.count()) == (1, 1)


def test_an_issue_keeps_its_figures_and_its_words(author: Officer, paper: Paper) -> None:
    papers.edit(paper.pk, {"other": Edited("联审{已联审人数}。", 1)}, by=author, at=NOON)
    first = papers.issue(paper.pk, token="1", by=author, at=NOON)
    case_with_history((CaseState.CONFIRMED, NOON))
    second = papers.issue(paper.pk, token="2", by=author, at=NOON)

    told = [words_of(set_paper(issue)) for issue in (first, second)]

    assert (first.number, second.number) == (1, 2)
    assert "联审0人。" in told[0]
    assert "联审1人。" in told[1]


def test_running_the_job_twice_changes_nothing(author: Officer, paper: Paper) -> None:
    issue = papers.issue(paper.pk, token="1", by=author, at=NOON)
    set_paper(issue)
    digests = {file.name: file.sha256 for file in issue.job.files.all()}
    Job.objects.filter(pk=issue.job_id).update(state=JobState.QUEUED, finished_at=None)
    set_paper(issue)

    assert {file.name: file.sha256 for file in issue.job.files.all()} == digests
    assert paper.issues.count() == 1


def test_the_paper_has_six_chapters_on_a4_with_embedded_fonts(
    author: Officer, paper: Paper
) -> None:
    case_with_history((CaseState.CONFIRMED, NOON))
    reader = set_paper(papers.issue(paper.pk, token="1", by=author, at=NOON))

    words = words_of(reader)

    places = [words.index(chapter.heading) for chapter in SELF_EVALUATION]
    assert len(places) == 6
    assert places == sorted(places)
    for said in (
        "附件4-2",
        UNIT,
        "2022年度" + NAME,
        "项目支出绩效自评报告",
        "（印章）",
        "2022年10月31日",
    ):
        assert said in words
    for page in reader.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4_POINTS
        for font in page["/Resources"]["/Font"].values():
            (descendant,) = font.get_object()["/DescendantFonts"]
            assert "/FontFile3" in descendant.get_object()["/FontDescriptor"]


def test_a_figure_that_nobody_entered_is_printed_as_such(author: Officer, paper: Paper) -> None:
    publish(author, FundKind.SPENDING, 6_000_000_000)

    words = words_of(set_paper(papers.issue(paper.pk, token="1", by=author, at=NOON)))

    assert "年初预算未录入" in words
    assert "全年实际支出6,000万元" in words
    assert "差额60,000,000.00公布支出多于系统发放" in words


@pytest.mark.parametrize("shown", [True, False])
def test_guidance_is_printed_when_it_is_asked_for(
    author: Officer, paper: Paper, shown: bool
) -> None:
    papers.set_out(paper.pk, Setting(AS_OF, "", shown), by=author, at=NOON)

    words = words_of(set_paper(papers.issue(paper.pk, token="1", by=author, at=NOON)))

    assert ("填写说明" in words) is shown


@pytest.mark.parametrize("is_demo", [True, False])
def test_made_up_data_are_called_so_on_the_paper(
    author: Officer, paper: Paper, is_demo: bool
) -> None:
    DistrictSetting.objects.filter(district=district()).update(is_demo=is_demo)

    words = words_of(set_paper(papers.issue(paper.pk, token="1", by=author, at=NOON)))

    assert ("演示数据" in words) is is_demo
