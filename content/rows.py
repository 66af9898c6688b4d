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
from django.db import connection, connections
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


def listed(values: Collection[int] | Collection[str]) -> str:
    """Numbers or plain words, as the database reads a list of them."""
    if connection.vendor == "postgresql":
        # What psycopg makes of a list is the same, each member through Python.
        return "{" + ",".join(map(str, values)) + "}"
    return json.dumps(list(values))


def locking() -> str:
    """To stand at the end of a statement whose rows are to stay as they are read. Others may still
    write rows that refer to them."""
    return " FOR NO KEY UPDATE" if connection.features.has_select_for_update else ""


@contextmanager
def statement(text: str, given: Mapping[str, Any] | Sequence[Any]) -> Iterator[Any]:
    """Run a statement that is always the same. PostgreSQL plans it once for a connection; Django's
    cursors put the values into the text, and it would be planned anew every time."""
    here = connections[connection.alias]  # the proxy looks it up at every question
    if here.vendor != "postgresql":
        with here.cursor() as cursor:
            cursor.execute(text, given)
            yield cursor
        return
    here.ensure_connection()
    here.validate_no_broken_transaction()
    with here.wrap_database_errors, psycopg.Cursor(here.connection) as cursor:
        # In binary, or Django's own loader would read every moment in Python.
        cursor.execute(text, given, prepare=True, binary=True)
        yield cursor


def rows(text: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with statement(text, given) as cursor:
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def instances(model: type[M], text: str, given: Mapping[str, Any]) -> list[M]:
    """The statement names the columns of ``model`` as they are; others become attributes, too."""
    with statement(text, given) as cursor:
        names, found = _names(text, cursor), cursor.fetchall()
    converts, alias = _converts(model, names, connection.vendor), connection.alias
    return [_instance(model, names, converts, row, alias) for row in found]


def families(
    models: Sequence[type[Model]], text: str, given: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """Each row as one instance of each of these models, in their order. Where several rows speak of
    the same thing, they get the same instance.

    The statement names the columns of each model as they are, beginning with its ``id``.
    """
    with statement(text, given) as cursor:
        names, found = _names(text, cursor), cursor.fetchall()
    starts = [place for place, name in enumerate(names) if name == "id"]
    ends = [*starts[1:], len(names)]
    parts = [
        _part(model, names[start:end], [row[start:end] for row in found])
        for model, start, end in zip(models, starts, ends, strict=True)
    ]
    return list(zip(*parts, strict=True))


_NAMES: dict[str, tuple[str, ...]] = {}


def _names(text: str, cursor: Any) -> tuple[str, ...]:
    """Of the columns: the same whenever the text is."""
    if text not in _NAMES:
        _NAMES[text] = tuple(column[0] for column in cursor.description)
    return _NAMES[text]


def _part(
    model: type[Model], names: tuple[str, ...], found: Sequence[tuple[Any, ...]]
) -> list[Model]:
    converts, alias = _converts(model, names, connection.vendor), connection.alias
    made: dict[Any, Model] = {}
    for row in found:
        if row[0] not in made:
            made[row[0]] = _instance(model, names, converts, row, alias)
    return [made[row[0]] for row in found]


def _instance(
    model: type[M],
    names: tuple[str, ...],
    converts: tuple[Convert, ...],
    row: tuple[Any, ...],
    alias: str,
) -> M:
    made = model.__new__(model)
    made._state = state = ModelState()
    state.adding, state.db = False, alias
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
