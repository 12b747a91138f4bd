"""The icons of the interface as SVG paths on a grid of 16 × 16, and which icon a tone carries.

A tone is never shown by colour alone: its icon comes with it.
"""

from typing import Final

PATHS: Final[dict[str, str]] = {
    "check": "M3 8.5 6.5 12 13 4.5",
    "cross": "M4 4 12 12M12 4 4 12",
    "alert": "M8 2.5 14.5 13.5H1.5ZM8 6.5V9.5M8 11.6V11.7",
    "info": "M8 2A6 6 0 1 0 8 14 6 6 0 1 0 8 2M8 7.3V11M8 4.9V5",
    "clock": "M8 2A6 6 0 1 0 8 14 6 6 0 1 0 8 2M8 4.8V8L10.4 9.6",
    "back": "M6.5 3.5 3 7 6.5 10.5M3 7H10A3 3 0 0 1 10 13H7",
    "search": "M7 2.5A4.5 4.5 0 1 0 7 11.5 4.5 4.5 0 1 0 7 2.5M10.3 10.3 13.8 13.8",
    "download": "M8 2.5V10M4.8 7 8 10.2 11.2 7M3 13.5H13",
    "upload": "M8 10.5V3M4.8 6 8 2.8 11.2 6M3 13.5H13",
    "print": "M4.5 6V2.5H11.5V6M4.5 11.5H2.5V6H13.5V11.5H11.5M4.5 9.5H11.5V13.5H4.5Z",
    "dot": "M8 6.4A1.6 1.6 0 1 0 8 9.6 1.6 1.6 0 1 0 8 6.4",
    "dash": "M4 8H12",
    "down": "M4 6 8 10 12 6",
    "next": "M6 3.5 10.5 8 6 12.5",
}

BADGE_ICONS: Final[dict[str, str]] = {
    "ok": "check",
    "warn": "clock",
    "bad": "alert",
    "info": "next",
}

NOTICE_ICONS: Final[dict[str, str]] = {
    "ok": "check",
    "warn": "alert",
    "bad": "alert",
    "info": "info",
}

MESSAGE_TONES: Final[dict[str, tuple[str, str]]] = {
    "debug": ("info", "提示"),
    "info": ("info", "提示"),
    "success": ("ok", "已办妥"),
    "warning": ("warn", "注意"),
    "error": ("bad", "未办成"),
}
