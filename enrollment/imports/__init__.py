"""Workbooks that enrollment takes in; importing this package makes them known."""

from enrollment.imports.roster import ROSTER

__all__ = ["ROSTER"]
