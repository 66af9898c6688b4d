"""A scheduled post with nothing left to send goes off the calendar, whoever cancelled the last."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from content import workflow
from content.holding import hold
from content.rows import among, listed, rows

# Of a post that is over everywhere, or has no delivery, there is none.
LEFT = """
SELECT DISTINCT post_id FROM scheduler_delivery
 WHERE post_id {among} AND state NOT IN ('cancelled', 'sent', 'failed')
"""


def off_the_calendar(posts: Collection[int], at: datetime) -> None:
    """With the last of its deliveries cancelled, a scheduled post waits for a time again."""
    if posts:
        hold(posts)
        left = {post for (post,) in rows(LEFT.format(among=among()), {"ids": listed(posts)})}
        workflow.unplanned(set(posts) - left, at)
