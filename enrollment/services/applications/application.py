"""What is handed in for one person, as a value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enrollment.rules.categories import Category, HolderRelation, Scheme
from pension.models import Region
from pension.vocabulary import identity_numbers
from pension.vocabulary.labels import Labelled
from pension.vocabulary.telephones import NOT_A_PHONE, PHONE

ACCOUNT = re.compile(r"\d{8,32}", re.ASCII)
# Letters of any script first; then also what names of several parts have between them.
NAME = re.compile(r"[^\W\d_][\w·.' -]*")
EARLIEST_DAY = date(1900, 1, 1)
HOUSEHOLD_LIMIT = 99
AREA_LIMIT = 100_000  # mu; beyond it the unit is wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The fields of the roster, checked and in their normal form; ``None`` and "" mean unknown.

    ``region`` is the village group, or the community where it has no groups. ``holder`` left empty
    is the person. ``relation`` and ``holder_note`` say whose else the account is, and why.
    """

    identity_number: str
    name: str
    region: Region
    category: Category
    phone: str = ""
    approval: str = ""
    agreement: str = ""
    taken_on: date | None = None
    in_school_when_taken: bool | None = None
    household_size: int | None = None
    area_before: Decimal | None = None
    area_after: Decimal | None = None
    scheme: Scheme | None = None
    bank: str = ""
    holder: str = ""
    account_number: str = ""
    relation: HolderRelation | None = None
    holder_note: str = ""

    @property
    def identity(self) -> identity_numbers.IdentityNumber:
        """The identity number with what it tells."""
        return identity_numbers.parse(self.identity_number)

    def content(self) -> dict[str, str | None]:
        """Every field as text, for the record of what was handed in; unknown is ``None``."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        region = f"{self.region.code} {self.region.name}"
        return {name: _text(value) for name, value in (values | {"region": region}).items()}

    def faults(self, day: date) -> list[tuple[str, str]]:
        """What can't be right on ``day``: pairs of field and sentence with the cure."""
        return [*self._person_faults(day), *self._land_faults(day), *self._account_faults()]

    def _person_faults(self, day: date) -> Iterator[tuple[str, str]]:
        if not NAME.fullmatch(self.name):
            yield "name", f"“{self.name}”不像姓名，请照身份证填写，不要有数字编号和符号"
        if self.identity.birth_date > day:
            yield "identity_number", "身份证号中的出生日期在今天之后，请对照身份证重新填写"
        if self.identity.birth_date < EARLIEST_DAY:
            yield "identity_number", "身份证号中的出生日期早于1900年，请对照身份证重新填写"
        if self.phone and not PHONE.fullmatch(self.phone):
            yield "phone", NOT_A_PHONE.format(number=self.phone)

    def _land_faults(self, day: date) -> Iterator[tuple[str, str]]:
        if self.taken_on and self.taken_on > day:
            yield "taken_on", f"征地时间{self.taken_on}在今天之后，请核对征地批文后重新填写"
        if self.taken_on and self.taken_on < EARLIEST_DAY:
            yield "taken_on", f"征地时间{self.taken_on}早于1900年，请核对征地批文后重新填写"
        if self.household_size == 0:
            yield "household_size", "家庭人口应不小于1，不清楚的请留空"
        if self.household_size and self.household_size > HOUSEHOLD_LIMIT:
            yield "household_size", f"家庭人口超过{HOUSEHOLD_LIMIT}人，请核对后重新填写"
        for name, area in (("area_before", self.area_before), ("area_after", self.area_after)):
            if area is not None and not 0 <= area < AREA_LIMIT:
                yield name, f"面积{area}亩超出范围，应在0到{AREA_LIMIT}亩之间，请核对单位是否为亩"
        before, after = self.area_before, self.area_after
        if before is not None and after is not None and after > before:
            yield (
                "area_after",
                f"征地后面积{after}亩大于征地前面积{before}亩，请核对后重新填写",
            )

    def _account_faults(self) -> Iterator[tuple[str, str]]:
        if self.account_number and not ACCOUNT.fullmatch(self.account_number):
            yield "account_number", "账号应为8到32位数字，不含空格和横线，请对照银行卡重新填写"
        if self.account_number and not self.bank:
            yield "bank", "填了账号就要填开户银行，请补填"
        if not self.account_number and (self.bank or self.holder):
            yield "account_number", "填了开户银行或户名就要填账号，请补填，或将三项都留空"
        is_anothers = self.holder not in ("", self.name)
        if is_anothers and not (self.relation and self.holder_note.strip()):
            yield (
                "holder",
                f"户名“{self.holder}”与姓名不一致，请填写本人账户；他人代收的须写明与本人的关系和缘由",
            )
        if (self.relation or self.holder_note) and not is_anothers:
            yield (
                "holder",
                "写了户名与本人的关系或户名说明，就要填写那个人的户名；本人账户请不要写这两项",
            )


def _text(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, Decimal):
        return format(value, ".2f")
    return value.isoformat() if isinstance(value, date) else str(value)
