"""Rows of the bureau's opening workbook, and what is said about them."""

from datetime import date

from pension.models import Upload
from pension.vocabulary import identity_numbers
from subsidies.models import OpeningRecord


def number(sequence: int) -> str:
    """The identity number of a made-up person."""
    return identity_numbers.make("530114", date(1960, 3, 12), sequence)


def row(sequence: int = 1, **changes: object) -> dict[str, object]:
    """A whole and right row of the opening workbook."""
    return {
        "身份证号": number(sequence),
        "姓名": "演示杨秀兰",
        "已享受政府补贴": "9600.50",
        "已补助年度": "2020、2021",
        "缴费年度": "2019-2021",
        "缴费凭证": "税务凭证2021-0088",
        "领取待遇": "居民",
        "原账户余额": "12345.67",
        "原办法缴费起始月": "2010-01",
        "原办法缴费月数": 60,
        "原办法缴费档次": "中档",
        "原已补助金额": "0",
    } | changes


def records(upload: Upload) -> list[int]:
    """Keys of the records that came with a file."""
    return list(OpeningRecord.objects.filter(upload=upload).values_list("pk", flat=True))


def sentences(upload: Upload, at: int = 2) -> list[str]:
    """What is said about a row."""
    return [f"{f['cell']} {f['field']}：{f['sentence']}" for f in upload.rows.get(number=at).faults]
