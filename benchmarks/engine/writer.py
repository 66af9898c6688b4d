"""Somebody at the screens: twenty times a second a transaction of five writes, until stdin ends."""

from __future__ import annotations

import select
import sys
import time
from datetime import datetime

from django.db import transaction

from benchmarks.engine import network
from benchmarks.engine.spec import Write, Writing
from content.models import Draft, Event, Post, Status


def run(spec: Writing) -> list[Write]:
    posts = list(Post.objects.filter(status=Status.DRAFT).order_by("pk"))
    writes: list[Write] = []
    while not told_to_end(spec.pause) or len(writes) < spec.least:
        post = posts[len(writes) % len(posts)]
        at = network.now()
        begin = time.monotonic()
        save(post, len(writes), at)
        writes.append(Write(at=at.timestamp(), seconds=time.monotonic() - begin))
    return writes


def told_to_end(pause: float) -> bool:
    """Look for the end of stdin, and let ``pause`` seconds pass in any case."""
    begin = time.monotonic()
    ended = bool(select.select([sys.stdin], [], [], pause)[0])
    time.sleep(max(0.0, begin + pause - time.monotonic()))
    return ended


@transaction.atomic
def save(post: Post, number: int, at: datetime) -> None:
    """What saving a draft and a step writes: the draft, the post, and lines of the trail."""
    text = {"slots": {"tanggal": "2026-12-08", "catatan": f"perubahan {number}"}, "overrides": {}}
    Draft.objects.filter(post=post).update(content=text, edited_at=at)
    Post.objects.filter(pk=post.pk).update(title=f"{post.title} {number}", changed_at=at)
    for kind in ("draft.saved", "draft.compared", "draft.counted"):
        Event.objects.create(kind=kind, post=post, office_id=post.office_id, at=at)
