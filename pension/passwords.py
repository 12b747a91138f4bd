"""The password rule that Django does not ship: several kinds of character."""

import unicodedata

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

REQUIRED_CLASSES = 3
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


def _character_class(character: str) -> str:
    """Return which of the four kinds a character belongs to; anything else is a sign."""
    category = unicodedata.category(character)
    return {"Lu": "capital", "Ll": "small", "Nd": "digit"}.get(category, "sign")
