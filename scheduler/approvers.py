"""Somebody who has approved things leaves, or is back: what waits on those approvals."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from content.models import Person, Post
from scheduler import acts, plan
from scheduler.models import READY, Hold, State

WAITING = (*READY, State.MISSED)


@transaction.atomic
def gone(person: Person, at: datetime) -> int:
    """Hold now what could not be sent at its minute anyway. Returns how many posts wait."""
    posts = Post.objects.filter(approval__by=person, deliveries__state__in=WAITING).distinct()
    for post in posts:
        plan.hold_unapproved(post, at)
    return len(posts)


@transaction.atomic
def back(person: Person, at: datetime) -> None:
    """The approvals are good again; what is too late by now asks a person."""
    held = Q(deliveries__state=State.HELD, deliveries__reason=Hold.APPROVAL_VOID)
    looked_for = Q(deliveries__kept_for=Hold.APPROVAL_VOID)
    for post in Post.objects.filter(held | looked_for, approval__by=person).distinct():
        acts.resume(plan.release_approved(post), at)
