"""What a bank says of a row that it did not pay, and what the clerk does about it.

The words differ from bank to bank, so a reason is recognised by what it contains.
"""

from dataclasses import dataclass

NO_REASON = "未说明原因"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do about a reason; with ``needs_account`` the old account would fail again."""

    words: tuple[str, ...]
    cure: str
    needs_account: bool = True


REMEDIES = (
    Remedy(
        ("户名", "姓名不符", "名称不符"),
        "请社区与本人核对户名；卡主是他人的，更正为本人账户，或登记代领并由第二人确认",
    ),
    Remedy(
        ("销户", "注销", "已清户"), "账户已销，请本人提供在用账户，由社区更正账户并经第二人确认"
    ),
    Remedy(
        ("账号不存在", "无此账号", "账号错误", "账号有误", "卡号"),
        "请对照存折或银行卡核对账号后更正账户，并经第二人确认",
    ),
    Remedy(
        ("冻结", "止付", "挂失", "睡眠", "不动户", "久悬"),
        "账户不能入账，请本人到银行解除限制或更换账户，再经第二人确认",
    ),
    Remedy(("二类", "Ⅱ类", "限额", "超限"), "账户有限额，请本人更换为Ⅰ类账户，由社区更正账户"),
    Remedy(("证件", "身份"), "请社区核对身份证件，银行留存证件过期的由本人到银行更新", False),
    Remedy(("死亡", "去世", "已故"), "请社区核实；属实的先登记死亡，再按继承办理", False),
)
OTHERWISE = Remedy((), "请向银行问明原因，更正后随下一批次补发", False)


def remedy_of(reason: str) -> Remedy:
    """The remedy for a bank's words; one for all reasons that aren't known."""
    for remedy in REMEDIES:
        if any(word in reason for word in remedy.words):
            return remedy
    return OTHERWISE
