"""The chain of a case or a batch: one step after the other, with who and when."""

from dataclasses import dataclass
from enum import Enum


class StepLook(Enum):
    """How a step of a chain is drawn: class, word and icon."""

    DONE = ("done", "已办", "check")
    NOW = ("now", "正在办", "dot")
    AHEAD = ("todo", "未到", "")
    RETURNED = ("returned", "已退回", "back")
    REFUSED = ("refused", "不予确认", "cross")
    SKIPPED = ("skipped", "不需要", "dash")

    def __init__(self, css: str, word: str, icon: str) -> None:
        self.css = css
        self.word = word
        self.icon = icon


@dataclass(frozen=True, slots=True)
class ChainStep:
    """A step: its name, how it stands, who took it, when (ready to read) and a remark."""

    label: str
    look: StepLook
    who: str = ""
    when: str = ""
    note: str = ""
    url: str = ""
