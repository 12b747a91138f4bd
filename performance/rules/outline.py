"""The six chapters of a 项目支出绩效自评报告 (001): headings, guidance, places for paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (empty where the chapter has one text), its paragraph's place, tables after it."""

    slot: str
    heading: str = ""
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: what it should say, and its sections."""

    heading: str
    guidance: str
    sections: tuple[Section, ...]


SELF_EVALUATION: tuple[Chapter, ...] = (
    Chapter(
        "一、项目基本情况",
        "说明项目的性质、用途、主要内容和范围；年初设定的绩效目标，以及各项指标完成到什么程度。",
        (
            Section("profile", "（一）项目基本情况简介"),
            Section("targets", "（二）绩效目标设定及指标完成情况", ("streets",)),
        ),
    ),
    Chapter(
        "二、项目资金使用及管理情况",
        "按公共预算、政府性基金、财政专户、自筹等来源说明资金的安排和到位；说明实际支出、结余和支付方式；说明资金管理制度及其执行。",
        (
            Section("funds_arranged", "（一）资金安排落实情况", ("funds",)),
            Section("funds_used", "（二）资金实际使用情况", ("variance",)),
            Section("funds_managed", "（三）资金管理情况"),
        ),
    ),
    Chapter(
        "三、项目组织实施情况",
        "说明前期准备、招投标、项目调整和竣工验收，没有的写明不适用；说明管理制度、办理程序和日常检查监督。",
        (
            Section("organisation", "（一）项目组织情况"),
            Section("management", "（二）项目管理情况"),
        ),
    ),
    Chapter(
        "四、项目绩效情况",
        "尽量用数据说明：经济性看成本和预算控制，效率性看进度和质量，有效性看资金用出的效果，可持续性看政策、资金、人员和管理能否持续。",
        (
            Section("economy", "（一）经济性"),
            Section("efficiency", "（二）效率性"),
            Section("effect", "（三）有效性", ("payments",)),
            Section("sustainability", "（四）可持续性"),
        ),
    ),
    Chapter(
        "五、存在的问题",
        "如实写明实施中的困难、没有完成的事项及其原因，附有关数据。",
        (Section("problems", tables=("refusals", "problems")),),
    ),
    Chapter(
        "六、其他需要说明的问题",
        "上面没有写到而应当说明的事项；没有的写“无”。",
        (Section("other"),),
    ),
)


def sections() -> Iterator[tuple[Chapter, Section]]:
    """Every section with its chapter, in order."""
    for chapter in SELF_EVALUATION:
        for section in chapter.sections:
            yield chapter, section


def slot_titles() -> dict[str, str]:
    """Places of paragraphs in order, each by the heading that stands over it."""
    return {section.slot: section.heading or chapter.heading for chapter, section in sections()}
