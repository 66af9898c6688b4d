"""Rows of a statement as instances of a model, at a price that a turn can pay.

What the ORM does for each instance (signals, defaults, a check of every field) was a third of a
turn's work. An instance made here is one as ``Model.from_db`` makes it: what the statement did not
name is read from the database when somebody asks for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from django.db import connection
from django.db.models import DateTimeField, Model, UUIDField
from django.db.models.base import ModelState

M = TypeVar("M", bound=Model)
Convert = tuple[int, Callable[[Any], Any]]


# One text however many numbers there are, so that the database keeps its plan.
def among(given: str = "ids", of: str = "bigint") -> str:
    """To stand behind a column: one of those given under this name."""
    if connection.vendor == "postgresql":
        return f"= ANY(%({given})s::{of}[])"
    return f"IN (SELECT value FROM json_each(%({given})s))"  # noqa: S608 (our own names)


def listed(values: Collection[int] | Collection[str]) -> object:
    return list(values) if connection.vendor == "postgresql" else json.dumps(list(values))


def locking() -> str:
    """To stand at the end of a statement whose rows are to stay as they are read."""
    return " FOR UPDATE" if connection.features.has_select_for_update else ""


@contextmanager
def statement(text: str, given: Mapping[str, Any] | Sequence[Any]) -> Iterator[Any]:
    """Run a statement that is always the same. PostgreSQL plans it once for a connection; Django's
    cursors put the values into the text, and it would be planned anew every time."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(text, given)
            yield cursor
        return
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(text, given, prepare=True)
        yield cursor


def rows(text: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with statement(text, given) as cursor:
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def instances(model: type[M], text: str, given: Mapping[str, Any]) -> list[M]:
    """The statement names the columns of ``model`` as they are; others become attributes, too."""
    with statement(text, given) as cursor:
        names = tuple(column[0] for column in cursor.description)
        found = cursor.fetchall()
    converts = _converts(model, names, connection.vendor)
    made = [_instance(model, names, converts, row) for row in found]
    alias = connection.alias
    for one in made:
        one._state.db = alias
    return made


def _instance(
    model: type[M], names: tuple[str, ...], converts: tuple[Convert, ...], row: tuple[Any, ...]
) -> M:
    made = model.__new__(model)
    made._state = state = ModelState()
    state.adding = False
    values = made.__dict__
    values.update(zip(names, row, strict=True))
    for place, convert in converts:
        if row[place] is not None:
            values[names[place]] = convert(row[place])
    return made


@cache
def _converts(model: type[Model], names: tuple[str, ...], vendor: str) -> tuple[Convert, ...]:
    """SQLite knows neither zones nor UUIDs; PostgreSQL gives both as they are."""
    if vendor != "sqlite":
        return ()
    known = {field.column: field for field in model._meta.concrete_fields}
    fields = [(place, known.get(name)) for place, name in enumerate(names)]
    moments = [(place, _moment) for place, field in fields if isinstance(field, DateTimeField)]
    uuids = [(place, UUID) for place, field in fields if isinstance(field, UUIDField)]
    return (*moments, *uuids)


def _moment(naive: datetime) -> datetime:
    return naive.replace(tzinfo=UTC)
