"""Posts that lie behind the demo network: approved and published, written down all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from composer import submitting
from composer.compose import compose
from composer.library import library
from composer.offices import office_words
from composer.working import Working
from content import freeze
from content.models import Decision, Draft, Event, Office, Person, Post, Revision, Status, Verdict

HOUR = timedelta(hours=1)
# How long before it was out each step was taken.
STEPS = (("submit", 3 * HOUR), ("approve", 2 * HOUR), ("go_live", timedelta(0)))


@dataclass(frozen=True, slots=True)
class Past:
    """What somebody wrote, and when it was out."""

    office: Office
    by: Person
    template: str
    working: Working
    at: datetime
    origin: Post | None = None


def publish(given: Sequence[Past], decided_by: Person) -> list[Post]:
    posts = Post.objects.bulk_create(map(_post, given))
    revisions = Revision.objects.bulk_create(
        _revision(post, past) for post, past in zip(posts, given, strict=True)
    )
    decisions = Decision.objects.bulk_create(
        Decision(
            revision=revision,
            sha256=revision.sha256,
            verdict=Verdict.APPROVE,
            by=decided_by,
            at=past.at - 2 * HOUR,
        )
        for revision, past in zip(revisions, given, strict=True)
    )
    Draft.objects.bulk_create(
        Draft(post=post, content=past.working.as_json(), edited_by=past.by, edited_at=past.at)
        for post, past in zip(posts, given, strict=True)
    )
    for post, revision, decision in zip(posts, revisions, decisions, strict=True):
        content = revision.content
        post.title, post.topic = content["title"], content["topic"]
        post.head, post.approval, post.live = revision, decision, decision
    Post.objects.bulk_update(posts, ["title", "topic", "head", "approval", "live"], batch_size=100)
    _trail(posts, given, decided_by)
    return posts


def _post(past: Past) -> Post:
    return Post(
        office=past.office,
        author=past.by,
        template_key=past.template,
        status=Status.PUBLISHED,
        repost_of=past.origin,
        created_at=past.at - 4 * HOUR,
        changed_at=past.at,
        submitted_at=past.at - 3 * HOUR,
        published_at=past.at,
    )


def _revision(post: Post, past: Past) -> Revision:
    words = office_words(past.office, past.at)
    composition = compose(library()[past.template], past.working, words, {})
    body = freeze.canonical(submitting.freeze(post, past.working, composition, {}, {}))
    return Revision(
        post=post,
        number=1,
        body=body,
        sha256=freeze.digest(body),
        made_by=past.by,
        made_at=past.at - 3 * HOUR,
    )


def _trail(posts: Sequence[Post], given: Sequence[Past], decided_by: Person) -> None:
    Event.objects.bulk_create(
        Event(
            kind=f"post.{step}",
            post=post,
            office=past.office,
            by={"submit": past.by, "approve": decided_by}.get(step),
            at=past.at - before,
        )
        for post, past in zip(posts, given, strict=True)
        for step, before in STEPS
    )
