"""What LinkedIn tells of a page's posts, of the last twelve months.

    {"elements": [{"share": "urn:li:share:…", "organizationalEntity": "urn:li:organization:…",
                   "totalShareStatistics": {"impressionCount": 33, "uniqueImpressionsCount": 20,
                                            "clickCount": 8, "likeCount": 2, "commentCount": 1,
                                            "shareCount": 0, "engagement": 0.33}}]}

A post without an element is one of which nothing has been counted yet, or nothing any more; so it
does not tell that a post is gone. Microsoft Learn, "Organization Share Statistics", 2026-03, and
"Rate limits": a member has as few as 100 calls a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from channels.base import Disconnected, Pace, Reason
from channels.figures import Figures, Measuring, number
from channels.linkedin.client import Client

PERMISSION = "rw_organization_admin"
KINDS = {"urn:li:share:": "shares", "urn:li:ugcPost:": "ugcPosts"}
MEASURING = Measuring(
    tells=frozenset({"views", "reach", "likes", "replies", "reposts", "clicks"}),
    at_once=20,
    pace=Pace(24, timedelta(days=1)),
    reposts=True,
)


def read(client: Client, urns: Sequence[str]) -> Mapping[str, Figures | None]:
    try:
        return dict(_told(client, urns))
    except Disconnected as error:
        if error.reason is not Reason.PERMISSION_MISSING:
            raise
        return dict.fromkeys(urns, Figures(withheld=(PERMISSION,)))


def _told(client: Client, urns: Sequence[str]) -> Iterable[tuple[str, Figures]]:
    for start, name in KINDS.items():
        mine = [urn for urn in urns if urn.startswith(start)]
        for row in client.statistics(name, mine) if mine else ():
            yield str(row.get("share") or row.get("ugcPost")), _figures(row)


def _figures(row: Mapping[str, Any]) -> Figures:
    told = row.get("totalShareStatistics")
    counts: Mapping[str, Any] = told if isinstance(told, dict) else {}
    return Figures(
        views=number(counts.get("impressionCount")),
        reach=number(counts.get("uniqueImpressionsCount")),
        likes=number(counts.get("likeCount")),
        replies=number(counts.get("commentCount")),
        reposts=number(counts.get("shareCount")),
        clicks=number(counts.get("clickCount")),
    )
