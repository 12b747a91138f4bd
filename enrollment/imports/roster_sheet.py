"""The columns of the community's roster, for template, reading and giving back alike."""

from collections.abc import Callable

from enrollment.rules.categories import Category, Scheme
from pension.vocabulary import identity_numbers
from pension.vocabulary.labels import Labelled
from pension.workbooks import Column, Sheet
from pension.workbooks.specs import Kind

SCHEMES = (Scheme.RESIDENT, Scheme.EMPLOYEE, Scheme.LEGACY, Scheme.NONE)
YES, NO = "是", "否"


def _choice(members: tuple[Labelled, ...]) -> Callable[[str], object]:
    by_label = {member.label: member for member in members}
    return by_label.__getitem__


def _label(value: object) -> str:
    return value.label if isinstance(value, Labelled) else str(value)


def _labels(members: tuple[Labelled, ...]) -> tuple[str, ...]:
    return tuple(member.label for member in members)


def _identity(text: str) -> str:
    return identity_numbers.parse(text).value


def _is_yes(text: str) -> bool:
    return text == YES


def _yes_or_no(value: object) -> str:
    return YES if value else NO


def _without_spaces(text: str) -> str:
    return text.replace(" ", "")


SHEET = Sheet(
    title="花名册",
    columns=(
        Column(header="姓名", key="name", required=True, max_length=60, example="演示杨秀兰"),
        Column(
            header="身份证号",
            key="identity_number",
            kind=Kind.IDENTIFIER,
            required=True,
            width=22,
            parse=_identity,
            help="18位，末位可以是X。",
            example="440524188001010014",
        ),
        Column(header="街道", key="street", required=True, example="吴家营街道"),
        Column(header="社区", key="community", required=True, example="郎家营社区"),
        Column(
            header="村民小组", key="group", help="社区没有登记村民小组的，留空。", example="1组"
        ),
        Column(
            header="电话",
            key="phone",
            parse=_without_spaces,
            help="11位手机号，或座机号（可以不带区号）。",
            example="13800000000",
        ),
        Column(
            header="人员类别",
            key="category",
            kind=Kind.CHOICE,
            required=True,
            width=18,
            choices=_labels(tuple(Category)),
            parse=_choice(tuple(Category)),
            write=_label,
            help="原参保人直接到区居保局办理并轨。",
            example=Category.EXISTING.label,
        ),
        Column(
            header="征地批文",
            key="approval",
            width=26,
            max_length=80,
            help="文号。",
            example="云国土资复〔2010〕1号",
        ),
        Column(
            header="征地协议",
            key="agreement",
            width=26,
            max_length=120,
            help="与村组签订的协议名称。",
            example="郎家营社区征地协议",
        ),
        Column(header="征地时间", key="taken_on", kind=Kind.DAY, example="2010-05-01"),
        Column(
            header="征地时在校",
            key="in_school_when_taken",
            kind=Kind.CHOICE,
            width=12,
            choices=(YES, NO),
            parse=_is_yes,
            write=_yes_or_no,
            example=NO,
        ),
        Column(header="家庭人口", key="household_size", kind=Kind.INTEGER, width=10, example="4"),
        Column(
            header="征地前面积",
            key="area_before",
            kind=Kind.NUMBER,
            width=12,
            help="家庭承包面积，单位为亩。",
            example="3.20",
        ),
        Column(
            header="征地后面积",
            key="area_after",
            kind=Kind.NUMBER,
            width=12,
            help="剩余面积，单位为亩。",
            example="0.40",
        ),
        Column(
            header="参保制度",
            key="scheme",
            kind=Kind.CHOICE,
            width=12,
            choices=_labels(SCHEMES),
            parse=_choice(SCHEMES),
            write=_label,
            help="不清楚的留空，不要填“未参保”。",
            example=Scheme.RESIDENT.label,
        ),
        Column(
            header="开户银行", key="bank", width=24, max_length=60, example="呈贡农村信用合作联社"
        ),
        Column(
            header="户名",
            key="holder",
            max_length=60,
            help="本人账户可留空；代收的写成“户名（监护人）”，括号内为监护人、继承人或受委托的亲属。",
        ),
        Column(
            header="账号",
            key="account_number",
            kind=Kind.IDENTIFIER,
            width=24,
            parse=_without_spaces,
            help="8到32位数字。",
            example="6223000000000186",
        ),
    ),
    guidance=(
        "一人一行；同一个身份证号只能出现一次。",
        "不知道的内容留空，不要填0或“无”。",
    ),
)
