"""The words that sort people: category, confirmation, scheme, pension drawn.

Source: 晋政办〔2020〕1号 四 (three categories) and 五 (schemes).
"""

from pension.vocabulary.labels import Labelled


class Category(Labelled):
    """The three categories of people whose land was taken."""

    ORIGINAL = "original", "原参保人"
    EXISTING = "existing", "现有被征地人员"
    NEW = "new", "新产生被征地人员"


class Scheme(Labelled):
    """The pension scheme that a person is in or has chosen.

    LEGACY (13号公告) is no choice: who is still in it has yet to merge or to leave.
    """

    RESIDENT = "resident", "城乡居民"
    EMPLOYEE = "employee", "城镇职工"
    LEGACY = "legacy", "原办法"
    LEAVING = "leaving", "退保"
    NONE = "none", "未参保"


class Confirmation(Labelled):
    """Whether the identity of a person is confirmed; original enrollees are exempt."""

    YES = "yes", "是"
    NO = "no", "否"
    EXEMPT = "exempt", "免"


class HolderRelation(Labelled):
    """Why an account in another's name may be paid into: who holds it for the person."""

    GUARDIAN = "guardian", "监护人"
    HEIR = "heir", "继承人"
    AGENT = "agent", "受委托的亲属"


def told_relation(relation: str, note: str) -> str:
    """Who holds an account for the person and why: «监护人：孙女未成年»; else empty."""
    return f"{HolderRelation(relation).label}：{note}" if relation else ""


class Drawing(Labelled):
    """The pension that a person already draws."""

    NONE = "none", "否"
    RESIDENT = "resident", "居民"
    EMPLOYEE = "employee", "职工"
