"""Money in whole fen: the only place that rounds, splits, reads and prints an amount."""

import re
from collections.abc import Sequence

from pension.vocabulary import text as texts

FEN_PER_YUAN = 100
FEN_PER_WAN_YUAN = 10_000 * FEN_PER_YUAN

_AMOUNT = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d{1,2})?")
_AMOUNT_PARTS = re.compile(r"(?P<whole>[\d,]+)(?:\.(?P<cents>\d+))?")
# What is typed is no sum of a district beyond this, long before a column is full.
_MOST_DIGITS = 15
_SHOWN = 24
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_CAPITAL_LIMIT_FEN = 10**16 * FEN_PER_YUAN


def yuan(fen: int) -> str:
    """Print fen as yuan with two decimals and grouping: 123450 → «1,234.50»."""
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{_sign(fen)}{whole:,}.{rest:02d}"


def yuan_plain(fen: int) -> str:
    """Print fen as yuan with two decimals, no grouping: 123450 → «1234.50»."""
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{_sign(fen)}{whole}.{rest:02d}"


def wan_yuan(fen: int) -> str:
    """Print fen as 万元, half up to two decimals, idle zeros left out: «6,000», «362.74»."""
    hundredths = round_half_up(fen * 100, FEN_PER_WAN_YUAN)
    return yuan(hundredths).removesuffix("0").removesuffix(".0")


def parse_yuan(text: str) -> int:
    """Read an amount in yuan as whole fen.

    «1,234.5», «￥1234.50», «1234.50元» and full-width digits are understood. Refused with a
    ValueError in Chinese: no amount, a negative amount, more than two decimals, misplaced
    commas, more than fifteen digits of yuan.
    """
    tidied = texts.tidy(text).removeprefix("¥").removesuffix("元").replace(" ", "")
    if tidied.startswith("-"):
        raise ValueError(f"金额“{tidied}”是负数，请填写不小于0的金额")
    if _AMOUNT.fullmatch(tidied) is None:
        raise ValueError(_why_no_amount(tidied))
    whole, _, cents = tidied.replace(",", "").partition(".")
    if len(whole.lstrip("0")) > _MOST_DIGITS:
        raise ValueError(f"金额“{tidied[:_SHOWN]}”过大，请核对后重新填写")
    return int(whole) * FEN_PER_YUAN + int(cents.ljust(2, "0"))


def round_half_up(numerator: int, denominator: int) -> int:
    """Round a fraction to the nearest whole; a half goes away from zero (四舍五入)."""
    if denominator == 0:
        raise ZeroDivisionError("the denominator of a share is zero")
    doubled, divisor = 2 * abs(numerator), 2 * abs(denominator)
    rounded = (doubled + abs(denominator)) // divisor
    return rounded if (numerator < 0) == (denominator < 0) else -rounded


def share(total_fen: int, numerator: int, denominator: int) -> tuple[int, int]:
    """Divide a total between two payers: the share, rounded half up once, and the remainder."""
    part = round_half_up(total_fen * numerator, denominator)
    return part, total_fen - part


def split(total_fen: int, weights: Sequence[int]) -> list[int]:
    """Divide a total by weights so that the parts add up to it.

    Part k is round(cumulative k) − round(cumulative k−1), so that no part is off by more than one
    fen and a weight of 0 gets 0. Refuses weights that are negative or add up to 0.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("分摊比例必须不小于0，且合计大于0")
    parts = []
    reached = given = 0
    for weight in weights:
        reached += weight
        part = round_half_up(total_fen * reached, whole) - given
        given += part
        parts.append(part)
    return parts


def monthly_parts(total_fen: int, months: int) -> list[int]:
    """Divide a total over months: month k gets round(cumulative k) − round(cumulative k−1)."""
    if months <= 0:
        raise ValueError("月数必须大于0")
    return split(total_fen, [1] * months)


def capital(fen: int) -> str:
    """Write fen in capital numerals as papers of payment do: 123450 → «壹仟贰佰叁拾肆元伍角».

    «整» follows an amount that ends with 元; 负 stands before an amount below zero.
    """
    if abs(fen) >= _CAPITAL_LIMIT_FEN:
        raise ValueError("金额过大，无法写成大写金额")
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    jiao, cents = divmod(rest, 10)
    words = f"{_capital_whole(whole)}元" if whole or not rest else ""
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    if cents:
        words += ("零" if whole and not jiao else "") + f"{_DIGITS[cents]}分"
    return ("负" if fen < 0 else "") + words + ("" if rest else "整")


def _sign(fen: int) -> str:
    return "-" if fen < 0 else ""


def _why_no_amount(tidied: str) -> str:
    """Say why a text isn't an amount, in the words of the clerk who typed it."""
    if not tidied:
        return "金额没有填写"
    parts = _AMOUNT_PARTS.fullmatch(tidied)
    if parts is None:
        return f"“{tidied}”不是金额，请填写如1234.50的数字，单位为元"
    if len(parts["cents"] or "") > 2:
        return f"金额“{tidied}”的小数超过两位，请精确到分"
    return f"金额“{tidied}”的逗号位置不对，请去掉逗号重新填写"


def _capital_whole(number: int) -> str:
    """Write a whole number below 10^16 in capital numerals, 亿 above 万."""
    above, below = divmod(number, 10**8)
    if not above:
        return _capital_below_yi(below)
    gap = "零" if 0 < below < 10**7 else ""
    return f"{_capital_below_yi(above)}亿{gap}{_capital_below_yi(below) if below else ''}"


def _capital_below_yi(number: int) -> str:
    """Write a number below 10^8; 0 is «零»."""
    above, below = divmod(number, 10**4)
    if not above:
        return _capital_section(below) or "零"
    gap = "零" if 0 < below < 10**3 else ""
    return f"{_capital_section(above)}万{gap}{_capital_section(below)}"


def _capital_section(number: int) -> str:
    """Write a number below 10^4; 0 is nothing, and idle zeros inside are written once."""
    words = ""
    for digit, place in zip(f"{number:04d}", _PLACES, strict=True):
        words += f"{_DIGITS[int(digit)]}{place}" if digit != "0" else "零"
    return re.sub("零+", "零", words).strip("零")
