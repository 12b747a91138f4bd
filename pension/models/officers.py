"""Officers (the users) and the posts that they hold."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from pension.models.offices import Office
from pension.models.scope import ScopedQuerySet
from pension.vocabulary.posts import GUARDED_POSTS, OfficeKind, Post
from pension.vocabulary.transitions import Actor


class OfficerQuerySet(ScopedQuerySet["Officer"]):
    """Officers of the offices in the region of one's own."""

    region_path = "office__region__code"


class OfficerManager(UserManager["Officer"]):
    """Django's user manager over the scoped query set."""

    def get_queryset(self) -> OfficerQuerySet:
        """Officers that can be narrowed by scope."""
        return OfficerQuerySet(self.model, using=self._db)

    def visible_to(self, officer: Officer) -> OfficerQuerySet:
        """The officers of the offices in the region of ``officer``'s own."""
        return self.get_queryset().visible_to(officer)


class Officer(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: one office, any number of compatible posts."""

    username = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="officers"
    )
    email = models.EmailField("邮箱", blank=True)
    is_active = models.BooleanField("在用", default=True)
    is_staff = models.BooleanField("系统后台", default=False)
    locked_at = models.DateTimeField("锁定时间", null=True, blank=True)
    must_change_password = models.BooleanField("须修改密码", default=False)
    password_set_at = models.DateTimeField("密码设置时间", null=True, blank=True)
    created_at = models.DateTimeField("建立时间", null=True, blank=True)

    objects: ClassVar[OfficerManager] = OfficerManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        """By office, then name."""

        ordering = ("office__region__code", "username")

    def __str__(self) -> str:
        return self.name

    @cached_property
    def posts(self) -> frozenset[Post]:
        """The posts held now; lists of officers prefetch the holdings."""
        return frozenset(Post(one.post) for one in self.holdings.all() if one.ended_at is None)

    def holds(self, *posts: Post) -> bool:
        """Whether at least one of ``posts`` is held."""
        return bool(self.posts & set(posts))

    @property
    def actor(self) -> Actor:
        """This officer as the step tables see one."""
        return Actor(id=self.pk, posts=self.posts, name=self.name)

    @property
    def is_bureau(self) -> bool:
        """Whether the office is the district's bureau (区居保局)."""
        return self.office is not None and self.office.kind == OfficeKind.BUREAU

    @property
    def is_guarded(self) -> bool:
        """Whether a post is held that moves money or says who may."""
        return self.holds(*GUARDED_POSTS)

    @property
    def post_names(self) -> str:
        """The posts in words, for the page head."""
        return "、".join(post.label for post in Post if post in self.posts)

    def get_full_name(self) -> str:
        """The name as Django's own pages ask for it."""
        return self.name


class PostHolding(models.Model):
    """An officer's post from the day it was granted until it ended."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="holdings")
    post = models.CharField("岗位", max_length=20, choices=Post.choices())
    granted_at = models.DateTimeField("授予时间")
    granted_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, related_name="grants_made"
    )
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)

    class Meta:
        """A post is held once at a time."""

        constraints = (
            models.UniqueConstraint(
                fields=("officer", "post"),
                condition=Q(ended_at__isnull=True),
                name="post_held_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("granted_at")),
                name="post_ends_after_grant",
            ),
        )

    def __str__(self) -> str:
        return f"{self.officer} {Post(self.post).label}"
