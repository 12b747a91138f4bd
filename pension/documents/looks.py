"""The looks that a paper may have, and why one is not made."""

from enum import StrEnum


class PaperError(Exception):
    """A paper names something that it must not fetch, or a part of it could not be set."""


class Paper(StrEnum):
    """The looks of a paper: an official text, or a form upright or across."""

    OFFICIAL = "official"
    FORM = "form"
    FORM_LANDSCAPE = "form-landscape"
