"""Typed text put in order: widths, spaces, middle dots, days and lists of years."""

import re
import unicodedata
from datetime import date

# The dots that keyboards offer where a name of several parts wants U+00B7.
_MIDDLE_DOTS = re.compile("[•∙⋅・‧●˙᛫]")
_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U000323af·]"
_CHINESE = re.compile(_CJK)
_SPACE_IN_CHINESE = re.compile(rf"(?<={_CJK})\s+(?={_CJK})")
# Characters without width that copying from web pages and chats brings along.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Raised, circled and broken digits: a footnote behind «1000①» is no fifth digit of the sum.
_MARKS = re.compile("([¹²³¼½¾\u2070-\u209c\u2150-\u215f\u2460-\u24ff]+)")
_DAY = re.compile(r"(\d{4})(?:([-./])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))")
_MIDNIGHT = re.compile(r" 0{1,2}:00(?::00)?$")
_DASHES = str.maketrans(dict.fromkeys("—–―−‐‑‒", "-"))
_CHINESE_BRACKETS = str.maketrans("()", "（）")
_YEARS = re.compile(r"(\d{4})年?(?:(?:-|~|至|到)(\d{4})年?)?")
_BETWEEN_YEARS = re.compile(r"[、,;/\s]+")
_FIRST_YEAR, _LAST_YEAR = 1949, 2199


def tidy(value: str) -> str:
    """Put harmless differences right: full width, spaces, invisible characters, middle dots.

    Digits and letters stay what they are; spaces between Chinese characters go («张 三» → «张三»),
    others become one. Brackets of a Chinese text are full width, however they were typed. Raised
    and circled digits stay, too, and are refused where a number is wanted.
    """
    if value.isascii() and value.isalnum():
        return value
    # First, because compatibility normalising breaks some of the dots up.
    dotted = _MIDDLE_DOTS.sub("·", _INVISIBLE.sub("", value))
    spaced = " ".join(_of_usual_width(dotted).split())
    if _CHINESE.search(spaced):
        spaced = spaced.translate(_CHINESE_BRACKETS)
    return _SPACE_IN_CHINESE.sub("", _MIDDLE_DOTS.sub("·", spaced))


def _of_usual_width(text: str) -> str:
    pieces = _MARKS.split(text)
    pieces[::2] = [unicodedata.normalize("NFKC", piece) for piece in pieces[::2]]
    return "".join(pieces)


def hyphened(text: str) -> str:
    """Write the dashes that Chinese keyboards offer as hyphens: «2020—2022» → «2020-2022»."""
    return text.translate(_DASHES)


def has_control_characters(value: str) -> bool:
    """Tell whether a text holds control characters or halves of characters.

    Line breaks and tabs aren't counted.
    """
    return _CONTROL.search(value) is not None


def parse_day(text: str) -> date:
    """Read «2015-06-01», «2015.6.1», «2015/6/1», «20150601» or «2015年6月1日».

    A midnight that another program put behind is passed over. Refused with a ValueError in
    Chinese: anything else, and a day that the calendar doesn't have.
    """
    tidied = hyphened(tidy(text))
    match = _DAY.fullmatch(_MIDNIGHT.sub("", tidied).replace(" ", ""))
    if match is None:
        raise ValueError(f"“{tidied}”不是完整的日期，请写成2015-06-01这样的形式")
    year, month, day = (int(match[1]), *(int(part) for part in match.groups()[2:] if part))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"日历上没有{year}年{month}月{day}日，请核对后重新填写") from error


def parse_years(text: str) -> tuple[int, ...]:
    """Read years like «2020、2021» or «2018-2020», sorted; nothing typed gives an empty tuple.

    Refused with a ValueError in Chinese: a year that isn't one, a range backwards, a year twice.
    """
    years: list[int] = []
    for part in filter(None, _BETWEEN_YEARS.split(hyphened(tidy(text)))):
        match = _YEARS.fullmatch(part)
        if match is None:
            raise ValueError(f"“{part}”不是年度，请写成“2020、2021”这样的形式")
        first, last = int(match[1]), int(match[2] or match[1])
        if not _FIRST_YEAR <= first <= last <= _LAST_YEAR:
            raise ValueError(f"年度“{part}”超出范围或先后颠倒，请核对后重新填写")
        years.extend(range(first, last + 1))
    repeated = sorted({year for year in years if years.count(year) > 1})
    if repeated:
        raise ValueError(f"{repeated[0]}年度重复填写，请只保留一个")
    return tuple(sorted(years))
