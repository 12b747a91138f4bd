"""Templates that a strict content-security policy and an intranet without a way out can show."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import templates

FORBIDDEN = {
    "inline script": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.I
    ),
    "inline style": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I),
    "inline handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "script address": re.compile(r"javascript:", re.I),
    "unescaped value": re.compile(r"\|\s*safe\b|autoescape\s+off"),
    "another host": re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.I),
}
STYLE_SHEET = re.compile(r"<style\b", re.I)


def unsafe_markup(root: Path) -> list[str]:
    """No inline script, style or handler, nothing unescaped, nothing from another host."""
    return [fault for place, text in templates(root) for fault in _faults(place, text)]


def _faults(place: str, text: str) -> Iterator[str]:
    patterns = dict(FORBIDDEN)
    if not place.startswith("templates/pdf/"):  # papers carry their page rules themselves
        patterns["style sheet in a page"] = STYLE_SHEET
    for fault, pattern in patterns.items():
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{place}:{line}: {fault}"
