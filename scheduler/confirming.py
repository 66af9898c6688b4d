"""A person's word that the clock of a machine is right, and whether its worker has taken it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from content.models import Event, Office, Person, Role
from content.refusals import Refusal
from content.scope import Scope
from scheduler.doubt import CONFIRMED, KINDS
from scheduler.models import Worker
from scheduler.workers import SILENT_ALONE


class Word(StrEnum):
    """What has become of a person's word."""

    WAITS = "waits"  # until the worker has read it nothing is sent there
    GONE = "gone"  # no worker is there to read it


class MayNotConfirm(Refusal):
    """Ask a moderator of the centre."""

    def __init__(self) -> None:
        super().__init__(_("Hanya moderator pusat dapat memastikan jam server."))


def may_confirm(scope: Scope) -> bool:
    centres = Office.objects.filter(parent=None)
    return any(scope.may([Role.MODERATOR], centre) for centre in centres)


def confirm_as(worker: Worker, *, by: Person, at: datetime) -> Word:
    """Raises a ``Refusal``."""
    if not may_confirm(Scope.of(by, at)):
        raise MayNotConfirm
    return confirm(worker, by=by, at=at)


@transaction.atomic
def confirm(worker: Worker, *, by: Person | None, at: datetime) -> Word:
    """Somebody has looked at another clock: this worker's is right.

    Its row goes on saying that it doubts until the worker itself has read this. The row of one that
    is gone is cleared here; should it be there after all, it says so again.
    """
    Event.objects.create(
        kind=CONFIRMED, by=by, at=at, data={"worker": worker.pk, "host": worker.host}
    )
    rows = Worker.objects.filter(pk=worker.pk)
    gone = rows.filter(seen_at__lt=Now() - SILENT_ALONE)
    if gone.update(doubt_since=None, doubt_seconds=0) or not rows.exists():
        return Word.GONE
    return Word.WAITS


def is_awaited(worker: Worker) -> bool:
    """Whether somebody has confirmed this doubt and the worker has not read it yet."""
    told = Event.objects.filter(kind__in=KINDS, data__worker=worker.pk).order_by("-pk")
    return told.values_list("kind", flat=True).first() == CONFIRMED
