"""Who may open a page: every view carries one of these rules."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from pension.models import Officer
from pension.vocabulary.posts import Post

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class OfficerRequest(HttpRequest):
    """A request of an officer who has signed in."""

    user: Officer  # type: ignore[assignment]


OfficerView = Callable[Concatenate[OfficerRequest, P], HttpResponseBase]


def officer_required(view: OfficerView[P]) -> View[P]:
    """Open to every officer who has signed in; what is shown is narrowed by scope."""
    guarded = login_required(view)
    guarded.access_rule = "any officer"
    return guarded


def posts_required(*posts: Post) -> Callable[[OfficerView[P]], View[P]]:
    """Open to holders of at least one of ``posts``; others get the page that says why not."""

    def decorate(view: OfficerView[P]) -> View[P]:
        @login_required
        @wraps(view)
        def guarded(request: OfficerRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.holds(*posts):
                names = "、".join(post.label for post in posts)
                raise PermissionDenied(f"本页由「{names}」岗位使用")
            return view(request, *args, **kwargs)

        guarded.access_rule = posts
        return guarded

    return decorate


def public(view: View[P]) -> View[P]:
    """Open to everybody: the log-in page and the health address only."""
    view.access_rule = "public"
    return view
