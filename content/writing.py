"""Writing many rows of one table with different values in one statement.

The ORM has no such thing: `bulk_update` builds one CASE over all rows and was measured at four
times the cost of everything else in a turn (docs/decisions/0002). SQLite runs one prepared
statement row by row, PostgreSQL gets the rows as one list of objects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

import msgspec
from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model

from content.rows import statement

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of one table to be added, or, where ``key`` says which ones, to be changed.

    Each row holds the same names; what the database fills in itself is left out of new ones.
    Values are of the type their column has; of foreign keys, the number under ``…_id``.
    """

    model: type[Model]
    rows: Sequence[Row]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        names = tuple(self.rows[0])
        return (*(name for name in names if name not in self.key), *self.key)


def update_each(model: type[Model], key: Sequence[str], rows: Sequence[Row]) -> None:
    write(Change(model, rows, tuple(key)))


def insert_each(model: type[Model], rows: Sequence[Row]) -> None:
    write(Change(model, rows))


def write(*changes: Change) -> None:
    """All of them, of different tables.

    PostgreSQL gets them as one statement: asking it anything was half of what these writes cost.
    """
    changes = tuple(change for change in changes if change.rows)
    if not changes:
        return
    texts = tuple(_text(c.model, c.names, c.key, connection.vendor) for c in changes)
    if connection.vendor == "postgresql":
        with statement(_chained(texts), [_json(change.rows) for change in changes]):
            return
    for text, change in zip(texts, changes, strict=True):
        _run(text, change)


@cache
def _chained(texts: tuple[str, ...]) -> str:
    *others, last = texts
    if not others:
        return last
    named = ", ".join(f"w{number} AS ({text})" for number, text in enumerate(others))
    return f"WITH {named} {last}"


def _run(text: str, change: Change) -> None:
    fields = _fields(change.model, change.names).items()
    columns = [_column(field, [row[name] for row in change.rows]) for name, field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(text, list(zip(*columns, strict=True)))


def _column(field: Field[Any, Any], values: list[Any]) -> list[Any]:
    """As SQLite takes them. Plain words and numbers are taken as they are: asking the field about
    each of them costs more than writing it."""
    if not isinstance(field, (DateTimeField, JSONField)):
        return values
    if isinstance(field, JSONField):
        return [_json(value) for value in values]
    return [value and _naive(value) for value in values]


# The rows of a turn share their moments.
@lru_cache(maxsize=1024)
def _naive(moment: datetime) -> str:
    """As Django writes moments into SQLite: in UTC, without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def _json(value: object) -> str:
    """Several times as fast as the standard library's, which asks Python about each moment."""
    return msgspec.json.encode(value).decode()


@cache
def _fields(model: type[Model], names: tuple[str, ...]) -> dict[str, Field[Any, Any]]:
    known = {f.attname: f for f in model._meta.concrete_fields}
    return {name: known[name] for name in names}


@cache
def _text(model: type[Model], names: tuple[str, ...], key: tuple[str, ...], vendor: str) -> str:
    return _update(model, names, key, vendor) if key else _insert(model, names, vendor)


def _update(model: type[Model], names: tuple[str, ...], key: tuple[str, ...], vendor: str) -> str:
    table, fields = _quote(model._meta.db_table), _fields(model, names)
    column = {name: _quote(str(field.column)) for name, field in fields.items()}
    given = {name: f'v."{name}"' if vendor == "postgresql" else "%s" for name in fields}
    change = ", ".join(f"{column[name]} = {given[name]}" for name in names if name not in key)
    if vendor == "postgresql":
        which = " AND ".join(f"t.{column[name]} = {given[name]}" for name in key)
        return f"UPDATE {table} t SET {change} FROM {_table(fields)} WHERE {which}"  # noqa: S608
    which = " AND ".join(f"{column[name]} = {given[name]}" for name in key)
    return f"UPDATE {table} SET {change} WHERE {which}"  # noqa: S608


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
