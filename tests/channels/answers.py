"""What the tests of every adapter's error table have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from channels.base import DeliveryError, Reason

# What a stub is told to answer, and what an adapter has to make of it.
Row = tuple[dict[str, Any], type[DeliveryError], Reason]


def each_of(table: Sequence[Row]) -> pytest.MarkDecorator:
    """Runs a test with ``answer``, ``error`` and ``reason`` of each row."""
    names = [f"{row[0].get('status', 200)} {row[2]} {n}" for n, row in enumerate(table)]
    return pytest.mark.parametrize(("answer", "error", "reason"), table, ids=names)


def is_told(caught: DeliveryError | None, error: type[DeliveryError], reason: Reason) -> None:
    """The very class, because a subclass may ask for another next step."""
    assert type(caught) is error
    assert caught.reason is reason
