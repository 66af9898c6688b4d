"""The one door to a post's status: which steps there are, who may take them, and taking them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from content import freeze, privacy
from content.models import (
    CarriedPicture,
    Decision,
    Event,
    Person,
    Post,
    Revision,
    Role,
    Status,
    Verdict,
)
from content.refusals import (
    Incomplete,
    NoteMissing,
    NotForThePublic,
    NotOpen,
    NotYours,
    OwnWork,
    Stale,
)
from content.rows import among, listed, locking, rows
from content.scope import Scope
from content.writing import insert_each, update_each


class Step(models.TextChoices):
    SUBMIT = "submit", _("Ajukan")
    RECALL = "recall", _("Tarik kembali")
    RETURN = "return", _("Kembalikan")
    REJECT = "reject", _("Tolak")
    APPROVE = "approve", _("Setujui")
    SCHEDULE = "schedule", _("Jadwalkan")
    EXTEND = "extend", _("Kirim juga ke akun lain")
    UNSCHEDULE = "unschedule", _("Batalkan jadwal")
    REOPEN = "reopen", _("Sunting lagi")
    DISCARD = "discard", _("Buang draf")
    CORRECT = "correct", _("Buat ralat")
    ABANDON = "abandon", _("Batalkan ralat")
    WITHDRAW = "withdraw", _("Tarik dari publik")
    GO_LIVE = "go_live", _("Terbit")
    GO_LIVE_CORRECTED = "go_live_corrected", _("Ralat terbit")


@dataclass(frozen=True, slots=True)
class Rule:
    """``roles`` is empty for steps the scheduler takes; ``end`` is None where a post stays.

    ``public``: only for a post that has been out (True), or never has (False); None: either.
    """

    roles: frozenset[Role]
    start: frozenset[Status]
    end: Status | None
    note: bool = False
    public: bool | None = None


WRITERS = frozenset({Role.WRITER, Role.EDITOR})
DESK = frozenset({Role.MODERATOR})
PUBLISHERS = frozenset({Role.PUBLISHER, Role.MODERATOR})
NOBODY: frozenset[Role] = frozenset()

DRAFT, SUBMITTED, APPROVED, SCHEDULED, PUBLISHED, REJECTED, CORRECTED, WITHDRAWN, DISCARDED = Status


def _from(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


# fmt: off
RULES: Mapping[Step, Rule] = {
    #                          who         from                                    to
    Step.SUBMIT:     Rule(WRITERS,    _from(DRAFT),                           SUBMITTED),
    Step.RECALL:     Rule(WRITERS,    _from(SUBMITTED),                       DRAFT),
    Step.RETURN:     Rule(DESK,       _from(SUBMITTED),                       DRAFT, note=True),
    Step.REJECT:     Rule(DESK,       _from(SUBMITTED),                       REJECTED, note=True),
    Step.APPROVE:    Rule(DESK,       _from(SUBMITTED),                       APPROVED),
    Step.SCHEDULE:   Rule(PUBLISHERS, _from(APPROVED, SCHEDULED),             SCHEDULED),
    Step.EXTEND:     Rule(PUBLISHERS, _from(PUBLISHED, CORRECTED),            None),
    Step.UNSCHEDULE: Rule(PUBLISHERS, _from(SCHEDULED),                       APPROVED),
    Step.REOPEN:     Rule(WRITERS,    _from(APPROVED, SCHEDULED, REJECTED,
                                            DISCARDED),                       DRAFT),
    Step.DISCARD:    Rule(WRITERS,    _from(DRAFT),                  DISCARDED, public=False),
    Step.CORRECT:    Rule(WRITERS,    _from(PUBLISHED, CORRECTED),            DRAFT, public=True),
    Step.ABANDON:    Rule(WRITERS,    _from(DRAFT, REJECTED, APPROVED), PUBLISHED, public=True),
    Step.WITHDRAW:   Rule(PUBLISHERS, frozenset(Status) - {WITHDRAWN}, WITHDRAWN,
                          note=True, public=True),
    Step.GO_LIVE:    Rule(NOBODY,     _from(SCHEDULED),                       PUBLISHED),
    Step.GO_LIVE_CORRECTED: Rule(NOBODY, _from(SCHEDULED),                    CORRECTED),
}
# fmt: on

# Steps that end an approval: whatever was allowed out is not allowed out any more.
VOIDS_APPROVAL = frozenset({Step.REOPEN, Step.CORRECT, Step.WITHDRAW})

# Steps whose note everybody reads.
PUBLIC_NOTES = frozenset({Step.WITHDRAW})

VERDICTS = {
    Step.APPROVE: Verdict.APPROVE,
    Step.RETURN: Verdict.RETURN,
    Step.REJECT: Verdict.REJECT,
}


def open_steps(post: Post, scope: Scope) -> list[Step]:
    """Steps this person could take now. For drawing buttons; ``take`` decides again."""
    return [
        step
        for step, rule in RULES.items()
        if rule.roles and is_open(rule, post) and scope.may(rule.roles, post.office)
    ]


def is_open(rule: Rule, post: Post) -> bool:
    """Whether the post is at a point of its way where this rule starts."""
    was_out = post.published_at is not None
    return post.status in rule.start and rule.public in (None, was_out)


def has_worked_on(post: Post, person: Person) -> bool:
    """Whether this person wrote or edited the post, and so may not decide on it."""
    return post.author_id == person.pk or post.contributors.filter(pk=person.pk).exists()


@transaction.atomic
def take(
    step: Step, post: Post, *, by: Person, at: datetime, note: str = "", sha256: str | None = None
) -> Post:
    """Move a post one step and write down who moved it. Raises a ``Refusal``.

    ``post`` is what the person was looking at: if it has moved since, the step is refused rather
    than applied to something the person has not read. A decision also names the hash it is about.
    """
    rule = RULES[step]
    if not rule.roles or not Scope.of(by, at).may(rule.roles, post.office):
        raise NotYours(step)
    if rule.note:
        _check_note(note, public=step in PUBLIC_NOTES)
    changes = _decide(step, post, by, at, note, sha256) if step in VERDICTS else {}
    if step in VOIDS_APPROVAL:
        changes["approval"] = None
    if step is Step.ABANDON and post.live is not None:  # what the public sees is approved as it is
        shown = post.live.revision.content
        changes |= {
            "approval": post.live,
            "head": post.live.revision,
            "title": shown["title"][:300],
            "topic": shown.get("topic", ""),
        }
    return _move(step, post, by=by, at=at, note=note, **changes)


@transaction.atomic
def submit(post: Post, content: Mapping[str, Any], *, by: Person, at: datetime) -> Post:
    """Freeze content into a revision and hand it to the desk. Raises a ``Refusal``.

    ``content`` has the shape of docs/architecture.md; what must not go out is refused here, by
    whatever route it comes.
    """
    rule = RULES[Step.SUBMIT]
    if not Scope.of(by, at).may(rule.roles, post.office):
        raise NotYours(Step.SUBMIT)
    faults = freeze.faults(content)
    if faults:
        raise Incomplete(faults)
    revision = _write_revision(post, content, by, at)
    return _move(
        Step.SUBMIT,
        post,
        by=by,
        at=at,
        data={"revision": revision.number, "sha256": revision.sha256},
        head=revision,
        title=content["title"][:300],
        topic=content.get("topic", ""),
        submitted_at=at,
    )


def follow(post: Post, origin: Post, *, by: Person, at: datetime, note: str) -> Post:
    """What a post echoes was withdrawn, and it goes along, wherever it stands. Whose office it is
    does not matter: the words are the origin's. It is held.
    """
    gone = {"status": WITHDRAWN, "approval": None, "changed_at": at}
    Post.objects.filter(pk=post.pk).update(version=F("version") + 1, **gone)
    Event.objects.create(
        kind=f"post.{Step.WITHDRAW}",
        post=post,
        office_id=post.office_id,
        by=by,
        at=at,
        note=note,
        data={"origin": str(origin.public_id)},
    )
    return Post.objects.select_related("office", "head", "approval").get(pk=post.pk)


SCHEDULED_OF = """
SELECT id, office_id, version FROM content_post
 WHERE id {among} AND status = 'scheduled' ORDER BY id
