"""Writing many rows of one table with different values in one statement each, prepared once.

The ORM has no such thing: `bulk_update` builds one CASE over all rows and was measured at four
times the cost of everything else in a turn (docs/decisions/0002).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def update_each(model: type[Model], rows: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """``rows``: primary key and the new values by field name; every row has the same names."""
    if not rows:
        return
    columns_of: dict[str, Field[Any, Any]] = {f.name: f for f in model._meta.concrete_fields}
    fields = [columns_of[name] for name in rows[0][1]]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    text = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE id = %s"  # noqa: S608
    values = [
        [
            *(field.get_db_prep_save(row[field.name], connection) for field in fields),
            pk,
        ]
        for pk, row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(text, values)
