"""The writers' steps that do more than change a status."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F

from composer.reviving import working_of
from composer.working import Correction, Working
from content import drafts, workflow
from content.models import Draft, Person, Post
from content.workflow import Step
from scheduler import acts, plan


@transaction.atomic
def take(step: Step, post: Post, *, by: Person, at: datetime) -> Post:
    """Reopening holds what was planned; a correction asks what was wrong. Raises a ``Refusal``."""
    moved = workflow.take(step, post, by=by, at=at)
    if step in workflow.VOIDS_APPROVAL:
        plan.hold_unapproved(moved, at)
    match step:
        case Step.CORRECT:
            _rewrite(moved, _shown(moved, Correction("", "")), by, at)
        case Step.ABANDON:
            _rewrite(moved, _shown(moved, None), by, at)
            acts.resume(plan.release_approved(moved), at)
        case Step.DISCARD:
            plan.cancel_all(moved.deliveries.all(), by, at)
            drafts.restate_item(moved)
        case Step.REOPEN:
            drafts.restate_item(moved)
        case _:
            pass
    return moved


def _shown(post: Post, correction: Correction | None) -> Working:
    """The words the public sees, as a working copy: what is corrected, or returned to."""
    if post.live is None:
        return replace(Working.read(post.draft.content), correction=correction)
    return replace(working_of(post, post.live.revision), correction=correction)


def _rewrite(post: Post, working: Working, by: Person, at: datetime) -> None:
    Draft.objects.filter(post=post).update(
        content=working.as_json(), version=F("version") + 1, tab="", edited_by=by, edited_at=at
    )
