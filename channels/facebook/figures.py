"""What Facebook tells of a post of a Page.

Everything named ``post_impressions`` ended for all versions on 2026-06-15; views and viewers took
its place. Reactions, comments and shares are counted with the post itself. Graph API documentation,
"Page Insights", "Page Post" and "Permissions Reference", 2026-08.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from channels.answer import at
from channels.base import Disconnected, Pace, Reason, Refused
from channels.figures import Figures, Measuring, number
from channels.graph import Graph
from channels.insights import Insights, insights, withheld

# 4,800 calls a day for each person who is engaged with the Page ("Rate Limits"); one reading of a
# post takes two, or four where a metric is not known for it.
MEASURING = Measuring(
    tells=frozenset({"views", "reach", "likes", "replies", "reposts", "clicks"}),
    pace=Pace(60, timedelta(hours=1)),
)
VIEWS, VIEWERS, CLICKS = "post_media_view", "post_total_media_view_unique", "post_clicks"
FIELDS = "shares,reactions.limit(0).summary(true),comments.limit(0).summary(true)"


def figures(graph: Graph, post: str) -> Figures | None:
    """``None`` where the post is gone."""
    try:
        said, lacking = _post(graph, post)
        seen = insights(graph, post, (VIEWS, VIEWERS, CLICKS), "read_insights")
    except Refused as error:
        if error.reason is not Reason.GONE:
            raise
        return None
    return _made(said, seen, lacking)


def _post(graph: Graph, post: str) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """With its counts; without them where nobody gave the permission to read what people write."""
    try:
        return graph.get(post, fields=f"id,{FIELDS}"), ()
    except Disconnected as error:
        return {}, withheld(error, "pages_read_user_content")


def _made(said: Mapping[str, Any], seen: Insights, lacking: tuple[str, ...]) -> Figures:
    return Figures(
        views=seen.told.get(VIEWS),
        reach=seen.told.get(VIEWERS),
        likes=number(at(said, "reactions", "summary", "total_count")),
        replies=number(at(said, "comments", "summary", "total_count")),
        reposts=number(at(said, "shares", "count")),
        clicks=seen.told.get(CLICKS),
        withheld=(*lacking, *seen.withheld),
    )
