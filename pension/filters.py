"""Filters of lists, kept in the address: what all of them share, and those of the kernel."""

from collections.abc import Mapping
from typing import Any

import django_filters as filters
from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pension.models import AuditEntry

ANY = "不限"


class QuickSelect(forms.Select):
    """A select that writes its options at once.

    Django draws each option by a template of its own, which for a district's communities takes
    as long as the rows of a list.
    """

    def render(
        self,
        name: str,
        value: object,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Draw the options in their order; groups of options are not known here."""
        widget = self.get_context(name, value, dict(attrs or {}))["widget"]
        options = (option for _, group, _ in widget["optgroups"] for option in group)
        drawn = (
            (o["value"], flatatt(o["attrs"]) if o["attrs"] else "", o["label"]) for o in options
        )
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(widget["attrs"]),
            format_html_join("", '<option value="{}"{}>{}</option>', drawn),
        )


class Choice(filters.ChoiceFilter):
    """One out of a list; at first any."""

    def __init__(self, **settings: Any) -> None:
        """Take what django-filter takes; the empty choice and the widget are the usual ones."""
        super().__init__(**{"empty_label": ANY, "widget": QuickSelect} | settings)


class AuditFilter(filters.FilterSet):
    """By person, action, subject and days."""

    officer = filters.CharFilter(field_name="officer__name", lookup_expr="contains", label="姓名")
    action = filters.CharFilter(lookup_expr="contains", label="动作")
    subject_id = filters.CharFilter(label="对象编号")
    since = filters.DateFilter(field_name="at", lookup_expr="date__gte", label="自")
    until = filters.DateFilter(field_name="at", lookup_expr="date__lte", label="至")

    class Meta:
        """The audit table."""

        model = AuditEntry
        fields = ("officer", "action", "subject_id", "since", "until")
