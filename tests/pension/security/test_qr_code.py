"""The QR code drawn is the one that the encoder made, with its quiet margin."""

import re

import segno

from pension.pictures.qr import QUIET, qr_code

TEXT = "otpauth://totp/x?secret=ABC"
BAR = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\3z")


def test_every_dark_module_is_drawn_once_and_no_other() -> None:
    drawn = qr_code(TEXT)
    bars = [tuple(map(int, bar)) for bar in BAR.findall(drawn.path)]
    matrix = segno.make(TEXT, error="m", micro=False).matrix
    found = [(x + i - QUIET, y - QUIET) for x, y, width in bars for i in range(width)]
    dark = [(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module]

    assert BAR.sub("", drawn.path) == ""
    assert sorted(found) == sorted(dark)


def test_the_margin_is_as_wide_as_the_standard_asks() -> None:
    drawn = qr_code(TEXT)

    assert drawn.side == len(segno.make(TEXT, error="m", micro=False).matrix) + 8
    assert min(int(x) for x, _, _ in BAR.findall(drawn.path)) == 4
