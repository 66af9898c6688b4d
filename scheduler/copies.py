"""Where a post is live now. One account may hold several copies, if a person wanted them.

A copy is a chain: what put it there, then its edits, then what took it down. ``again`` numbers the
chains of one post on one account; every link of a chain has the same number. A reply begins a chain
of its own: it is taken down by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Max, Q

from channels import registry
from channels.base import Verb
from channels.models import Account
from content.models import Post, Revision, Status
from scheduler import halves
from scheduler.models import READY, Delivery, Hold, State

SHOWS = (Verb.PUBLISH, Verb.REPLY, Verb.EDIT, Verb.REPOST)
# A call is under way, or its outcome is not known.
UNSETTLED = (State.SENDING, State.UNCONFIRMED)
BEGUN = Q(state__in=UNSETTLED)
# Only a person can tell whether it is live: from a backup, on a network that cannot be read; or
# handed over to somebody who posts by hand, and has not said so yet.
MAYBE_LIVE = {
    Hold.RESTORED.value: (State.HELD,),
    Hold.HANDED.value: (State.HELD, State.MISSED),
}
HANDED_OVER = Q(state__in=MAYBE_LIVE[Hold.HANDED], reason=Hold.HANDED)
UNSEEN = Q(state=State.HELD, reason=Hold.RESTORED) | HANDED_OVER


def live_copies(post: Post, accounts: Iterable[Account]) -> list[Delivery]:
    """The newest link of each chain that is live, with its account and office, its words and what
    it was done to."""
    mine = Delivery.objects.filter(post=post, account__in=list(accounts))
    rows = mine.filter(state=State.SENT)
    newest: dict[tuple[int, int], Delivery] = {}
    loaded = rows.select_related("account__office", "revision", "target", "post")
    # What is half out is the latest: it goes on.
    halfway = halves.live(mine.filter(verb__in=SHOWS))
    ordered = [*loaded.order_by("finished_at", "pk"), *halfway]
    for row in ordered:
        chain = (row.account_id, row.again)
        if row.verb == Verb.DELETE:
            newest.pop(chain, None)
        elif row.verb in SHOWS:
            newest[chain] = row
    return list(newest.values())


def unsettled(post: Post, account: Account, *, except_revision: int) -> bool:
    """Whether an older revision of this post may be on its way to, or live on, this account; or
    this one, and only a person who has not said yet can tell."""
    return account.pk in open_ends(post, except_revision=except_revision)


def open_ends(post: Post, *, except_revision: int) -> dict[int, Delivery]:
    """By account, what has to be settled before."""
    rows = Delivery.objects.filter(UNSEEN | BEGUN, post=post, verb__in=SHOWS)
    return {row.account_id: row for row in rows.exclude(~UNSEEN, revision=except_revision)}


def under_way_otherwise(
    post: Post, account: Account, revision: Revision, wanted: Collection[Verb]
) -> bool:
    """Whether this revision may be on its way there by another verb, or a copy on its way down."""
    open_ends = Delivery.objects.filter(
        UNSEEN | Q(state__in=UNSETTLED), post=post, account=account, revision=revision, part=None
    )
    return open_ends.exclude(verb__in=wanted).exists()


def waits_unseen(delivery: Delivery | None) -> bool:
    """Whether it waits for a person who can tell whether it is live."""
    return delivery is not None and delivery.state in MAYBE_LIVE.get(delivery.reason, ())


def can_be_reached(copy: Delivery) -> bool:
    """Whether it can be changed and taken down: by its id on the network, or by a person who finds
    it. The account is loaded."""
    return bool(copy.remote_id) or is_by_hand(copy.account)


def is_by_hand(account: Account) -> bool:
    """Whether a person carries out what is sent to it."""
    return registry.load(account.kind).capabilities.by_hand is not None


def under_way(delivery: Delivery) -> Delivery | None:
    """A further copy of the same revision on the same account that has not come through yet, and
    that a person asked for: what a series will send one day is another matter.
    """
    further = Delivery.objects.filter(
        HANDED_OVER | Q(state__in=(*READY, *UNSETTLED)),
        part=None,
        post=delivery.post_id,
        revision=delivery.revision_id,
        account=delivery.account_id,
        verb=Verb.PUBLISH,
    )
    return further.exclude(pk=delivery.pk).first()


def next_chain(post: Post, account: Account) -> int:
    """The number of a new copy."""
    last = Delivery.objects.filter(post=post, account=account).aggregate(last=Max("again"))["last"]
    return 0 if last is None else last + 1


def chain_of_reply(copy: Delivery, revision: Revision) -> int:
    """The same for every time it is planned, so that one copy has one reply of a revision."""
    before = Delivery.objects.filter(
        post=copy.post_id,
        revision=revision,
        account=copy.account_id,
        verb=Verb.REPLY,
        target__again=copy.again,
    )
    row = before.first()
    return row.again if row is not None else next_chain(copy.post, copy.account)


def chain_of_renewal(copy: Delivery, revision: Revision) -> int:
    """The same for every time it is planned."""
    before = Delivery.objects.filter(
        post=copy.post_id,
        revision=revision,
        account=copy.account_id,
        verb=Verb.PUBLISH,
        target__again=copy.again,
        target__verb=Verb.DELETE,
    )
    row = before.first()
    return row.again if row is not None else next_chain(copy.post, copy.account)


def lost_its_origin(post: Post) -> bool:
    """Whether what it echoes was withdrawn. Asked with both of them held."""
    withdrawn = Post.objects.filter(status=Status.WITHDRAWN)
    return post.repost_of_id is not None and withdrawn.filter(pk=post.repost_of_id).exists()


def original_on(post: Post, kind: str) -> Delivery | None:
    """Where the post that this one echoes is live on the same network."""
    if post.repost_of_id is None:
        return None
    shown = Delivery.objects.filter(
        ~Q(post__status=Status.WITHDRAWN),
        post=post.repost_of_id,
        account__kind=kind,
        state=State.SENT,
        verb=Verb.PUBLISH,
    ).exclude(remote_id="")
    return shown.order_by("finished_at").first()
