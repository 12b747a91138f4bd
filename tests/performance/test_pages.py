"""Pages of the papers: who opens them, what is kept when a text is refused, what is issued."""

import pytest
from django.test import Client
from django.urls import reverse

from pension.models import Draft, Officer, RegionLevel
from pension.vocabulary.posts import OfficeKind, Post
from performance.models import Paper, Project
from performance.queries import worklist
from performance.rules.outline import slot_titles
from performance.services import papers
from performance.services.papers import Edited
from tests.clock import NOON
from tests.factories.kernel import OfficerFactory, holder, office, region
from tests.factories.performance import AS_OF, NAME, UNIT, paper_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> Officer:
    """An officer with the performance post."""
    return holder(Post.PERFORMANCE)


@pytest.fixture
def paper(author: Officer) -> Paper:
    """The self-evaluation of 2022, just opened."""
    return paper_of(author)


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def form_of(paper: Paper, **texts: str) -> dict[str, str]:
    """What the page sends: every text as it was read but those given."""
    sent: dict[str, str] = {"token": "click", "deed": "save"}
    for slot, paragraph in papers.paragraphs_of(paper).items():
        sent[f"text_{slot}"] = sent[f"initial-text_{slot}"] = paragraph.text
        sent[f"version_{slot}"] = str(paragraph.version)
    return sent | {f"text_{slot}": text for slot, text in texts.items()}


def page(paper: Paper) -> str:
    return reverse("performance:paper", args=[paper.pk])


def stranger() -> Officer:
    """A performance officer of another district's bureau."""
    elsewhere = region("530115", "晋宁区", RegionLevel.DISTRICT, None)
    bureau = office(OfficeKind.BUREAU)
    other = type(bureau).objects.create(name="他区机构", kind=OfficeKind.BUREAU, region=elsewhere)
    return OfficerFactory(office=other, posts=[Post.PERFORMANCE])


def test_a_new_project_leads_to_its_paper(author: Officer) -> None:
    sent = {"year": 2022, "figures_as_of": AS_OF, "unit_name": UNIT, "name": NAME}

    answer = signed_in(author).post(reverse("performance:project_new"), sent)

    paper = Paper.objects.get(project__name=NAME)
    assert answer.headers["Location"] == page(paper)
    assert paper.paragraphs.count() == len(slot_titles())


def test_a_refused_project_keeps_what_was_typed(author: Officer, paper: Paper) -> None:
    sent = {"year": 2022, "figures_as_of": AS_OF, "unit_name": UNIT, "name": NAME}

    answer = signed_in(author).post(reverse("performance:project_new"), sent)

    assert "已登记过" in answer.content.decode()
    assert f'value="{NAME}"' in answer.content.decode()
    assert Project.objects.count() == 1


def test_the_page_lists_every_place_and_the_figures_beside_it(
    author: Officer, paper: Paper
) -> None:
    shown = signed_in(author).get(page(paper)).content.decode()

    for slot in slot_titles():
        assert f'name="text_{slot}"' in shown
    assert "{已联审人数}" in shown
    assert "未录入" in shown
    assert 'data-draft-url="' in shown


def test_only_the_texts_that_were_changed_are_saved(author: Officer, paper: Paper) -> None:
    Draft.objects.create(officer=author, key=f"paper-{paper.pk}", fields={}, saved_at=NOON)
    sent = form_of(paper, other="另有说明。")
    papers.edit(paper.pk, {"economy": Edited("节约。", 1)}, by=author, at=NOON)

    signed_in(author).post(page(paper), sent)

    kept = {one.slot: one.text for one in paper.paragraphs.all()}
    assert (kept["other"], kept["economy"]) == ("另有说明。", "节约。")
    assert not Draft.objects.exists()


def test_a_clash_shows_both_texts_and_the_next_save_takes_the_box(
    author: Officer, paper: Paper
) -> None:
    sent = form_of(paper, other="我的说明。")
    papers.edit(paper.pk, {"other": Edited("别人的说明。", 1)}, by=author, at=NOON)
    client = signed_in(author)

    shown = client.post(page(paper), sent).content.decode()

    assert "他人已修改" in shown
    assert "我的说明。" in shown
    assert "别人的说明。" in shown
    assert paper.paragraphs.get(slot="other").text == "别人的说明。"
    client.post(page(paper), sent | {"version_other": "2"})
    assert paper.paragraphs.get(slot="other").text == "我的说明。"


def test_an_unknown_placeholder_comes_back_with_what_was_typed(
    author: Officer, paper: Paper
) -> None:
    shown = signed_in(author).post(page(paper), form_of(paper, other="{没有}")).content.decode()

    assert "没有名为{没有}的数据" in shown
    assert ">\n{没有}</textarea>" in shown


def test_saving_and_issuing_leads_to_the_job(author: Officer, paper: Paper) -> None:
    client = signed_in(author)
    sent = form_of(paper, other="另有说明。") | {"deed": "issue"}

    answers = [client.post(page(paper), sent) for _ in range(2)]

    issue = paper.issues.get()
    job = reverse("pension:job", args=[issue.job_id])
    assert [answer.headers["Location"] for answer in answers] == [job, job]
    assert issue.text["paragraphs"]["other"] == "另有说明。"


@pytest.mark.parametrize("post", [Post.DIRECTOR, Post.INSPECT])
def test_readers_see_the_preview_and_cannot_write(paper: Paper, post: Post) -> None:
    client = signed_in(holder(post))
    preview = reverse("performance:preview", args=[paper.pk])

    assert client.get(page(paper)).headers["Location"] == preview
    assert "一、项目基本情况" in client.get(preview).content.decode()
    assert client.post(page(paper), form_of(paper, other="改。")).headers["Location"] == preview
    assert client.get(reverse("performance:project_new")).status_code == 403
    assert paper.paragraphs.get(slot="other").text == "无。"


@pytest.mark.parametrize("name", ["paper", "preview", "paper_setting"])
def test_another_districts_paper_is_not_there(paper: Paper, name: str) -> None:
    client = signed_in(stranger())

    answer = client.post(reverse(f"performance:{name}", args=[paper.pk]))

    assert answer.status_code == 404


def test_posts_without_papers_are_shown_the_way_out(paper: Paper) -> None:
    client = signed_in(holder(Post.CASHIER))

    for url in (reverse("performance:projects"), page(paper)):
        assert client.get(url).status_code == 403


def test_the_setting_is_changed_on_the_page(author: Officer, paper: Paper) -> None:
    sent = {"figures_as_of": "2022-09-30", "annex_number": "附件1", "shows_guidance": "on"}

    signed_in(author).post(reverse("performance:paper_setting", args=[paper.pk]), sent)

    paper.refresh_from_db()
    assert (str(paper.figures_as_of), paper.annex_number) == ("2022-09-30", "附件1")
    assert paper.shows_guidance


def test_the_first_page_counts_papers_not_yet_issued(author: Officer, paper: Paper) -> None:
    before = [tile.count for tile in worklist.tiles(author, AS_OF)]
    papers.issue(paper.pk, token="1", by=author, at=NOON)

    assert before == [1]
    assert worklist.tiles(author, AS_OF) == []
    assert worklist.navigation(holder(Post.CASHIER), AS_OF) == []
    assert [item.label for item in worklist.navigation(holder(Post.DIRECTOR), AS_OF)] == [
        "绩效自评"
    ]
