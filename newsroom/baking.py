"""Feeds that are asked for often and change seldom: written once, handed out many times."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Model

from content.models import Office
from newsroom.entry import entries
from newsroom.models import Item
from newsroom.rss import Channel, write


@dataclass(frozen=True, slots=True)
class Batch:
    """What a feed is made of. Two batches are the same when every stored value in them is."""

    channel: Channel
    fingerprint: str
    items: Sequence[Item] = field(compare=False)


def bake(channel: Channel, items: Sequence[Item]) -> bytes:
    """The feed of these items. Any change of an item or of an office in it makes it anew."""
    stored = repr([[_values(row) for row in _rows(item)] for item in items])
    return _written(Batch(channel, hashlib.sha256(stored.encode()).hexdigest(), items))


@lru_cache(maxsize=64)
def _written(batch: Batch) -> bytes:
    return write(batch.channel, entries(batch.items))


def _rows(item: Item) -> Iterator[Model]:
    """The item, its office and those above it."""
    yield item
    office: Office | None = item.office
    while office is not None:
        yield office
        office = office.parent


def _values(row: Model) -> list[Any]:
    return [getattr(row, column.attname) for column in row._meta.concrete_fields]
