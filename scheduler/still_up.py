"""A withdrawn post that is still to be read somewhere: its removal was cancelled, or refused."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from content.holding import hold
from content.models import Person, Post, Status
from content.scope import Scope
from content.workflow import PUBLISHERS
from scheduler import engine, removal
from scheduler.models import Delivery
from scheduler.refusals import NotADispatcher


@transaction.atomic
def take_down(post: Post, *, by: Person, at: datetime) -> list[Delivery]:
    """What is left of it. Twice is once: the second finds nothing that nobody takes down."""
    if not Scope.of(by, at).may(PUBLISHERS, post.office):
        raise NotADispatcher
    hold([post.pk])
    if not Post.objects.filter(pk=post.pk, status=Status.WITHDRAWN).exists():
        return []
    taken = removal.take_down(post, removal.reason_of(post.pk), by=by, at=at)
    engine.wake()
    return taken
