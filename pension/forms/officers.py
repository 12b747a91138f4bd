"""Forms for officers' accounts."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UsernameField
from django.http import HttpRequest

from pension.forms.wording import ClerkForm, ClerkWords
from pension.models import Office, Officer
from pension.vocabulary.posts import OFFICE_POSTS, OfficeKind, Post

LOCKS = "连续输错五次，账号会锁定三十分钟。"


class SignInForm(ClerkWords, AuthenticationForm):
    """Log-in name and password, with words that help."""

    # Django tells the length to the browser alone; failed log-ins are kept in columns.
    username = UsernameField(
        label="登录名", max_length=40, widget=forms.TextInput({"autofocus": True})
    )

    error_messages = {
        "invalid_login": f"登录名或密码不对。{LOCKS}",
        "inactive": "账号已锁定，请联系本区系统管理人员。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Word the password."""
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "密码"


class OwnPasswordForm(ClerkWords, PasswordChangeForm):
    """The old password, and the new one twice."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        """Keep the request: who tries passwords is known by it."""
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        """Check the old password; a wrong one counts as at the log-in."""
        old: str = self.cleaned_data["old_password"]
        if not authenticate(self.request, username=self.user.get_username(), password=old):
            raise forms.ValidationError(f"旧密码不对，密码没有修改。{LOCKS}")
        return old


class PostsField(forms.TypedMultipleChoiceField):
    """Check boxes for posts."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer every post; the office narrows them."""
        super().__init__(
            choices=Post.choices(),
            coerce=Post,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label="岗位",
            **kwargs,
        )


class OfficeForm(ClerkForm):
    """The office that an officer moves to."""

    office = forms.ModelChoiceField(Office.objects.none(), label="机构", empty_label="请选择")

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        """Offer the offices that the managing officer sees."""
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Office.objects.visible_to(officer).filter(is_active=True)


class AccountForm(OfficeForm):
    """A new account."""

    username = forms.RegexField(
        r"^[a-z][a-z0-9_.-]{2,39}$",
        label="登录名",
        help_text="小写字母开头，可含数字、点、下划线",
        error_messages={"invalid": "登录名须以小写字母开头，3 至 40 位字母、数字、点或下划线"},
    )
    name = forms.CharField(label="姓名", max_length=40)
    posts = PostsField(help_text="只能选所选机构设有的岗位；不能兼任的不会开立，并说明原因")
    field_order = ("username", "name", "office", "posts")


class PostsForm(ClerkForm):
    """The posts of an officer, of those that the office has."""

    posts = PostsField()

    def __init__(self, *args: Any, kind: OfficeKind, **kwargs: Any) -> None:
        """Offer the posts of the office's kind."""
        super().__init__(*args, **kwargs)
        field = self.fields["posts"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(post.value, post.label) for post in OFFICE_POSTS[kind]]
