"""Keys of rows as addresses and forms name them: plain digits, or no key at all."""

from collections.abc import Iterable

# No table gives out longer ones, and Python refuses to read numbers of thousands of digits.
_MOST_DIGITS = 18


def parse_key(text: str) -> int | None:
    """Read a key; None for whatever else was sent (other digits than 0–9 among it)."""
    is_key = len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit()
    return int(text) if is_key else None


def parse_keys(texts: Iterable[str]) -> list[int]:
    """Read keys in their order; what is none is left out."""
    return [key for key in map(parse_key, texts) if key is not None]
