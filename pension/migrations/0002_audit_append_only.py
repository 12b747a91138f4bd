"""The audit trail takes entries and gives none back: the database refuses to change them."""

from typing import ClassVar

from django.db import migrations

from pension.models.append_only import AppendOnly


class Migration(migrations.Migration):
    """Guards the table of entries."""

    dependencies: ClassVar = [("pension", "0001_initial")]
    operations: ClassVar = [AppendOnly("pension_auditentry")]
