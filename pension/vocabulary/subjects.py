"""What entries of the audit trail are about, in the words of the pages."""

from collections.abc import Mapping

SUBJECTS: Mapping[str, str] = {
    "agreement": "征地协议",
    "bank_format": "银行格式",
    "batch": "批次",
    "batch_opening": "批次",
    "calculation_run": "批量核算",
    "case": "件",
    "dispute": "待裁定款项",
    "fund_entry": "资金数据",
    "job": "任务",
    "joint_review": "联审名单",
    "notice": "公示",
    "office": "机构",
    "officer": "账号",
    "opinion_sheet": "意见表",
    "paper": "自评报告",
    "person": "人员",
    "policy_document": "政策文件",
    "procedure_rules": "程序规则",
    "project": "绩效项目",
    "recovery": "追回",
    "rule_set": "补助规则",
    "signed_roster": "签字花名册",
    "system": "系统",
    "upload": "上传",
}


def subject_label(code: str) -> str:
    """The word for a kind of subject; a kind without a word stands as it is."""
    return SUBJECTS.get(code, code)
