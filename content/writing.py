"""Writing many rows of one table with different values in one statement.

The ORM has no such thing: `bulk_update` builds one CASE over all rows and was measured at four
times the cost of everything else in a turn (docs/decisions/0002). SQLite runs one prepared
statement row by row, PostgreSQL gets the rows as one list of objects.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model

from content.rows import statement

Row = Mapping[str, Any]


def update_each(model: type[Model], key: Sequence[str], rows: Sequence[Row]) -> None:
    """Each row holds the same names: those of ``key`` say which one it is, the others are set.

    Values are of the type their column has; of foreign keys, the number under ``…_id``.
    """
    if rows:
        values = tuple(name for name in rows[0] if name not in key)
        text = _update(model, tuple(key), values, connection.vendor)
        _run(text, model, (*values, *key), rows)


def insert_each(model: type[Model], rows: Sequence[Row]) -> None:
    """Every row holds the same names; what the database fills in itself is left out."""
    if rows:
        names = tuple(rows[0])
        _run(_insert(model, names, connection.vendor), model, names, rows)


def _run(text: str, model: type[Model], names: tuple[str, ...], rows: Sequence[Row]) -> None:
    if connection.vendor == "postgresql":
        with statement(text, [json.dumps(rows, default=_as_text)]):
            return
    fields = _fields(model, names).items()
    columns = [_column(field, [row[name] for row in rows]) for name, field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(text, list(zip(*columns, strict=True)))


def _column(field: Field[Any, Any], values: list[Any]) -> list[Any]:
    """As SQLite takes them. Plain words and numbers are taken as they are: asking the field about
    each of them costs more than writing it."""
    if not isinstance(field, (DateTimeField, JSONField)):
        return values
    if isinstance(field, JSONField):
        return [json.dumps(value) for value in values]
    return [value and _naive(value) for value in values]


def _naive(moment: datetime) -> str:
    """As Django writes moments into SQLite: in UTC, without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written")


@cache
def _fields(model: type[Model], names: tuple[str, ...]) -> dict[str, Field[Any, Any]]:
    known = {f.attname: f for f in model._meta.concrete_fields}
    return {name: known[name] for name in names}


@cache
def _update(model: type[Model], key: tuple[str, ...], values: tuple[str, ...], vendor: str) -> str:
    table, fields = _quote(model._meta.db_table), _fields(model, (*values, *key))
    column = {name: _quote(str(field.column)) for name, field in fields.items()}
    given = {name: f'v."{name}"' if vendor == "postgresql" else "%s" for name in fields}
    change = ", ".join(f"{column[name]} = {given[name]}" for name in values)
    if vendor == "postgresql":
        which = " AND ".join(f"t.{column[name]} = {given[name]}" for name in key)
        return f"UPDATE {table} t SET {change} FROM {_table(fields)} WHERE {which}"  # noqa: S608
    which = " AND ".join(f"{column[name]} = {given[name]}" for name in key)
    return f"UPDATE {table} SET {change} WHERE {which}"  # noqa: S608


@cache
def _insert(model: type[Model], names: tuple[str, ...], vendor: str) -> str:
    table, fields = _quote(model._meta.db_table), _fields(model, names)
    columns = ", ".join(_quote(str(field.column)) for field in fields.values())
    if vendor == "postgresql":
        listed = ", ".join(f'v."{name}"' for name in fields)
        return f"INSERT INTO {table} ({columns}) SELECT {listed} FROM {_table(fields)}"  # noqa: S608
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608


def _table(fields: Mapping[str, Field[Any, Any]]) -> str:
    """A table made of one list of objects. Arrays would be quoted value by value on our side."""
    columns = ", ".join(
        f'"{name}" {field.rel_db_type(connection)}' for name, field in fields.items()
    )
    return f"jsonb_to_recordset(%s::jsonb) AS v({columns})"


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)
