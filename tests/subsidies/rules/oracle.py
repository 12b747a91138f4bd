"""A second, plain reading of the decision table, to hold the rules and the worked examples against.

It works on the cells of one example, month by month and year by year with fractions, and shares no
code with the product. It knows the built-in set: S = 1,000, N = 15, the whole contribution as base.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

Row = Mapping[str, str]
Parameters = Mapping[str, str]


class Answer(NamedTuple):
    """What the table says of one person, in yuan."""

    left: int | None
    yearly: int = 0
    top_up: Fraction = Fraction(0)
    balance: Fraction = Fraction(0)
    reasons: frozenset[str] = frozenset()


def answers(row: Row) -> dict[str, Fraction | int | frozenset[str] | None]:
    """Return the answer in each column of expectation; None where nothing can be worked out."""
    parameters = dict(part.split("=", 1) for part in row["参数"].split("|") if part)
    found = _legacy(row, parameters)
    reasons = found.pop("reasons")
    table = _table(row, parameters)
    return {
        "期望年度补助": table.yearly,
        "期望差额补足": table.top_up,
        "期望退还余额": table.balance,
        "期望剩余年数": table.left,
        "期望不予补助原因": table.reasons | reasons,
        **found,
    }


def _table(row: Row, parameters: Parameters) -> Answer:
    """D1 to D12."""
    used = int(row["已补助年数"]) if row["已补助年数"] else None
    left = None if used is None else max(0, 15 - used)
    if not row["人员类别"]:
        return Answer(left)
    if row["人员类别"] == "原参保人":
        return _original(row, parameters, left)
    return _outside_legacy(row, parameters, left)


def _original(row: Row, parameters: Parameters, left: int | None) -> Answer:
    """D1 to D6."""
    scheme, drawing = row["参保制度"], row["领取待遇"]
    balance = Fraction(row["原账户余额"] or 0)
    if scheme == "退保" or drawing == "职工":
        return Answer(left, balance=balance, reasons=frozenset({"非享受对象"}))
    if not drawing:
        return Answer(left)
    if scheme == "城镇职工":
        return _years(row, parameters, left)._replace(balance=balance)
    if scheme == "城乡居民" and row["已享受政府补贴"]:
        gap = min(15000 - Fraction(row["已享受政府补贴"]), 1000 * (15 if left is None else left))
        if gap <= 0:
            return Answer(0, reasons=frozenset({"已达总额上限"}))
        return Answer(0, top_up=gap)
    return Answer(left, reasons=_not_enrolled(scheme))


def _outside_legacy(row: Row, parameters: Parameters, left: int | None) -> Answer:
    """D1 and D7 to D12."""
    scheme, drawing = row["参保制度"], row["领取待遇"]
    minor = {"未满年龄或在校"} if _is_minor(row, parameters) else set()
    unconfirmed = {"身份未确认"} if row["身份确认"] in ("否", "免") else set()
    if minor or unconfirmed or not row["身份确认"]:
        return Answer(left, reasons=frozenset(minor | unconfirmed))
    if scheme == "城乡居民":
        if not drawing:
            return Answer(left)
        if drawing == "居民" and parameters.get("drawing_resident") != "yearly":
            return _drawing(parameters.get("drawing_resident"), left)
    if scheme in ("城乡居民", "城镇职工"):
        return _years(row, parameters, left)
    return Answer(left, reasons=_not_enrolled(scheme))


def _not_enrolled(scheme: str) -> frozenset[str]:
    return frozenset({"未参保"}) if scheme in ("未参保", "退保") else frozenset()


def _drawing(rule: str | None, left: int | None) -> Answer:
    """D9 but for the yearly kind."""
    if rule is None:
        return Answer(left, reasons=frozenset({"参数未录入"}))
    if rule == "none":
        return Answer(left, reasons=frozenset({"非享受对象"}))
    if left is None:
        return Answer(None)
    if left == 0:
        return Answer(0, reasons=frozenset({"已达年限上限"}))
    return Answer(0, yearly=1000 * left)


def _is_minor(row: Row, parameters: Parameters) -> bool:
    if row["征地时在校"] == "是":
        return True
    if "minimum_age" not in parameters or not row["出生日期"] or not row["征地时间"]:
        return False
    born, taken = row["出生日期"].split("-"), row["征地时间"].split("-")
    age = int(taken[0]) - int(born[0]) - (taken[1:] < born[1:])
    return age < int(parameters["minimum_age"])


def _years(row: Row, parameters: Parameters, left: int | None) -> Answer:
    """Count the years that are paid, and say why others aren't."""
    is_claim = row["参保制度"] == "城镇职工"
    if left is None or not row["缴费年度"] or (is_claim and not row["基准日期"]):
        return Answer(left)
    count, reasons = 0, set()
    for year in sorted(set(map(int, row["缴费年度"].split(";")))):
        against = set()
        if year < int(parameters.get("first_year", 0)):
            against.add("早于起算年度")
        if is_claim:
            now, window = int(row["基准日期"][:4]), parameters.get("employee_catch_up")
            if year > now or (window is not None and year < now - int(window)):
                against.add("超过申请期限")
            if year < now and window is None and not against:
                against.add("参数未录入")
        if not against and count == left:
            against.add("已达年限上限")
        count += not against
        reasons |= against
    return Answer(left - count, yearly=1000 * count, reasons=frozenset(reasons))


def _legacy(row: Row, parameters: Parameters) -> dict:
    """D13 and D14, month by month."""
    nothing = {"期望个人承担": None, "期望财政补助": None, "期望退补": None}
    if not all(row[column] for column in ("原办法缴费起始月", "原办法缴费月数", "月缴费标准")):
        return {**nothing, "reasons": set()}
    steps = sorted(part.split(":") for part in parameters.get("ramp", "").split(",") if part)
    rate = Fraction(row["月缴费标准"])
    year, month = map(int, row["原办法缴费起始月"].split("-"))
    months = []
    for offset in range(int(row["原办法缴费月数"])):
        years, index = divmod(month - 1 + offset, 12)
        months.append(f"{year + years:04d}-{index + 1:02d}")
    shares = [_share(steps, each) for each in months]
    if None in shares:
        return {**nothing, "reasons": {"参数未录入"}}
    whole = rate * len(months)
    subsidy = _half_up(sum((rate * share for share in shares), Fraction(0)))
    found = {"期望个人承担": whole - subsidy, "期望财政补助": subsidy, "期望退补": None}
    if not row["原已补助金额"] or not row["基准日期"]:
        return {**found, "reasons": set()}
    last = _share(steps, row["基准日期"][:7])
    if last is None:
        return {**found, "reasons": {"参数未录入"}}
    owed = _half_up(whole * last) - Fraction(row["原已补助金额"])
    return {**found, "期望退补": max(Fraction(0), owed), "reasons": set()}


def _share(steps: list[list[str]], month: str) -> Fraction | None:
    """Return the share of the last step on or before a month."""
    reached = [Fraction(share) for start, share in steps if start <= month]
    return reached[-1] if reached else None


def _half_up(yuan: Fraction) -> Fraction:
    """Round yuan to the fen, a half upwards."""
    return Fraction(int(yuan * 100 + Fraction(1, 2)), 100)
