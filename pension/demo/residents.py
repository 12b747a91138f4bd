"""Synthetic residents: names marked 演示, numbers with a right check digit that nobody holds.

Sequence numbers are drawn so that no two residents share an identity number; the same seed gives
the same people.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pension.vocabulary import identity_numbers

SURNAMES = "李杨张王陈普毕赵周马何罗段孙吴徐朱林高郭尹施"
GIVEN = "兰芬英琼丽芳华明文光荣祥福顺林宝云龙凤仙玉珍春秀美建国志学正绍从开"
PLACE_CODES = ("530121", "530114")  # older residents' numbers begin with the county's code
YOUNGEST, OLDEST = date(2006, 6, 1), date(1938, 1, 1)
TAKEN_FROM, TAKEN_DAYS = date(2005, 3, 1), 5500
BANK = "呈贡区农村信用合作联社"


@dataclass(frozen=True, slots=True)
class Resident:
    """One made-up resident with land and account."""

    name: str
    identity_number: str
    birth: date
    phone: str
    household_size: int
    centi_mu_before: int
    centi_mu_after: int
    taken_on: date
    account: str


def residents(seed: int) -> Iterator[Resident]:
    """An endless stream of residents, all different."""
    random = Random(seed)
    seen: set[str] = set()
    while True:
        birth = OLDEST + timedelta(days=random.randrange((YOUNGEST - OLDEST).days))
        place = PLACE_CODES[birth.year >= 1985]
        number = identity_numbers.make(place, birth, random.randrange(1, 1000))
        if number in seen:
            continue
        seen.add(number)
        yield _resident(random, number, birth)


def _resident(random: Random, number: str, birth: date) -> Resident:
    size = random.randrange(1, 7)
    before = size * random.randrange(60, 140)
    kept = random.choice((0, 0, 0, random.randrange(0, before // 4)))
    return Resident(
        name="演示" + random.choice(SURNAMES) + "".join(random.choices(GIVEN, k=2)),
        identity_number=number,
        birth=birth,
        phone=f"199{random.randrange(10**8):08d}",
        household_size=size,
        centi_mu_before=before,
        centi_mu_after=kept,
        taken_on=TAKEN_FROM + timedelta(days=random.randrange(TAKEN_DAYS)),
        account=f"6223690{random.randrange(10**12):012d}",
    )
