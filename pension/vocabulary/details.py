"""What an entry of the audit trail says beside deed and subject, in the words of the pages.

Entries keep short names and whole fen, because they are sealed as they were written; here they are
put into words. A name without a word shows its value alone.
"""

from collections.abc import Iterator, Mapping

from pension.vocabulary import money

NAMES: Mapping[str, str] = {
    "after": "更正后",
    "address": "网络地址",
    "again": "转待补发",
    "bad": "未入库行数",
    "bank": "开户银行",
    "account": "账号",
    "before": "更正前",
    "browser": "浏览器",
    "cases": "涉及",
    "department": "部门",
    "died_on": "死亡日期",
    "document": "依据文件",
    "drawing": "领取待遇",
    "ended_accounts": "停用账户",
    "failed": "失败",
    "fen": "金额",
    "file": "文件",
    "from": "从",
    "locked_count": "锁定行数",
    "note": "说明",
    "notice": "公示",
    "number": "编号",
    "objection": "异议",
    "on_paper": "代录自纸质",
    "opinion": "意见",
    "page": "页面",
    "paid": "成功",
    "passed": "通过",
    "people": "人数",
    "persons": "人数",
    "proof": "证明",
    "reason": "理由",
    "reason_code": "原因代码",
    "receipt": "回单",
    "returned": "退回",
    "return_to": "退回到",
    "roster": "花名册",
    "round": "轮次",
    "rows": "行",
    "rows_hash": "名册校验值",
    "scheme": "参保制度",
    "settled": "已结清",
    "sha256": "文件校验值",
    "signed_on": "签字日期",
    "source": "来源",
    "staying": "留下",
    "to": "到",
    "until": "限期",
    "valid_from": "施行日期",
    "version": "版次",
    "year": "年度",
    "years": "年度",
}
AMOUNTS: Mapping[str, str] = {
    "again_fen": "转待补发金额",
    "due_fen": "应补",
    "fen": "金额",
    "locked_fen": "锁定金额",
    "paid_fen": "已缴",
    "received_fen": "已退回金额",
}
HASHES = ("rows_hash", "sha256")
HASH_SHOWN = 12


def in_words(detail: Mapping[str, object]) -> str:
    """Put the details of an entry into one line: «从：待受理；到：待社区确认；轮次：1»."""
    return "；".join(_parts(detail))


def _parts(detail: Mapping[str, object]) -> Iterator[str]:
    for name, value in detail.items():
        if value in (None, "", [], {}):
            continue
        label = AMOUNTS.get(name) or NAMES.get(name)
        words = _words(name, value)
        yield f"{label}：{words}" if label else words


def _words(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int) and name in AMOUNTS:
        return f"{money.yuan(value)}元"
    if isinstance(value, Mapping):
        return f"（{in_words(value)}）"
    if isinstance(value, list):
        return "、".join(_words(name, one) for one in value)
    text = str(value)
    return f"{text[:HASH_SHOWN]}…" if name in HASHES else text
