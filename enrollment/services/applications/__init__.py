"""Applications: how a person and a case come into being, one by one or by the roster."""

from enrollment.services.applications.accepting import accept, accept_many
from enrollment.services.applications.accounts import confirm_accounts
from enrollment.services.applications.application import Application
from enrollment.services.applications.correcting import application_of, correct

__all__ = [
    "Application",
    "accept",
    "accept_many",
    "application_of",
    "confirm_accounts",
    "correct",
]
