"""A second, plain reading of the decision table, to hold the rules and the worked examples against.

It works on the cells of one example, month by month and year by year with fractions, and shares no
code with the product. It knows the built-in set: S = 1,000, N = 15, the whole contribution as base.
"""

from collections.abc import Mapping
from fractions import Fraction

Row = Mapping[str, str]


def answers(row: Row) -> dict[str, Fraction | int | set[str] | None]:
    """Return the answer in each column of expectation; None where nothing can be worked out."""
    parameters = dict(part.split("=", 1) for part in row["参数"].split("|") if part)
    found = _legacy(row, parameters)
    reasons = found.pop("reasons")
    yearly, top_up, balance, left, more = _table(row, parameters)
    return {
        "期望年度补助": yearly,
        "期望差额补足": top_up,
        "期望退还余额": balance,
        "期望剩余年数": left,
        "期望不予补助原因": reasons | more,
        **found,
    }


def _table(
    row: Row, parameters: Mapping[str, str]
) -> tuple[int, Fraction, Fraction, int | None, set[str]]:
    """D1 to D12: yearly subsidy, top-up, balance, years left and reasons."""
    nothing = Fraction(0)
    used = int(row["已补助年数"]) if row["已补助年数"] else None
    left = None if used is None else max(0, 15 - used)
    scheme, drawing = row["参保制度"], row["领取待遇"]
    balance = Fraction(row["原账户余额"] or 0)
    if row["人员类别"] == "原参保人":
        if scheme == "退保" or drawing == "职工":
            return 0, nothing, balance, left, {"非享受对象"}
        if not drawing:
            return 0, nothing, nothing, left, set()
        if scheme == "城乡居民":
            if not row["已享受政府补贴"]:
                return 0, nothing, nothing, left, set()
            gap = min(15000 - Fraction(row["已享受政府补贴"]), 1000 * (15 - (used or 0)))
            return 0, max(nothing, gap), nothing, 0, set() if gap > 0 else {"已达总额上限"}
        if scheme == "城镇职工":
            count, reasons = _years(row, parameters, left)
            return 1000 * count, nothing, balance, None if left is None else left - count, reasons
    elif row["人员类别"]:
        refused = {"未满年龄或在校"} if _is_minor(row, parameters) else set()
        if row["身份确认"] in ("否", "免"):
            refused.add("身份未确认")
        if refused or not row["身份确认"]:
            return 0, nothing, nothing, left, refused
        if scheme == "城乡居民" and not drawing:
            return 0, nothing, nothing, left, set()
        if (
            scheme == "城乡居民"
            and drawing == "居民"
            and parameters.get("drawing_resident") != "yearly"
        ):
            return _drawing(parameters.get("drawing_resident"), left)
        if scheme in ("城乡居民", "城镇职工"):
            count, reasons = _years(row, parameters, left)
            return 1000 * count, nothing, nothing, None if left is None else left - count, reasons
    reasons = {"未参保"} if row["人员类别"] and scheme in ("未参保", "退保") else set()
    return 0, nothing, nothing, left, reasons


def _drawing(
    rule: str | None, left: int | None
) -> tuple[int, Fraction, Fraction, int | None, set[str]]:
    """D9 but for the yearly kind."""
    nothing = Fraction(0)
    if rule is None:
        return 0, nothing, nothing, left, {"参数未录入"}
    if rule == "none":
        return 0, nothing, nothing, left, {"非享受对象"}
    if left is None:
        return 0, nothing, nothing, None, set()
    return 1000 * left, nothing, nothing, 0, set() if left else {"已达年限上限"}


def _is_minor(row: Row, parameters: Mapping[str, str]) -> bool:
    if row["征地时在校"] == "是":
        return True
    if "minimum_age" not in parameters or not row["出生日期"] or not row["征地时间"]:
        return False
    born, taken = row["出生日期"].split("-"), row["征地时间"].split("-")
    age = int(taken[0]) - int(born[0]) - (taken[1:] < born[1:])
    return age < int(parameters["minimum_age"])


def _years(row: Row, parameters: Mapping[str, str], left: int | None) -> tuple[int, set[str]]:
    """Count the years that are paid, and say why others aren't."""
    is_claim = row["参保制度"] == "城镇职工"
    if left is None or not row["缴费年度"] or (is_claim and not row["基准日期"]):
        return 0, set()
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
    return count, reasons


def _legacy(row: Row, parameters: Mapping[str, str]) -> dict:
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
