"""Paragraphs with placeholders: which are unknown, and the text with figures in their place."""

import re
from collections.abc import Collection, Mapping

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


def faults(text: str, known: Collection[str]) -> list[str]:
    """Sentences for placeholders that no figure has, and for a brace without its other half."""
    asked = dict.fromkeys(_PLACEHOLDER.findall(text))
    unknown = [f"{{{name}}}" for name in asked if name not in known]
    sentences = []
    if unknown:
        sentences.append(f"没有名为{'、'.join(unknown)}的数据，请从“可用数据”中选用")
    if set("{}") & set(_PLACEHOLDER.sub("", text)):
        sentences.append("花括号没有成对，请检查；数据写成如{已联审人数}的样子")
    return sentences


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with figures for placeholders; KeyError for one that ``faults`` names."""
    return _PLACEHOLDER.sub(lambda match: values[match[1]], text)


def tidy_paragraphs(text: str) -> str:
    """One line for each paragraph: line ends alike, empty lines and outer spaces left out."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
