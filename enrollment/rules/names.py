"""What people's names are searched by."""

from pypinyin import Style, lazy_pinyin

INITIALS_LIMIT = 20


def initials(name: str) -> str:
    """The first letters of a name's syllables, small: «王小明» → «wxm», at most twenty."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER)
    return "".join(filter(str.isalnum, "".join(letters))).lower()[:INITIALS_LIMIT]
