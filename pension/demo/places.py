"""Streets of 呈贡区 with their statistics codes, and how the demo spreads people over them.

The sums 5,528 and 9,957 and the state of each street are published (001 二); how they split by
street, and everything below the street, is invented for the demo.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pension.vocabulary.labels import Labelled
from pension.vocabulary.money import split

DISTRICT_CODE, DISTRICT_NAME = "530114", "呈贡区"
OLD_DISTRICT_CODE, OLD_DISTRICT_NAME = "530121", "呈贡县"
COMMUNITIES_PER_STREET = 3
GROUPS_PER_COMMUNITY = 2
ORDINALS = ("东", "中", "西")


class Stage(Labelled):
    """How far a street is in October 2022."""

    REVIEWED = "reviewed", "已联审"
    COLLECTED = "collected", "已收集"
    UNDER_WAY = "under_way", "核实中"


@dataclass(frozen=True, slots=True)
class Street:
    """A street with its published state and its invented share of people."""

    number: str
    name: str
    stage: Stage | None
    weight: int

    @property
    def code(self) -> str:
        """The statistics bureau's code."""
        return f"{DISTRICT_CODE}{self.number}"


STREETS: Sequence[Street] = (
    Street("001", "龙城街道", Stage.COLLECTED, 3410),
    Street("002", "洛龙街道", Stage.UNDER_WAY, 1300),
    Street("003", "斗南街道", Stage.UNDER_WAY, 1150),
    Street("004", "乌龙街道", Stage.REVIEWED, 1702),
    Street("005", "吴家营街道", Stage.REVIEWED, 1976),
    Street("006", "雨花街道", Stage.COLLECTED, 2985),
    Street("007", "七甸街道", None, 0),
    Street("008", "洛羊街道", None, 0),
    Street("009", "大渔街道", Stage.COLLECTED, 3562),
    Street("010", "马金铺街道", Stage.REVIEWED, 1850),
)
PUBLISHED = {Stage.REVIEWED: 5528, Stage.COLLECTED: 9957}
PUBLISHED_TOTAL = sum(PUBLISHED.values())
NEWCOMERS_STREET, NEWCOMERS_COMMUNITY = "530114003", "530114003001"  # work waits at every desk
VERIFYING_STREET = "530114004"  # its communities have a batch to verify
ORIGINALS_PUBLISHED = 3729  # 000 九: people whose back-payment was planned


def headcounts(people: int) -> dict[str, int]:
    """People per street code in proportion to the published state.

    ``people`` are those of the six streets with published figures; the two under way come on
    top, in the same proportion. Reviewed and collected keep their published ratio.
    """
    by_stage = dict(zip(PUBLISHED, split(people, list(PUBLISHED.values())), strict=True))
    under_way = [street.weight for street in STREETS if street.stage is Stage.UNDER_WAY]
    by_stage[Stage.UNDER_WAY] = sum(under_way) * people // PUBLISHED_TOTAL
    counts: dict[str, int] = {}
    for stage, total in by_stage.items():
        streets = [street for street in STREETS if street.stage is stage]
        shares = split(total, [street.weight for street in streets])
        counts |= {street.code: share for street, share in zip(streets, shares, strict=True)}
    return counts
