"""The form that ends sessions of one's own."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils import timezone

from pension.forms.wording import ClerkForm
from pension.queries.sessions import SignedIn

ALL: Final = "all"


class EndSessionsForm(ClerkForm):
    """Which other session to end, or all of them; the password, because a desk may be left open."""

    session = forms.ChoiceField(label="退出哪次登录", widget=forms.RadioSelect)
    password = forms.CharField(
        label="本人密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, others: Sequence[SignedIn], **kwargs: Any) -> None:
        """Offer the sessions that are not the one that is worked in."""
        super().__init__(*args, **kwargs)
        self._others = others
        offered = [(one.handle, _label(one)) for one in others]
        if len(others) > 1:
            offered.append((ALL, "其他全部登录"))
        field = self.fields["session"]
        if isinstance(field, forms.ChoiceField):
            field.choices = offered

    @property
    def wanted(self) -> list[SignedIn]:
        """The sessions chosen; asked of a form without faults."""
        chosen = self.cleaned_data["session"]
        return [one for one in self._others if chosen in (ALL, one.handle)]


def _label(one: SignedIn) -> str:
    since = timezone.localtime(one.since).strftime("%m-%d %H:%M")
    return " · ".join(filter(None, (f"{since} 登录", one.address, one.browser)))
