"""Every address of the product, found by walking the URL configuration."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from pension.views.access import RULE
from pension.vocabulary.posts import Post

PUBLIC, ANY_OFFICER = "public", "any officer"


@dataclass(frozen=True, slots=True)
class Address:
    """An address by its name, with its view and the names of its arguments."""

    name: str
    view: Callable[..., Any]
    arguments: tuple[str, ...]

    @property
    def rule(self) -> object:
        """Who may open it: the posts, or one of two words; ``None`` where nothing is said."""
        return self.view.__dict__.get(RULE)

    @property
    def is_public(self) -> bool:
        """Whether nobody has to sign in."""
        return self.rule == PUBLIC

    def is_open_to(self, posts: frozenset[Post]) -> bool:
        """Whether a holder of these posts passes the rule, whatever the object."""
        return self.rule in (PUBLIC, ANY_OFFICER) or bool(posts & set(self.rule))

    def url(self, arguments: dict[str, object]) -> str:
        """The address for an object."""
        return reverse(self.name, kwargs=arguments)

    def __str__(self) -> str:
        return self.name


def addresses() -> list[Address]:
    """All of them, in the order of the configuration."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from _walk(entry, inner)
        else:
            yield _address(entry, prefix)


def _address(entry: URLPattern, prefix: str) -> Address:
    assert entry.name, f"{entry.pattern} has no name"
    return Address(f"{prefix}{entry.name}", entry.callback, tuple(entry.pattern.converters))
