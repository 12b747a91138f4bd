"""Browsers in words, from what they say of themselves: «Edge 120 · Windows»."""

import re
from typing import Final

# In this order: each of them also names those that stand after it.
BROWSERS: Final = (
    ("360 浏览器", r"QIHU 360\w*|360SE"),
    ("QQ 浏览器", r"QQBrowser/(\d+)"),
    ("Edge", r"Edg\w*/(\d+)"),
    ("Firefox", r"Firefox/(\d+)"),
    ("Chrome", r"Chrom\w+/(\d+)"),
    ("Safari", r"Version/(\d+)\S* .*Safari/"),
)
SYSTEMS: Final = (
    ("Windows", r"Windows"),
    ("安卓", r"Android"),
    ("苹果手机或平板", r"iPhone|iPad"),
    ("macOS", r"Mac OS X"),
    ("Linux", r"Linux"),
)
UNKNOWN: Final = "未识别的浏览器"


def in_words(agent: str) -> str:
    """Name browser, its main version and the system; whatever is not known is left out."""
    return " · ".join(filter(None, (_found(BROWSERS, agent), _found(SYSTEMS, agent)))) or UNKNOWN


def _found(names: tuple[tuple[str, str], ...], agent: str) -> str:
    for name, pattern in names:
        match = re.search(pattern, agent)
        if match:
            version = match[1] if match.re.groups else ""
            return f"{name} {version}".strip()
    return ""
