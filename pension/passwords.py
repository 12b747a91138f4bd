"""The password rules that Django does not ship: several kinds of character, none of the last."""

import unicodedata

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from pension.models import Officer

REQUIRED_CLASSES = 3
# What somebody who knows the office tries first.
WORDS_OF_OURS = (
    "pension",
    "yanglao",
    "shebao",
    "jubao",
    "chenggong",
    "kunming",
    "mima",
    "password",
)
RULE = "密码须包含大写字母、小写字母、数字、符号中的至少三种。"


class MixedClassesValidator:
    """Refuse a password with fewer than three of: capitals, small letters, digits, signs."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError when too few kinds of character occur in the password."""
        if len({_character_class(character) for character in password}) < REQUIRED_CLASSES:
            raise ValidationError(RULE, code="password_too_uniform")

    def get_help_text(self) -> str:
        """Return the rule in the officer's words, for the form."""
        return RULE


class NoWordOfOursValidator:
    """Refuse a password that holds the name of the product, the place or the trade."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError when one of the words stands in the password."""
        if any(word in password.lower() for word in WORDS_OF_OURS):
            raise ValidationError(self.get_help_text(), code="password_guessable")

    def get_help_text(self) -> str:
        """Return the rule in the officer's words, for the form."""
        return f"密码中不能出现容易猜到的词：{'、'.join(WORDS_OF_OURS)}。"


class NotUsedBeforeValidator:
    """Refuse the present password of an officer and the ones before it."""

    def __init__(self, remembered: int = 5) -> None:
        """Compare with as many passwords, the present one among them."""
        self.remembered = remembered

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError when the password is one of the last."""
        if not isinstance(user, Officer) or user.pk is None:
            return
        earlier = user.old_passwords.values_list("password", flat=True)[: self.remembered - 1]
        if any(check_password(password, used) for used in (user.password, *earlier)):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        """Return the rule in the officer's words, for the form."""
        return f"不能使用最近 {self.remembered} 次用过的密码。"


def _character_class(character: str) -> str:
    """Return which of the four kinds a character belongs to; anything else is a sign."""
    category = unicodedata.category(character)
    return {"Lu": "capital", "Ll": "small", "Nd": "digit"}.get(category, "sign")
