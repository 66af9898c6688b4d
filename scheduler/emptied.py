"""A scheduled post with nothing left to send goes off the calendar, whoever cancelled the last."""

from __future__ import annotations

from datetime import datetime

from content import workflow
from scheduler.models import Delivery, State


def off_the_calendar(post_id: int, at: datetime) -> None:
    """With the last of its deliveries cancelled, a scheduled post waits for a time again."""
    left = Delivery.objects.filter(post=post_id).exclude(
        state__in=(State.CANCELLED, State.SENT, State.FAILED)
    )
    if not left.exists():
        workflow.unplanned(post_id, at)
