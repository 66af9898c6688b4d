"""The writers' steps that do more than change a status."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from composer.working import Correction, Working
from content import workflow
from content.models import Draft, Person, Post
from content.workflow import Step
from scheduler import acts, plan


@transaction.atomic
def take(step: Step, post: Post, *, by: Person, at: datetime) -> Post:
    """Reopening holds what was planned; a correction asks what was wrong. Raises a ``Refusal``."""
    moved = workflow.take(step, post, by=by, at=at)
    if step in workflow.VOIDS_APPROVAL:
        plan.hold_unapproved(moved, at)
    if step is Step.CORRECT:
        _set_correction(moved, Correction("", ""))
    elif step is Step.ABANDON:
        _set_correction(moved, None)
        acts.resume(plan.release_approved(moved, at), at)
    return moved


def _set_correction(post: Post, correction: Correction | None) -> None:
    draft = Draft.objects.get(post=post)
    working = replace(Working.read(draft.content), correction=correction)
    Draft.objects.filter(pk=draft.pk).update(content=working.as_json(), version=draft.version + 1)
