"""Who may open a page: every view carries one of these rules."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from pension.models import Officer
from pension.vocabulary.posts import Post

ViewT = TypeVar("ViewT", bound=Callable[..., HttpResponseBase])
RULE = "access_rule"  # what the test of all addresses reads from a view


class OfficerRequest(HttpRequest):
    """A request of an officer who has signed in."""

    user: Officer


def officer_required(view: ViewT) -> ViewT:
    """Open to every officer who has signed in; what is shown is narrowed by scope."""
    return _ruled(login_required(view), "any officer")


def posts_required(*posts: Post) -> Callable[[ViewT], ViewT]:
    """Open to holders of at least one of ``posts``; others get the page that says why not."""

    def decorate(view: ViewT) -> ViewT:
        @wraps(view)
        def guarded(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.holds(*posts):
                names = "、".join(post.label for post in posts)
                raise PermissionDenied(f"本页由「{names}」岗位使用")
            return view(request, *args, **kwargs)

        return cast(ViewT, _ruled(login_required(guarded), posts))

    return decorate


def public(view: ViewT) -> ViewT:
    """Open to everybody: the log-in page and the health address only."""
    return _ruled(view, "public")


def _ruled(view: ViewT, rule: object) -> ViewT:
    view.__dict__[RULE] = rule
    return view
