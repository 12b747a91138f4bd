"""Offices, posts and desks, and which posts one person may not hold together.

Source: 社会保险经办条例 (2023) and the rules under 人社厅发〔2021〕64号: 业务, 财务, 数据 and 稽核
posts are not combined, nor are bookkeeper and cashier.
"""

from collections.abc import Iterable

from pension.vocabulary.labels import Labelled


class OfficeKind(Labelled):
    """What an office is, which decides the posts that it can fill."""

    COMMUNITY = "community", "社区"
    STREET = "street", "街道办事处"
    AGRICULTURE = "agriculture", "农业农村局"
    RESOURCES = "resources", "自然资源局"
    POLICE = "police", "公安机关"
    BUREAU = "bureau", "区居保局"


class Line(Labelled):
    """The lines of work that may not meet in one person."""

    BUSINESS = "business", "业务"
    FINANCE = "finance", "财务"
    DATA = "data", "数据"
    INSPECTION = "inspection", "稽核"
    LEADERSHIP = "leadership", "审批"


class Post(Labelled):
    """A post (岗位) that an officer holds; each belongs to one kind of office and one line."""

    COMMUNITY_ENTRY = "community_entry", "社区录入"
    COMMUNITY_CONFIRM = "community_confirm", "社区确认"
    AGRICULTURE = "agriculture", "农业确认"
    RESOURCES = "resources", "自然资源确认"
    POLICE = "police", "公安核对"
    STREET_ENTRY = "street_entry", "街道经办"
    STREET_REVIEW = "street_review", "街道审核"
    MERGE = "merge", "区级并轨"
    JOINT_REVIEW = "joint_review", "联审"
    SECOND_CHECK = "second_check", "区级复核"
    PREPARE = "prepare", "核算编制"
    INSPECT = "inspect", "稽核"
    DIRECTOR = "director", "局领导审批"
    CASHIER = "cashier", "出纳放行"
    RECONCILE = "reconcile", "回盘核对"
    PERFORMANCE = "performance", "绩效管理"
    SYSTEM = "system", "系统管理"


class Desk(Labelled):
    """A desk (环节席位): an officer acts at one desk only on one case or batch.

    RECORDING is where departments' signed papers are entered: the departments decide, the clerk
    who types acts for none of them and may enter the papers of several.
    """

    ENTRY = "entry", "录入"
    COMMUNITY = "community", "社区"
    AGRICULTURE = "agriculture", "农业"
    RESOURCES = "resources", "自然资源"
    POLICE = "police", "公安"
    RECORDING = "recording", "代录"
    STREET = "street", "街道"
    MERGE = "merge", "并轨"
    JOINT_REVIEW = "joint_review", "联审"
    SECOND_CHECK = "second_check", "区级复核"
    PREPARATION = "preparation", "编制"
    VERIFICATION = "verification", "社区核实"
    INSPECTION = "inspection", "稽核"
    APPROVAL = "approval", "局领导审批"
    CASHIER = "cashier", "放行导出"
    RECONCILIATION = "reconciliation", "回盘核对"


OFFICE_POSTS: dict[OfficeKind, tuple[Post, ...]] = {
    OfficeKind.COMMUNITY: (Post.COMMUNITY_ENTRY, Post.COMMUNITY_CONFIRM),
    OfficeKind.STREET: (Post.STREET_ENTRY, Post.STREET_REVIEW),
    OfficeKind.AGRICULTURE: (Post.AGRICULTURE,),
    OfficeKind.RESOURCES: (Post.RESOURCES,),
    OfficeKind.POLICE: (Post.POLICE,),
    OfficeKind.BUREAU: (
        Post.MERGE,
        Post.JOINT_REVIEW,
        Post.SECOND_CHECK,
        Post.PREPARE,
        Post.INSPECT,
        Post.DIRECTOR,
        Post.CASHIER,
        Post.RECONCILE,
        Post.PERFORMANCE,
        Post.SYSTEM,
    ),
}

LINE_OF: dict[Post, Line] = {
    Post.MERGE: Line.BUSINESS,
    Post.JOINT_REVIEW: Line.BUSINESS,
    Post.SECOND_CHECK: Line.BUSINESS,
    Post.PREPARE: Line.BUSINESS,
    Post.PERFORMANCE: Line.BUSINESS,
    Post.CASHIER: Line.FINANCE,
    Post.RECONCILE: Line.FINANCE,
    Post.SYSTEM: Line.DATA,
    Post.INSPECT: Line.INSPECTION,
    Post.DIRECTOR: Line.LEADERSHIP,
}

# Pairs within one line (or of posts without a line) that still may not meet.
BARRED_PAIRS: dict[frozenset[Post], str] = {
    frozenset({Post.CASHIER, Post.RECONCILE}): "出纳与记账核对不得由同一人担任",
    frozenset({Post.PREPARE, Post.SECOND_CHECK}): "经办与复核不得由同一人担任",
    frozenset({Post.MERGE, Post.SECOND_CHECK}): "经办与复核不得由同一人担任",
    frozenset({Post.STREET_ENTRY, Post.STREET_REVIEW}): "经办与审核不得由同一人担任",
}
SINGLE_CLERK_PAIR = frozenset({Post.COMMUNITY_ENTRY, Post.COMMUNITY_CONFIRM})
# They move money, or say who may: a password alone is not enough for them.
GUARDED_POSTS = (Post.INSPECT, Post.DIRECTOR, Post.CASHIER, Post.RECONCILE, Post.SYSTEM)


def conflicts(posts: Iterable[Post], *, single_clerk: bool) -> list[str]:
    """Sentences saying which of ``posts`` one person may not hold together.

    ``single_clerk`` is the district's setting for villages with one clerk, where entering and
    community confirmation are one desk.
    """
    held = sorted(set(posts), key=list(Post).index)
    found: list[str] = []
    for index, first in enumerate(held):
        for second in held[index + 1 :]:
            reason = _bar(first, second, single_clerk=single_clerk)
            if reason:
                found.append(f"「{first.label}」与「{second.label}」不能兼任：{reason}")
    return found


def _bar(first: Post, second: Post, *, single_clerk: bool) -> str | None:
    pair = frozenset({first, second})
    if pair == SINGLE_CLERK_PAIR:
        return None if single_clerk else "本区未设置“一村一员”，录入与确认须两人"
    if pair in BARRED_PAIRS:
        return BARRED_PAIRS[pair]
    lines = {LINE_OF.get(first), LINE_OF.get(second)}
    if None not in lines and len(lines) == 2:
        return "业务、财务、数据、稽核、审批岗位相互分离"
    return None


def impossible_in(kind: OfficeKind, posts: Iterable[Post]) -> list[str]:
    """Sentences for the posts that an office of this kind does not have."""
    return [
        f"{kind.label}没有「{post.label}」岗位" for post in posts if post not in OFFICE_POSTS[kind]
    ]
