"""X: pictures first, then one post. Unknown ends are settled in the account's own timeline.

X API v2 documentation, 2026-08. Editing is left out: it makes a new post id, only Premium accounts
may do it, and for half an hour only. So is quoting, which needs an Enterprise contract. So a
correction is a reply to our own post. Since 2026-02 self-serve apps may reply only where they are
called upon; of replies to oneself X says nothing, so one that it refuses is told as any refusal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from channels.answer import looking
from channels.base import (
    Capabilities,
    Counting,
    Journal,
    Limits,
    NotFound,
    Outgoing,
    Pace,
    Profile,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
)
from channels.corrections import Way
from channels.figures import Figures, Measuring
from channels.http import Wire
from channels.limits import Look, Shape, icons
from channels.terms import Price, Quota
from channels.x.client import Client
from channels.x.login import OAUTH, Credentials
from channels.x.reading import figures, is_repost_of, replies_to, same

SKEW = timedelta(seconds=60)  # X's clock and ours
WINDOW = timedelta(minutes=15)
# "Rate limits", docs.x.com, 2026-08: for each user.
QUOTAS = (
    Quota(100, WINDOW, frozenset({Verb.PUBLISH, Verb.REPLY})),
    Quota(50, WINDOW, frozenset({Verb.REPOST})),
    Quota(50, WINDOW, frozenset({Verb.DELETE})),
)
# "Pricing", docs.x.com, 2026-08: whoever posts, the app pays. Reading costs as well, but nobody can
# say beforehand how much of it there will be.
PRICE = Price(
    "USD",
    date(2026, 4, 20),
    "docs.x.com",
    publish=Decimal("0.015"),
    linked=Decimal("0.200"),
    repost=Decimal("0.015"),
    delete=Decimal("0.010"),
    described=Decimal("0.005"),
)
# Reading a post costs, once a day (docs.x.com, "Pricing", 2026-08); 900 calls in 15 minutes are
# allowed ("Rate limits"). Clicks are told of young posts only, and that would cost another call.
MEASURING = Measuring(
    tells=frozenset({"views", "likes", "replies", "reposts"}),
    at_once=100,
    dollars=0.005,
    pace=Pace(30, timedelta(minutes=15)),
)


class X:
    kind = "x"
    label = "X"
    icon = "brand-x"
    limits = Limits(
        text=280,
        counting=Counting.WEIGHTED,
        images=(0, 4),
        alt=1000,
        image_bytes=5_000_000,
        card="wide",
        look=Look(
            shape=Shape.BESIDE,
            tools=icons("message-circle", "repeat", "heart", "chart-bar", "bookmark"),
        ),
    )
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.REPLY, Verb.REPOST, Verb.DELETE}),
        correction=Way.REPLY,
        settling=timedelta(seconds=10),
        app_pace=Pace(10_000, timedelta(hours=24)),
        call_timeout=timedelta(seconds=180),
        oauth=OAUTH,
        measuring=MEASURING,
        quotas=QUOTAS,
        price=PRICE,
    )
    needs = Credentials

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._now = wire.now
        self._client = Client(credentials, wire)

    def check(self) -> Profile:
        me = self._client.me()
        handle = str(me.get("username", ""))
        return Profile(str(me["id"]), handle, str(me.get("name", "")), f"https://x.com/{handle}")

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        return self._send(message, journal)

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        return self._send(message, journal, target.remote_id)

    def look(self, trace: Trace) -> Receipt:
        with looking():
            found = self._find(trace)
        if found is None:
            raise NotFound(Reason.GONE, f"{trace.verb} did not reach X")
        return _receipt(found)

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        self._client.repost(target.remote_id)
        return _receipt(target.remote_id)

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "X makes a new post of an edit, and for Premium only")

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        """Take it down; what is gone already is down."""
        try:
            self._client.delete(target.remote_id)
        except Refused as error:
            if error.reason is not Reason.GONE:
                raise
        return _receipt(target.remote_id)

    def measure(self, posts: Sequence[Remote]) -> Mapping[str, Figures | None]:
        return figures(self._client.metrics([post.remote_id for post in posts]))

    def _send(self, message: Outgoing, journal: Journal, under: str = "") -> Receipt:
        """``under``: the post that this answers."""
        media = [self._client.upload(image) for image in message.images]
        first = journal.noted.get("first_sent_at")
        if not first:
            journal.note(first_sent_at=self._now().isoformat())
        try:
            return _receipt(self._client.post(message.text, media, under))
        except Refused as error:
            if error.reason is Reason.DUPLICATE and first:
                return self._landed_before(message, datetime.fromisoformat(str(first)), under)
            raise

    def _landed_before(self, message: Outgoing, since: datetime, under: str) -> Receipt:
        """X calls it a duplicate and we tried before: the earlier attempt is the likely one."""
        with looking():
            found = self._published(message, since, under)
        if found is None:
            raise Unconfirmed(Reason.DUPLICATE, "X has it already, but not in the timeline yet")
        return _receipt(found)

    def _find(self, trace: Trace) -> str | None:
        target = trace.target.remote_id if trace.target else ""
        if trace.verb is Verb.DELETE:
            return target if self._client.is_gone(target) else None
        if trace.verb is Verb.REPOST:
            posts = self._client.timeline(trace.sent_at - SKEW)
            return target if any(is_repost_of(post, target) for post in posts) else None
        under = target if trace.verb is Verb.REPLY else ""
        return self._published(trace.message, trace.sent_at, under) if trace.message else None

    def _published(self, message: Outgoing, since: datetime, under: str) -> str | None:
        posts = (p for p in self._client.timeline(since - SKEW) if replies_to(p) == under)
        found = (post for post in posts if same(post, message.text, len(message.images)))
        return next((str(post["id"]) for post in found), None)


def _receipt(post_id: str) -> Receipt:
    return Receipt(post_id, f"https://x.com/i/web/status/{post_id}")
