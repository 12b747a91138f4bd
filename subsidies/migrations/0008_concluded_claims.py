"""Claims end with their recovery: those that came back or were waived before this rule too."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def end_claims(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Note of every recovery that is over that its payments may be claimed anew."""
    items = apps.get_model("subsidies", "RecoveryItem").objects
    items.filter(recovery__state__in=("settled", "waived")).update(is_live=False)


class Migration(migrations.Migration):
    """Rows only; going back leaves them, since the rule before refused nothing that is there."""

    dependencies = (("subsidies", "0007_room_in_batch_rows"),)
    operations = (migrations.RunPython(end_claims, migrations.RunPython.noop),)
