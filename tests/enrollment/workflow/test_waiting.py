"""The words for where a case is stuck."""

from datetime import date
from typing import Any

import pytest

from enrollment.workflow.states import CaseState, MergeChoice
from enrollment.workflow.waiting import stuck_at
from pension.vocabulary.posts import Desk

AGREED = frozenset({Desk.AGRICULTURE})


@pytest.mark.parametrize(
    ("state", "facts", "words"),
    [
        (CaseState.ENTERED, {}, "缺村民小组签字花名册"),
        (CaseState.ENTERED, {"group_signed": True}, "可以确认"),
        (CaseState.DEPARTMENTS, {}, "待农业、自然资源意见"),
        (CaseState.DEPARTMENTS, {"agreed": AGREED}, "待自然资源意见"),
        (
            CaseState.DEPARTMENTS,
            {"agreed": AGREED, "police_asked": True},
            "待自然资源、公安意见",
        ),
        (CaseState.STREET, {}, "可以审核"),
        (CaseState.NOTICE, {}, "待张贴公示"),
        (CaseState.POSTED, {"notice_ends": date(2022, 11, 7)}, "公示至 11-07"),
        (
            CaseState.POSTED,
            {"notice_ends": date(2022, 11, 7), "open_objections": 2},
            "公示至 11-07，公示异议 2 件未结",
        ),
        (CaseState.JOINT_REVIEW, {"is_supplementary": True}, "补充名单，待联审"),
        (CaseState.SECOND_CHECK, {}, "可以复核"),
        (CaseState.SECOND_CHECK, {"open_objections": 1}, "公示异议 1 件未结"),
        (CaseState.MERGING, {}, "缺期初数据"),
        (CaseState.MERGING, {"opening_in_force": True}, "待权益告知"),
        (CaseState.MERGING, {"opening_in_force": True, "rights_told": True}, "待本人选择"),
        (
            CaseState.MERGING,
            {"opening_in_force": True, "rights_told": True, "choice": MergeChoice.LEAVE},
            "可以办结",
        ),
        (
            CaseState.REFUSED,
            {"refusal_code": "land_kept", "remedy_until": date(2022, 12, 30)},
            "未失去全部或大部分土地（12-30 前可申请复核）",
        ),
        (CaseState.CONFIRMED, {}, ""),
    ],
)
def test_a_case_says_what_it_waits_for(state: CaseState, facts: dict[str, Any], words: str) -> None:
    assert stuck_at(state, facts) == words
