"""The database refuses to change or remove entries of the audit trail."""

from django.db import migrations

from pension.models.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("pension", "0002_numberseries_upload_hint_count_upload_layout_and_more"),
    ]

    operations = [
        AppendOnly("pension_auditentry"),
    ]
