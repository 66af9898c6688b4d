"""Figures that Meta calls insights, for Facebook, Instagram and Threads alike.

    {"data": [{"name": "reach", "period": "lifetime", "values": [{"value": 13}], …}]}

Where a metric is not known for a post, all that were asked for together fail, so they are asked for
one by one then; with too few people to tell of, the list is empty. Graph API documentation, "Page
Insights", and Instagram Platform documentation, "IG Media Insights", 2026-08; Threads API
documentation, "Insights", 2026-06.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from channels.answer import at, rows
from channels.base import Disconnected, Reason, Refused
from channels.figures import number
from channels.graph import Graph


@dataclass(frozen=True, slots=True)
class Insights:
    """What was told, by the names of the metrics; ``withheld``: permissions that it took."""

    told: Mapping[str, int]
    withheld: tuple[str, ...] = ()


def insights(graph: Graph, post: str, metrics: Sequence[str], permission: str) -> Insights:
    """The metrics that the network tells of a post."""
    try:
        return Insights(_told(graph, post, metrics))
    except Disconnected as error:
        return Insights({}, withheld(error, permission))
    except Refused as error:
        if error.reason is not Reason.REFUSED or len(metrics) == 1:
            return Insights(_none_of(error))
    one_by_one = [insights(graph, post, [metric], permission) for metric in metrics]
    found = {name: value for one in one_by_one for name, value in one.told.items()}
    return Insights(found, tuple({name: None for one in one_by_one for name in one.withheld}))


def withheld(error: Disconnected, permission: str) -> tuple[str, ...]:
    """The permission, where it is only that; else the login has a trouble that others must know."""
    if error.reason is not Reason.PERMISSION_MISSING:
        raise error
    return (permission,)


def _none_of(error: Refused) -> dict[str, int]:
    if error.reason is not Reason.REFUSED:
        raise error
    return {}


def _told(graph: Graph, post: str, metrics: Sequence[str]) -> dict[str, int]:
    said = graph.list_of(f"{post}/insights", metric=",".join(metrics))
    counts = {str(row.get("name")): number(_value(row)) for row in said}
    return {name: count for name, count in counts.items() if count is not None}


def _value(row: Mapping[str, Any]) -> Any:
    values = rows(row.get("values"))
    return values[0].get("value") if values else at(row, "total_value", "value")
