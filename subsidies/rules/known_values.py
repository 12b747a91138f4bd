"""The values that public documents state, district by district, with their document and article.

Nothing here is a default: a rule set takes these rows over, and an officer puts it in force. What
no document states is wanting on purpose, and the rules refuse by its name. Values whose document
isn't to hand carry the note «原文待录入»; rates that ended carry a last row «未录入».
"""

from collections.abc import Iterator, Mapping

from pension.vocabulary.months import Month
from subsidies.rules.parameters import Citation
from subsidies.rules.rule_values import UNKNOWN, RuleText
from subsidies.rules.vocabulary import Grade, ParameterName, Programme

TEXT_WANTING = "原文待录入"
WANTING_MARK = f"（{TEXT_WANTING}）"  # behind the number of a document without its words
CHENGGONG, JINNING = "530114", "530115"

# 昆明市意见, quoted by the districts' own plans; every district but 晋宁 rests on it.
CITY_OPINION = Citation("昆政办〔2020〕3号")
JINNING_PLAN = "晋政办〔2020〕1号"
TO_HAND = frozenset({JINNING_PLAN})  # whose words a public source states, entered here or not
LEGACY_SCHEME = Citation("昆明市人民政府2007年第13号公告")
CHENGGONG_RAMP = Citation("呈贡区提高被征地人员基本养老保险个人缴费补助办法")

# The districts by the rates of 13号公告, and their monthly rates in yuan: high, middle, low.
RATE_GROUPS: Mapping[tuple[str, ...], tuple[str, str, str]] = {
    # 五华 盘龙 官渡 西山 呈贡 安宁
    ("530102", "530103", "530111", "530112", CHENGGONG, "530181"): ("190", "150", "120"),
    # 晋宁 宜良 石林
    (JINNING, "530125", "530126"): ("170", "130", "100"),
    # 东川 富民 嵩明 禄劝 寻甸
    ("530113", "530124", "530127", "530128", "530129"): ("150", "110", "80"),
}
RATES_FROM, RATES_UNKNOWN_FROM = Month(2007, 1), Month(2018, 1)

JINNING_ARTICLES: Mapping[Programme, str] = {
    Programme.NOT_ENROLLED: "五(四)1、五(六)",
    Programme.TOP_UP: "五(四)1",
    Programme.TOTAL_REACHED: "五(四)1",
    Programme.BALANCE: "五(四)1",
    Programme.ORIGINAL_EMPLOYEE: "五(四)1",
    Programme.WITHDRAWAL: "五(一)3",
    Programme.UNCONFIRMED: "四(二)、五(二)",
    Programme.RESIDENT: "五(四)2",
    Programme.EMPLOYEE: "五(四)2",
}


def known_values(district: str) -> tuple[RuleText, ...]:
    """Return what is known for a district by its six-digit code; nothing for one outside Kunming.

    ``note`` tells where the text of the document is still wanting.
    """
    rates = next((rates for group, rates in RATE_GROUPS.items() if district in group), None)
    if rates is None:
        return ()
    return (*_subsidy(district), *_legacy_rates(rates), *_ramp(district))


def _subsidy(district: str) -> Iterator[RuleText]:
    """S and N, and the article behind each programme where the district's own plan is to hand."""
    is_jinning = district == JINNING
    source = Citation(JINNING_PLAN, "五(四)1、2") if is_jinning else CITY_OPINION
    note = "" if is_jinning else TEXT_WANTING
    yield RuleText(ParameterName.YEARLY_SUBSIDY, "1000", source, note=note)
    yield RuleText(ParameterName.YEARS_LIMIT, "15", source, note=note)
    if is_jinning:
        for programme, article in JINNING_ARTICLES.items():
            cited = Citation(JINNING_PLAN, article)
            yield RuleText(ParameterName.BASIS, programme.label, cited, variant=programme)


def _legacy_rates(rates: tuple[str, str, str]) -> Iterator[RuleText]:
    """The monthly contributions of 13号公告 by grade; from 2018 on nobody has stated them."""
    name = ParameterName.MONTHLY_RATE
    for grade, rate in zip(Grade, rates):
        yield RuleText(name, rate, LEGACY_SCHEME, RATES_FROM, grade, TEXT_WANTING)
        yield RuleText(name, UNKNOWN, LEGACY_SCHEME, RATES_UNKNOWN_FROM, grade, TEXT_WANTING)


def _ramp(district: str) -> Iterator[RuleText]:
    """The share of the legacy contribution that 呈贡 pays: 80 % from 2021; before, not stated."""
    if district == CHENGGONG:
        share = "0.80"
        yield RuleText(ParameterName.RAMP, share, CHENGGONG_RAMP, Month(2021, 1), note=TEXT_WANTING)
