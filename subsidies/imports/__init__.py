"""Workbooks that subsidies takes in; importing this package makes them known."""

from subsidies.imports.bank_return import BANK_RETURN
from subsidies.imports.funds import FUNDS
from subsidies.imports.opening import OPENING

__all__ = ["BANK_RETURN", "FUNDS", "OPENING"]
