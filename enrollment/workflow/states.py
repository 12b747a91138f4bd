"""States, reasons and outcomes of the chain of confirmation."""

from pension.vocabulary.labels import Labelled


class CaseState(Labelled):
    """Where a case is; the default order of the chain (000 §7, 001 三)."""

    ENTERED = "entered", "待社区确认"
    DEPARTMENTS = "departments", "待部门确认"
    STREET = "street", "待街道审核"
    NOTICE = "notice", "待公示"
    POSTED = "posted", "公示中"
    JOINT_REVIEW = "joint_review", "待区级联审"
    SECOND_CHECK = "second_check", "待区级复核"
    CONFIRMED = "confirmed", "已确认"
    MERGING = "merging", "待并轨"
    MERGED = "merged", "已并轨"
    LEFT = "left", "已退保"
    REFUSED = "refused", "不予确认"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN_STATES = (
    CaseState.ENTERED,
    CaseState.DEPARTMENTS,
    CaseState.STREET,
    CaseState.NOTICE,
    CaseState.POSTED,
    CaseState.JOINT_REVIEW,
    CaseState.SECOND_CHECK,
    CaseState.MERGING,
)
DEAD_STATES = (CaseState.REFUSED, CaseState.WITHDRAWN)
RETURN_TARGETS = (
    CaseState.ENTERED,
    CaseState.DEPARTMENTS,
    CaseState.STREET,
    CaseState.NOTICE,
    CaseState.JOINT_REVIEW,
)


class RulesState(Labelled):
    """Where rules of procedure are."""

    DRAFT = "draft", "拟定"
    IN_FORCE = "in_force", "生效"
    RETIRED = "retired", "停用"


class RefusalReason(Labelled):
    """Coded reasons for refusing a case; each says its remedy."""

    NOT_COVERED = "not_covered", "土地未被政府依法统一征收"
    LAND_KEPT = "land_kept", "未失去全部或大部分土地"
    NOT_MEMBER = "not_member", "不是被征地村组成员"
    WRONG_PERSON = "wrong_person", "身份信息与户籍不符"
    DUPLICATE = "duplicate", "已在其他地方确认或补助"
    NO_EVIDENCE = "no_evidence", "缺少证明材料且补正期满"
    DECEASED = "deceased", "申请人已死亡"
    OBJECTION_UPHELD = "objection_upheld", "公示异议成立"

    @property
    def remedy(self) -> str:
        """What the applicant can do about it."""
        return REMEDIES[self]


REMEDIES: dict[RefusalReason, str] = {
    RefusalReason.NOT_COVERED: "如有征地批文或征地协议，可持原件申请重新办理",
    RefusalReason.LAND_KEPT: "如有新的征地，或家庭承包面积登记有误，可持证明申请重新办理",
    RefusalReason.NOT_MEMBER: "可由村民小组出具成员证明后申请重新办理",
    RefusalReason.WRONG_PERSON: "请先到户籍派出所核对更正，再申请重新办理",
    RefusalReason.DUPLICATE: "请到原确认地查询；如属登记错误，持书面说明申请更正",
    RefusalReason.NO_EVIDENCE: "补齐材料后可申请重新办理",
    RefusalReason.DECEASED: "由继承人持证明咨询区居保局",
    RefusalReason.OBJECTION_UPHELD: "可提交新的证据申请复核",
}


class EvidenceState(Labelled):
    """A missing paper is data, not an error (001 五): certificates were not issued everywhere."""

    PRESENT = "present", "已提供"
    NOT_ISSUED = "not_issued", "未发证"
    MISSING = "missing", "未提供"


class Opinion(Labelled):
    """What a desk said in a round."""

    AGREE = "agree", "同意"
    DISAGREE = "disagree", "不同意"


class MergeChoice(Labelled):
    """What an original enrollee chose after being told the rights."""

    UNDECIDED = "undecided", "尚未选择"
    RESIDENT = "resident", "并轨城乡居民"
    EMPLOYEE = "employee", "转城镇职工"
    LEAVE = "leave", "退保"
