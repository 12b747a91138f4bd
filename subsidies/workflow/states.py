"""States of entitlements, batches and their rows, rule sets and opening records."""

from pension.vocabulary.labels import Labelled


class EntitlementState(Labelled):
    """Where an entitlement is; whether it stands in a batch is asked of the batch rows."""

    DUE = "due", "应补未补"
    DISPUTED = "disputed", "待裁定"
    SETTLED = "settled", "已发放"
    CANCELLED = "cancelled", "已作废"


class Origin(Labelled):
    """Where an entitlement comes from."""

    ENGINE = "engine", "系统核算"
    OPENING = "opening", "期初已发"


class BatchState(Labelled):
    """编制 → 社区核实 → 锁定 → 稽核 → 审批 → 放行 → 导出 → 回盘 → 核对 → 关闭 (001 二)."""

    DRAFT = "draft", "编制中"
    VERIFYING = "verifying", "待社区核实"
    VERIFIED = "verified", "待锁定"
    LOCKED = "locked", "待稽核"
    INSPECTED = "inspected", "待审批"
    APPROVED = "approved", "待放行"
    RELEASED = "released", "待导出"
    EXPORTED = "exported", "待回盘"
    RETURNED = "returned", "待核对"
    RECONCILED = "reconciled", "待关闭"
    CLOSED = "closed", "已关闭"
    CANCELLED = "cancelled", "已作废"


class RowState(Labelled):
    """What became of a row of a batch."""

    PENDING = "pending", "待发"
    PAID = "paid", "已发"
    FAILED = "failed", "失败"
    RETURNED = "returned", "退回"
    HELD = "held", "暂缓"
    DROPPED = "dropped", "移出"


LIVE_ROWS = (RowState.PENDING, RowState.PAID)


class RuleSetState(Labelled):
    """Where a rule set is."""

    DRAFT = "draft", "拟定"
    IN_FORCE = "in_force", "生效"
    RETIRED = "retired", "停用"


class OpeningState(Labelled):
    """Where an opening record is: in force only by a second officer."""

    PROPOSED = "proposed", "待复核"
    IN_FORCE = "in_force", "已生效"
    REJECTED = "rejected", "已退回"
    REPLACED = "replaced", "已被更正"


class RecoveryState(Labelled):
    """拟追回 → 复核 → 决定 → 送达 → 追回 → 结清 (D15)."""

    DRAFT = "draft", "拟追回"
    SUBMITTED = "submitted", "待复核"
    CHECKED = "checked", "待决定"
    DECIDED = "decided", "待送达"
    COLLECTING = "collecting", "追回中"
    SETTLED = "settled", "已结清"
    WAIVED = "waived", "不予追回"
    REVOKED = "revoked", "已撤销"


class DisputeState(Labelled):
    """待裁定 → 待复核 → 已维持 or 已取消; 已消除 when a later calculation agrees again."""

    OPEN = "open", "待裁定"
    RULED = "ruled", "待复核"
    UPHELD = "upheld", "已维持"
    CANCELLED = "cancelled", "已取消"
    RESOLVED = "resolved", "已消除"


OPEN_DISPUTES = (DisputeState.OPEN, DisputeState.RULED)


class FundKind(Labelled):
    """What a published figure says."""

    BUDGET = "budget", "年初预算"
    ADJUSTED = "adjusted", "调整预算"
    SPENDING = "spending", "实际支出"
    BALANCE = "balance", "结余"
