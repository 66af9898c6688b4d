"""Everything one post's page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.revision_preview import of_content
from channels.signs import sign
from composer import card_files, card_state, history, showing, submitting
from content import drafts, workflow
from content.models import Decision, Office, Post, Revision, Status
from content.scope import Scope
from content.workflow import PUBLISHERS, WRITERS, Step
from scheduler import echoes, foresight, wanted
from scheduler.foresight import Foreseen
from scheduler.models import Delivery, Series, State
from scheduler.recurring import saying
from scheduler.recurring.saying import Condition

# The steps taken on this page, in the order of their buttons. Deciding has its own screen.
STEPS = (
    Step.RECALL,
    Step.REOPEN,
    Step.CORRECT,
    Step.ABANDON,
    Step.UNSCHEDULE,
    Step.DISCARD,
    Step.WITHDRAW,
)

SERIES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Sending:
    """One delivery with the network it goes to."""

    delivery: Delivery
    label: str
    icon: str


def context(post: Post, scope: Scope, now: datetime) -> dict[str, Any]:
    deliveries = list(
        Delivery.objects.filter(post=post)
        .visible_to(scope)
        .select_related("account__office", "post", "part", "measured")
        .distinct()
    )
    revision = shown_revision(post, scope)
    return {
        "post": post,
        "content": revision.content if revision else None,
        "previews": previews_of(post, revision),
        "sendings": [_sending(delivery) for delivery in _listed(deliveries)],
        "card_files": card_files.of_post(post, revision),
        "trail": history.trail_of(post, deliveries),
        "revisions": list(post.revisions.select_related("made_by")),
        "last_decision": last_decision(post),
        "origin_visible": post.repost_of_id is not None
        and Post.objects.visible_to(scope).filter(pk=post.repost_of_id).exists(),
        "reposts": Post.objects.visible_to(scope)
        .filter(repost_of=post)
        .select_related("office")
        .distinct(),
        "wanted_words": wanted.words(post.wanted, post.office.zone),
        "repost_offices": repost_offices(post, scope),
        "series": series_of(post),
        "stands_in_for": post.stands_in_for.select_related("series__post").first(),
        "now": now,
    }


def _listed(deliveries: list[Delivery]) -> list[Delivery]:
    """Of a series only what is not on its own page sooner: what was tried last."""
    plain = [delivery for delivery in deliveries if not hasattr(delivery, "part")]
    tried = [delivery for delivery in deliveries if hasattr(delivery, "part") and _tried(delivery)]
    return [*plain, *tried[-SERIES_SHOWN:]]


def _tried(delivery: Delivery) -> bool:
    return delivery.state not in (State.PLANNED, State.CANCELLED)


def series_of(post: Post) -> list[tuple[Series, str, Condition]]:
    """Those that go on, each with its rule and how it stands."""
    going = Series.objects.going().filter(post=post).select_related("post")
    return [(one, saying.rule_words(one), saying.condition(one)) for one in going]


def shown_revision(post: Post, scope: Scope) -> Revision | None:
    """The newest one. None: the working copy is what counts, for those who are writing on it and
    where nothing was submitted yet."""
    writing = post.status == Status.DRAFT and scope.may(WRITERS, post.office)
    return None if writing else post.head


def previews_of(post: Post, revision: Revision | None) -> list[Any]:
    if revision is not None:
        return of_content(revision.content, post.office)
    composition = submitting.composition_of(post, post.draft)
    template = submitting.template_of(post)
    return showing.of_draft(
        post, composition, card_state.for_office(template, composition.card, post.office)
    )


def _sending(delivery: Delivery) -> Sending:
    shown = sign(delivery.account.kind)
    return Sending(delivery, shown.label, shown.icon)


def steps_for(post: Post, scope: Scope) -> list[Step]:
    open_now = workflow.open_steps(post, scope)
    return [step for step in STEPS if step in open_now]


def withdrawal_of(post: Post) -> list[Foreseen]:
    """What withdrawing it would do, also to what echoes it."""
    return foresight.of_withdrawal([post, *echoes.of(post)])


def still_up_of(post: Post, scope: Scope) -> list[Foreseen]:
    """Where it is still to be read although it was withdrawn, for those who can mend that."""
    mine = post.status == Status.WITHDRAWN and scope.may(PUBLISHERS, post.office)
    return foresight.of_rest(post) if mine else []


def last_decision(post: Post) -> Decision | None:
    return Decision.objects.filter(revision__post=post).select_related("by", "revision").first()


def may_decide(post: Post, scope: Scope) -> bool:
    """Whether to lead this person to the desk: it decides again who may."""
    return Step.APPROVE in workflow.open_steps(post, scope) and not workflow.has_worked_on(
        post, scope.person
    )


def may_plan(post: Post, scope: Scope) -> bool:
    steps = workflow.open_steps(post, scope)
    return post.approval_id is not None and (Step.SCHEDULE in steps or Step.EXTEND in steps)


def repost_offices(post: Post, scope: Scope) -> list[Office]:
    """Offices for which this person could repost it: not its own, and only what was approved."""
    if post.approval_id is None and not post.is_public:
        return []
    return [o for o in drafts.offices_to_write_for(scope) if o.pk != post.office_id]


def offices_of(scope: Scope) -> list[Office]:
    return list(Office.objects.visible_to(scope).filter(active=True))
