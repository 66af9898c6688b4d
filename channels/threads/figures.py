"""What Threads tells of a post. Of a repost it tells nothing: that is somebody else's post.

Threads API documentation, "Insights" and "Overview" (rate limits), 2026-06.
"""

from __future__ import annotations

from datetime import timedelta

from channels.base import Pace, Reason, Refused
from channels.figures import Figures, Measuring, together
from channels.graph import Graph
from channels.insights import insights

MEASURING = Measuring(
    tells=frozenset({"views", "likes", "replies", "reposts"}),
    pace=Pace(60, timedelta(hours=1)),
)
METRICS = ("views", "likes", "replies", "reposts", "quotes", "shares")


def figures(graph: Graph, post: str) -> Figures | None:
    """``None`` where the post is gone."""
    try:
        seen = insights(graph, post, METRICS, "threads_manage_insights")
    except Refused as error:
        if error.reason is not Reason.GONE:
            raise
        return None
    told = seen.told
    return Figures(
        views=told.get("views"),
        likes=told.get("likes"),
        replies=told.get("replies"),
        reposts=together(told.get("reposts"), told.get("quotes"), told.get("shares")),
        withheld=seen.withheld,
    )
