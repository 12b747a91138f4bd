"""Filters of the kernel's lists, kept in the address."""

import django_filters as filters

from pension.models import AuditEntry


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
