"""What the tests of the kernel share."""

import pytest
from django.db import connection

from pension.models import AuditEntry
from pension.models.append_only import release


@pytest.fixture
def tampering(db: None) -> None:
    """Entries of the audit trail can be changed, as by somebody with the keys of the database."""
    with connection.cursor() as cursor:
        for statement in release(connection.vendor, AuditEntry._meta.db_table):
            cursor.execute(statement)