"""


def unplanned(posts: Collection[int], at: datetime) -> None:
    """Nothing of these is planned any more: those that were scheduled wait for a time again."""
    text = SCHEDULED_OF.format(among=among()) + locking()
    found = rows(text, {"ids": listed(posts)})
    to = {"status": APPROVED.value, "changed_at": at}
    update_each(Post, ["id"], [{"id": pk, "version": n + 1, **to} for pk, _office, n in found])
    trail: dict[str, Any] = {
        "kind": f"post.{Step.UNSCHEDULE}",
        "by_id": None,
        "at": at,
        "note": "",
        "data": {},
    }
    insert_each(Event, [{**trail, "post_id": pk, "office_id": o} for pk, o, _version in found])


def planned(post_id: int, at: datetime) -> None:
    """Deliveries of an approved post that was never out stand in the calendar: it is scheduled."""
    moved = Post.objects.filter(pk=post_id, status=APPROVED, published_at=None).update(
        status=SCHEDULED, version=F("version") + 1, changed_at=at
    )
    if moved:
        office = Post.objects.values_list("office", flat=True).get(pk=post_id)
        Event.objects.create(kind=f"post.{Step.SCHEDULE}", post_id=post_id, office_id=office, at=at)


def _write_revision(post: Post, content: Mapping[str, Any], by: Person, at: datetime) -> Revision:
    body = freeze.canonical(content)
    last = post.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    revision = Revision.objects.create(
        post=post, number=last + 1, body=body, sha256=freeze.digest(body), made_by=by, made_at=at
    )
    CarriedPicture.objects.bulk_create(
        CarriedPicture(revision=revision, sha256=sha256) for sha256 in freeze.pictures(content)
    )
    return revision


def _check_note(note: str, *, public: bool) -> None:
    if not note.strip():
        raise NoteMissing(public=public)
    found = privacy.find(note) if public else []
    if found:
        raise NotForThePublic(found[0])


def _decide(
    step: Step, post: Post, by: Person, at: datetime, note: str, sha256: str | None
) -> dict[str, Any]:
    if has_worked_on(post, by):
        raise OwnWork(step)
    head = post.head
    if head is None or sha256 != head.sha256 or not head.is_intact():
        raise Stale(latest_event(post))
    decision = Decision.objects.create(
        revision=head, sha256=head.sha256, verdict=VERDICTS[step], by=by, at=at, note=note
    )
    return {"approval": decision if step is Step.APPROVE else None}


def _move(
    step: Step,
    post: Post,
    *,
    by: Person,
    at: datetime,
    note: str = "",
    data: dict[str, Any] | None = None,
    **changes: Any,
) -> Post:
    rule = RULES[step]
    if not is_open(rule, post):
        raise NotOpen(step, Status(post.status))
    moved = Post.objects.filter(pk=post.pk, version=post.version, status=post.status).update(
        status=_end(step, post), version=F("version") + 1, changed_at=at, **changes
    )
    if not moved:
        raise Stale(latest_event(post))
    Event.objects.create(
        kind=f"post.{step}",
        post=post,
        office_id=post.office_id,
        by=by,
        at=at,
        note=note,
        data=data or {},
    )
    return Post.objects.select_related("office", "head", "approval").get(pk=post.pk)


def _end(step: Step, post: Post) -> str:
    """Where a step leads. An abandoned correction goes back to what the public sees."""
    if step is Step.ABANDON and post.events.filter(kind=f"post.{Step.GO_LIVE_CORRECTED}").exists():
        return CORRECTED
    return RULES[step].end or post.status


def latest_event(post: Post) -> Event | None:
    return post.events.select_related("by").first()
