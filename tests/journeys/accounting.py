"""The year's account: a paragraph is written, the self-evaluation issued and read."""

from performance.models import Paper
from tests.journeys.clerk import Clerk, Office
from tests.journeys.papers import text_of

CHAPTERS = ("一、", "二、", "三、", "四、", "五、", "六、")
WRITTEN = "演示补充说明，本段由绩效管理岗位在页面上写成。"


def account(office: Office) -> None:
    """Write, issue and read the paper; the published budget stands in it."""
    paper = Paper.objects.get()
    with Clerk(office, "jbj_jixiao") as clerk:
        clerk.turn_to("绩效自评")
        clerk.press(paper.project.name)
        clerk.finds_nothing_grave()
        clerk.page.locator("main textarea").last.fill(WRITTEN)
        clerk.press("保存并生成报告")
        clerk.sees("已完成")
        report = text_of(clerk.takes(".pdf"))
    assert WRITTEN in report
    assert [chapter for chapter in CHAPTERS if chapter not in report] == []
    assert "6,000" in report
