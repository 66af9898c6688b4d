"""What Instagram tells of a post. Likes and comments need no permission of their own.

What is told of views lags behind by up to two days; ``impressions`` ended on 2025-04-21. Instagram
Platform documentation, "IG Media" and "IG Media Insights", 2026-08.
"""

from __future__ import annotations

from datetime import timedelta

from channels.base import Pace, Reason, Refused
from channels.figures import Figures, Measuring, number
from channels.graph import Graph
from channels.insights import insights

MEASURING = Measuring(
    tells=frozenset({"views", "reach", "likes", "replies", "reposts"}),
    pace=Pace(60, timedelta(hours=1)),
)


def figures(graph: Graph, media: str) -> Figures | None:
    """``None`` where the post is gone."""
    try:
        said = graph.get(media, fields="id,like_count,comments_count")
        seen = insights(graph, media, ("views", "reach", "shares"), "instagram_manage_insights")
    except Refused as error:
        if error.reason is not Reason.GONE:
            raise
        return None
    return Figures(
        views=seen.told.get("views"),
        reach=seen.told.get("reach"),
        likes=number(said.get("like_count")),  # left out where the owner hides it
        replies=number(said.get("comments_count")),
        reposts=seen.told.get("shares"),
        withheld=seen.withheld,
    )
