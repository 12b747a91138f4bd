"""The performance project of 2022 and its self-evaluation, opened but not yet issued."""

from pension.demo import calendar
from pension.demo.offices import holder
from pension.models import Region
from pension.vocabulary.posts import Post
from performance.services import papers
from performance.services.papers import Setting

PROJECT = "被征地人员基本养老保险财政配套及区提高个人缴费补助经费"
UNIT = "昆明市呈贡区城乡居民社会养老保险局"


def open_self_evaluation(district: Region) -> None:
    """Enter the project of the year and open its paper with the figures of the end of October."""
    papers.begin(
        calendar.AS_OF.year,
        PROJECT,
        UNIT,
        Setting(figures_as_of=calendar.AS_OF, annex_number="附件4-2"),
        by=holder(Post.PERFORMANCE, district),
        at=calendar.at(calendar.AS_OF),
    )
