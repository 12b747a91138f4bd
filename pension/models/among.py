"""``field__among=keys``: one of many keys, handed to the database as a single value.

Django's ``in`` looks at every key several times and writes a mark for each into the statement.
"""

import json

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigAutoField, ForeignKey
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler


@BigAutoField.register_lookup
@ForeignKey.register_lookup
class Among(In):
    """Whether a key is one of some whole numbers, given as a collection of them.

    Of a set Django looks at the members less often than of a list.
    """

    lookup_name = "among"

    def get_prep_lookup(self) -> list[int]:
        """Take the keys as they are."""
        return list(self.rhs)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """Compare with the members of a JSON list."""
        column, values = self.process_lhs(compiler, connection)
        statement = " ".join((column, "IN (SELECT value FROM json_each(%s))"))
        return statement, (*values, json.dumps(self.rhs))

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """Compare with the members of an array."""
        column, values = self.process_lhs(compiler, connection)
        keys = "{" + ",".join(map(str, self.rhs)) + "}"
        return f"{column} = ANY(%s::bigint[])", (*values, keys)
