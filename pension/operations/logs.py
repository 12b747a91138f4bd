"""The log: one JSON object per line, without personal data.

Numbers that may identify a person or an account are scrubbed from every text. Of an error the log
keeps its kind, where it happened and what it says, without anything in Chinese: a database quotes
the values of the row that it refuses, and a name can't be told from any other word.
"""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

request_id: ContextVar[str] = ContextVar("request_id", default="")

FIELDS: Final = ("officer", "method", "path", "status", "milliseconds")
SAID_LENGTH: Final = 400
ROOT: Final = Path(__file__).resolve().parent.parent.parent
# Identity, account and phone numbers, also written in groups of four; dates and keys are shorter.
_NUMBERS: Final = re.compile(r"\d(?:[ \-]?\d){10,}[XxＸｘ]?")
_CHINESE: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·]+")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Moment, level, logger, message; what belongs to a request or an error, where given."""
        moment = datetime.fromtimestamp(record.created, UTC).astimezone()
        line: dict[str, object] = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrub(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1]:  # others' messages quote the error
            line["message"] = _untold(record.getMessage())
            line["error"] = _told(record.exc_info[1])
        if request_id.get():
            line["request"] = request_id.get()
        for field in FIELDS:
            if hasattr(record, field):
                value = getattr(record, field)
                line[field] = scrub(value) if isinstance(value, str) else value
        return json.dumps(line, ensure_ascii=False)


def scrub(text: str) -> str:
    """The text without numbers that may identify a person or an account."""
    return _NUMBERS.sub("***", text)


def _told(error: BaseException) -> dict[str, object]:
    """The kind of an error, what it says, and the lines that it came through, innermost last."""
    told: dict[str, object] = {
        "kind": f"{type(error).__module__}.{type(error).__qualname__}",
        "says": _untold(str(error)),
        "at": [_place(frame) for frame in traceback.extract_tb(error.__traceback__)],
    }
    cause = error.__cause__ or error.__context__
    if cause is not None:
        told["cause"] = _told(cause)
    return told


def _untold(text: str) -> str:
    """The text of an error without numbers and without names."""
    return _CHINESE.sub("…", scrub(text))[:SAID_LENGTH]


def _place(frame: traceback.FrameSummary) -> str:
    return f"{frame.filename.removeprefix(f'{ROOT}/')}:{frame.lineno} {frame.name}"
