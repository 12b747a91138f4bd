"""Personal data with its middle hidden, for lists, notices, prints and exports."""

_STAR = "*"


def mask_identity(number: str) -> str:
    """Show the first six and last four characters: «530121********0025»."""
    return _keep_ends(number, 6, 4)


def mask_account(number: str) -> str:
    """Show the first and last four digits of a bank account: «6223 **** **** 0186»."""
    compact = number.replace(" ", "")
    if len(compact) <= 8:
        return _STAR * len(compact)
    return f"{compact[:4]} **** **** {compact[-4:]}"


def mask_name(name: str) -> str:
    """Show the surname, and the last character of a name longer than two: «李*», «王*华»."""
    return name[:1] + _STAR if len(name) == 2 else _keep_ends(name, 1, 1)


def mask_phone(number: str) -> str:
    """Show the first three and last four digits: «138****5678»."""
    return _keep_ends(number, 3, 4)


def _keep_ends(text: str, first: int, last: int) -> str:
    """Hide all but the ends; a text too short to hide anything behind them is hidden whole."""
    hidden = len(text) - first - last
    if hidden <= 0:
        return _STAR * len(text)
    return text[:first] + _STAR * hidden + text[-last:]
