"""Backup and restore: one way for SQLite and PostgreSQL, and from the one to the other.

A backup is a folder: a compressed file of JSON lines for each table, a copy of every stored file,
and, written last, a manifest with checksums, counts, the sums of the ledger and the heads of the
audit chains. A restore checks the manifest before it writes, and the ledger and the whole audit
trail before it commits.
"""

from pension.operations.backup.manifest import BackupError, Manifest
from pension.operations.backup.restoring import restore
from pension.operations.backup.saving import save

__all__ = ["BackupError", "Manifest", "restore", "save"]
