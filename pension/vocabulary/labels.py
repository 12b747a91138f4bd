"""Enums whose members carry the Chinese word that the pages show."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A string enum with a label: ``DRAFT = "draft", "草稿"``."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep ``value`` as the stored text and ``label`` as the word shown."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of stored text and label, in the order of declaration."""
        return [(member.value, member.label) for member in cls]
