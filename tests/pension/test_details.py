"""What an entry of the trail says is put into words, whoever reads it years later."""

from pension.vocabulary.details import in_words


def test_amounts_are_said_in_yuan_and_hashes_by_their_beginning() -> None:
    said = in_words({"rows": 15, "fen": 123_450, "sha256": "0123456789abcdef0123"})

    assert said == "行：15；金额：1,234.50元；文件校验值：0123456789ab…"


def test_what_is_empty_is_left_out_and_what_has_no_word_stands_alone() -> None:
    said = in_words({"reason": "", "before": None, "elsewhere": "演示", "on_paper": True})

    assert said == "演示；代录自纸质：是"


def test_lists_and_details_inside_details_are_said_too() -> None:
    said = in_words({"years": [2020, 2021], "before": {"opinion": "不同意"}})

    assert said == "年度：2020、2021；更正前：（意见：不同意）"
