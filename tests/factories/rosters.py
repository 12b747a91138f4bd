"""Rows of the community's roster as a clerk fills them in."""

from datetime import date

from pension.vocabulary import identity_numbers


def row(sequence: int = 1, **changes: object) -> dict[str, object]:
    """A whole and right row of the roster."""
    return {
        "姓名": "演示杨秀兰",
        "身份证号": identity_numbers.make("530114", date(1971, 3, 12), sequence),
        "街道": "吴家营街道",
        "社区": "郎家营社区",
        "村民小组": "1组",
        "电话": "13800000000",
        "人员类别": "现有被征地人员",
        "征地批文": "云国土资复〔2010〕1号",
        "征地协议": "郎家营社区征地协议",
        "征地时间": "2010-05-01",
        "征地时在校": "否",
        "家庭人口": 4,
        "征地前面积": "3.2",
        "征地后面积": "0.4",
        "参保制度": "城乡居民",
        "开户银行": "呈贡农村信用合作联社",
        "户名": "演示杨秀兰",
        "账号": "6223000000000186",
    } | changes
