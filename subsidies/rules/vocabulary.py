"""The words of what is due: programmes, reasons, kinds, channels, names of parameters."""

from pension.vocabulary.labels import Labelled


class Programme(Labelled):
    """The rows of the decision table; the value is the number of the row."""

    NOT_ENROLLED = "D1", "不参保不补助"
    TOP_UP = "D2", "差额补足"
    TOTAL_REACHED = "D3", "补贴总额已满"
    BALANCE = "D4", "退还原账户余额"
    ORIGINAL_EMPLOYEE = "D5", "原参保人职工缴费补助"
    WITHDRAWAL = "D6", "退保清退"
    UNCONFIRMED = "D7", "身份未确认"
    RESIDENT = "D8", "居民缴费补助"
    DRAWING = "D9", "领取待遇人员补助"
    EMPLOYEE = "D10", "职工缴费补助"
    MINOR = "D12", "登记不补助"
    LEGACY_SHARE = "D13", "原办法缴费补助"
    BACK_PAYMENT = "D14", "退补"


class Reason(Labelled):
    """Why a subsidy, or a part of it, is not given."""

    NOT_ENROLLED = "not_enrolled", "未参保"
    UNCONFIRMED = "unconfirmed", "身份未确认"
    MINOR = "minor", "未满年龄或在校"
    NOT_ENTITLED = "not_entitled", "非享受对象"
    YEARS_USED_UP = "years_used_up", "已达年限上限"
    TOTAL_REACHED = "total_reached", "已达总额上限"
    CLAIMED_TOO_LATE = "claimed_too_late", "超过申请期限"
    BEFORE_FIRST_YEAR = "before_first_year", "早于起算年度"
    PARAMETER_MISSING = "parameter_missing", "参数未录入"
    DECEASED = "deceased", "已死亡停补"


class Kind(Labelled):
    """What an entitlement is for; a person has one live entitlement of a kind and year."""

    YEARLY = "yearly", "年度缴费补助"
    LUMP = "lump", "一次性缴费补助"
    TOP_UP = "top_up", "差额补足"
    BALANCE = "balance", "原账户余额退还"
    LEGACY_SUBSIDY = "legacy_subsidy", "原办法缴费补助"
    BACK_PAYMENT = "back_payment", "退补"

    def of(self, year: int) -> str:
        """What a sum is for: «2020年度缴费补助», or the kind alone where it has no year."""
        return f"{year}年度缴费补助" if self is Kind.YEARLY else self.label


class Channel(Labelled):
    """The way that the money takes."""

    RESIDENT_ACCOUNT = "resident_account", "计入居民养老个人账户"
    RESIDENT_SUBLEDGER = "resident_subledger", "计入居民养老个人账户（单独记账）"
    BANK = "bank", "打入个人银行账户"
    FISCAL = "fiscal", "上划财政专户"


class Payee(Labelled):
    """Who receives the money."""

    PERSON = "person", "本人"
    HEIR = "heir", "继承人"
    FUND = "fund", "财政专户"


class DrawingRule(Labelled):
    """What people get who draw the resident pension already (D9)."""

    LUMP = "lump", "一次性补助剩余年数"
    YEARLY = "yearly", "逐年补助"
    NONE = "none", "不补助"


class SubsidyBase(Labelled):
    """What the legacy subsidy is a share of (D13)."""

    WHOLE = "whole", "全部缴费"
    OWED = "owed", "个人应缴部分"


class Grade(Labelled):
    """The grades of the legacy monthly contribution."""

    HIGH = "high", "高档"
    MIDDLE = "middle", "中档"
    LOW = "low", "低档"


class ParameterName(Labelled):
    """The values that a rule set states; the text is the name in worked examples and tables."""

    YEARLY_SUBSIDY = "yearly_subsidy", "年补助标准"
    YEARS_LIMIT = "years_limit", "累计补助年限"
    COUNTED_SUBSIDIES = "counted_subsidies", "已享受政府补贴口径"
    DRAWING_RESIDENT = "drawing_resident", "领取居民养老金人员补助办法"
    EMPLOYEE_CATCH_UP = "employee_catch_up", "职工参保可补报年数"
    MINIMUM_AGE = "minimum_age", "最低年龄"
    FIRST_YEAR = "first_year", "补助起算年度"
    DEATH_YEAR_COUNTS = "death_year_counts", "死亡当年是否计补"
    DEATH_STOP_MONTHS = "death_stop_months", "死亡后停补月数"
    SUBSIDY_BASE = "subsidy_base", "补助基数口径"
    RAMP = "ramp", "个人缴费补助比例"
    OWED_SHARE = "owed_share", "个人应缴比例"
    MONTHLY_RATE = "monthly_rate", "月缴费标准"
    BASIS = "basis", "政策依据"


class Ground(Labelled):
    """Why a payment was too much (D15)."""

    AFTER_DEATH = "after_death", "死亡后的年度已补助"
    PROOF_TAKEN_BACK = "proof_taken_back", "缴费年度已作废"
    NOT_CONFIRMED = "not_confirmed", "不予确认或已撤回"
    PAID_BEFORE = "paid_before", "同一年度以前已补助"
    OVER_LIMIT = "over_limit", "超过累计补助年限"
    OVER_TOTAL = "over_total", "期初更正后多付"
    ENTERED = "entered", "经办登记"


class Ruling(Labelled):
    """What is decided of a sum that a later calculation contradicts."""

    UPHOLD = "uphold", "维持"
    CANCEL = "cancel", "取消"


class RecoveryWay(Labelled):
    """How what was overpaid comes back (D15)."""

    AT_ONCE = "at_once", "一次退回"
    INSTALMENTS = "instalments", "分期退回"
    SET_OFF = "set_off", "抵扣"


class ReturnChannel(Labelled):
    """The way by which a person returns money."""

    TRANSFER = "transfer", "银行转账"
    BANK_COUNTER = "counter", "银行柜面缴存"
    DEDUCTION = "deduction", "个人账户扣回"
