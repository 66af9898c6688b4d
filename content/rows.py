"""Rows of a statement as instances of a model, at a price that a turn can pay.

What the ORM does for each instance (signals, defaults, a check of every field) was a third of a
turn's work. An instance made here is one as ``Model.from_db`` makes it: what the statement did not
name is read from the database when somebody asks for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import DateTimeField, Model, UUIDField
from django.db.models.base import ModelState

M = TypeVar("M", bound=Model)
Convert = tuple[int, Callable[[Any], Any]]


# One text however many numbers there are, so that the database keeps its plan.
def among() -> str:
    """To stand behind a column: one of the numbers given as ``ids``."""
    if connection.vendor == "postgresql":
        return "= ANY(%(ids)s)"
    return "IN (SELECT value FROM json_each(%(ids)s))"


def numbers(ids: Collection[int]) -> object:
    return list(ids) if connection.vendor == "postgresql" else json.dumps(list(ids))


def locking() -> str:
    """To stand at the end of a statement whose rows are to stay as they are read."""
    return " FOR UPDATE" if connection.features.has_select_for_update else ""


def rows(text: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def instances(model: type[M], text: str, given: Mapping[str, Any]) -> list[M]:
    """The statement names the columns of ``model`` as they are; others become attributes, too."""
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        names = tuple(column[0] for column in cursor.description)
        found = cursor.fetchall()
    converts = _converts(model, names, connection.vendor)
    return [_instance(model, names, converts, row) for row in found]


def _instance(
    model: type[M], names: tuple[str, ...], converts: tuple[Convert, ...], row: tuple[Any, ...]
) -> M:
    values = list(row)
    for place, convert in converts:
        if values[place] is not None:
            values[place] = convert(values[place])
    made = model.__new__(model)
    made._state = ModelState()
    made._state.adding, made._state.db = False, connection.alias
    made.__dict__.update(zip(names, values, strict=True))
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
