"""Makers for the papers of the bureau."""

from pension.vocabulary.posts import Post
from performance.services import papers
from performance.services.papers import Setting
from tests.access.homes import Home
from tests.access.making import Made, Try, makes
from tests.clock import NOON
from tests.factories.kernel import holder


@makes("performance:paper", "performance:paper_setting", "performance:preview")
def paper(home: Home) -> Made:
    """The self-evaluation of the district."""
    author = holder(Post.PERFORMANCE, home.district)
    setting = Setting(NOON.date())
    made = papers.begin(2022, f"演示项目{author.pk}", "演示单位", setting, by=author, at=NOON)
    yield Try({"pk": made.pk}, {"figures_as_of": "2022-10-31"})
