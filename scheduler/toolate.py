"""What a step on a post came too late for: told with the step, so that nobody thinks it undone."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import ngettext

from channels.base import Verb
from content.models import Post
from content.workflow import Step
from scheduler import copies
from scheduler.models import Delivery, State


def sentences(step: Step, post: Post, at: datetime) -> list[str]:
    """Right after the step that was taken ``at``. Empty where it came in time for everything."""
    shown = Delivery.objects.filter(post=post).exclude(verb=Verb.DELETE)
    # Also what has begun or ended between the request and this question.
    begun = Q(state=State.SENDING) | Q(state=State.SENT, finished_at__gte=at)
    said = [
        _begun(step, shown.filter(begun).count()),
        _doubtful(shown.filter(copies.UNSEEN | Q(state=State.UNCONFIRMED)).count()),
    ]
    return [sentence for sentence in said if sentence]


def cancelled(post: Post, at: datetime) -> str:
    """How many deliveries the step has cancelled; empty for none."""
    n = Delivery.objects.filter(post=post, state=State.CANCELLED, finished_at=at).count()
    words = ngettext("%(n)d pengantaran dibatalkan.", "%(n)d pengantaran dibatalkan.", n)
    return words % {"n": n} if n else ""


def _begun(step: Step, n: int) -> str:
    if not n:
        return ""
    if step is Step.WITHDRAW:
        words = ngettext(
            "%(n)d sudah telanjur dikirim; begitu sampai, langsung ditarik lagi.",
            "%(n)d sudah telanjur dikirim; begitu sampai, langsung ditarik lagi.",
            n,
        )
    else:
        words = ngettext(
            "Terlambat untuk %(n)d pengantaran: sudah telanjur dikirim dan tetap keluar.",
            "Terlambat untuk %(n)d pengantaran: sudah telanjur dikirim dan tetap keluar.",
            n,
        )
    return words % {"n": n}


def _doubtful(n: int) -> str:
    if not n:
        return ""
    words = ngettext(
        "%(n)d belum pasti: mungkin sudah terbit.", "%(n)d belum pasti: mungkin sudah terbit.", n
    )
    return words % {"n": n}
