"""X: pictures first, then one post. Unknown ends are settled in the account's own timeline.

X API v2 documentation, 2026-08; tweepy 4.17. tweepy signs and sends; the answers are read by
``channels.x.meaning``. Editing is left out: it makes a new post id and only Premium may do it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests
import tweepy

from channels.answer import looking, unclear
from channels.base import (
    Capabilities,
    Counting,
    Image,
    Journal,
    Limits,
    NotFound,
    Outgoing,
    Profile,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
    asked,
)
from channels.http import Wire
from channels.x.meaning import meaning
from channels.x.reading import is_repost_of, next_page, posts_of, same

MOVED = {"https://api.twitter.com": "https://api.x.com"}  # tweepy still calls the old name
SKEW = timedelta(seconds=60)  # X's clock and ours
PAGES = 5  # of 100 posts each; more means that we cannot tell
FIELDS = "created_at,entities,attachments,referenced_tweets"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Either the four keys of OAuth 1.0a, which do not expire, or one OAuth 2.0 user token."""

    consumer_key: str = asked("API key", optional=True, secret=True)
    consumer_secret: str = asked("API key secret", optional=True, secret=True)
    access_token: str = asked("Access token", optional=True, secret=True)
    access_token_secret: str = asked("Access token secret", optional=True, secret=True)
    user_token: str = asked(
        "Token pengguna OAuth 2.0",
        help="Isi ini saja bila Anda tidak memakai keempat kunci di atas. Berlaku dua jam.",
        optional=True,
        secret=True,
    )

    def __post_init__(self) -> None:
        if not (self.signs or self.user_token):
            raise ValueError("Isi keempat kunci API, atau satu token pengguna OAuth 2.0.")

    @property
    def signs(self) -> bool:
        """Whether requests are signed (OAuth 1.0a) rather than carry a token."""
        keys = (self.consumer_key, self.consumer_secret)
        return all(keys) and all((self.access_token, self.access_token_secret))


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
    )
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.REPOST, Verb.DELETE}),
        settling=timedelta(seconds=10),
        call_timeout=timedelta(seconds=180),
    )
    needs = Credentials

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._wire = wire
        self._signs = credentials.signs
        self._token = credentials.access_token
        self._client = tweepy.Client(
            bearer_token=credentials.user_token,
            consumer_key=credentials.consumer_key,
            consumer_secret=credentials.consumer_secret,
            access_token=credentials.access_token,
            access_token_secret=credentials.access_token_secret,
            return_type=requests.Response,
        )
        self._session = wire.session(credentials, moved=MOVED)
        self._client.session = self._session

    def check(self) -> Profile:
        me = self._me()
        handle = str(me.get("username", ""))
        return Profile(str(me["id"]), handle, str(me.get("name", "")), f"https://x.com/{handle}")

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        media = [self._upload(image) for image in message.images]
        first = journal.noted.get("first_sent_at")
        if not first:
            journal.note(first_sent_at=self._wire.now().isoformat())
        try:
            post = self._data(
                lambda: self._client.create_tweet(
                    text=message.text, media_ids=media or None, user_auth=self._signs
                )
            )
        except Refused as error:
            if error.reason is Reason.DUPLICATE and first:
                return self._landed_before(message, datetime.fromisoformat(str(first)))
            raise
        return _receipt(post["id"])

    def look(self, trace: Trace) -> Receipt:
        with looking():
            found = self._find(trace)
        if found is None:
            raise NotFound(Reason.GONE, f"{trace.verb} did not reach X")
        return _receipt(found)

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        self._data(
            lambda: self._request(
                "POST", f"/2/users/{self._my_id()}/retweets", json={"tweet_id": target.remote_id}
            ),
            wanted="retweeted",
        )
        return _receipt(target.remote_id)

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "X makes a new post of an edit, and for Premium only")

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        self._data(
            lambda: self._client.delete_tweet(target.remote_id, user_auth=self._signs),
            wanted="deleted",
        )
        return _receipt(target.remote_id)

    def _upload(self, image: Image) -> str:
        """Upload one picture with its alternative text; both may be repeated without harm."""
        encoded = base64.b64encode(image.data).decode("ascii")
        body = {"media": encoded, "media_category": "tweet_image"}
        media = self._data(
            lambda: self._request("POST", "/2/media/upload", json=body), repeatable=True
        )
        if image.alt:
            described = {"id": media["id"], "metadata": {"alt_text": {"text": image.alt}}}
            self._data(
                lambda: self._request("POST", "/2/media/metadata", json=described),
                wanted="",
                repeatable=True,
            )
        return str(media["id"])

    def _landed_before(self, message: Outgoing, since: datetime) -> Receipt:
        """X calls it a duplicate and we tried before: the earlier attempt is the likely one."""
        with looking():
            found = self._published(message, since)
        if found is None:
            raise Unconfirmed(Reason.DUPLICATE, "X has it already, but not in the timeline yet")
        return _receipt(found)

    def _find(self, trace: Trace) -> str | None:
        target = trace.target.remote_id if trace.target else ""
        if trace.verb is Verb.DELETE:
            return target if self._is_gone(target) else None
        if trace.verb is Verb.REPOST:
            shared = any(is_repost_of(post, target) for post in self._timeline(trace.sent_at))
            return target if shared else None
        return self._published(trace.message, trace.sent_at) if trace.message else None

    def _published(self, message: Outgoing, since: datetime) -> str | None:
        pictures = len(message.images)
        found = (p for p in self._timeline(since) if same(p, message.text, pictures))
        return next((str(post["id"]) for post in found), None)

    def _timeline(self, since: datetime) -> Iterator[dict[str, Any]]:
        """Our own posts since shortly before ``since``, newest first."""
        query = {
            "max_results": "100",
            "start_time": (since - SKEW).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "tweet.fields": FIELDS,
        }
        route = f"/2/users/{self._my_id()}/tweets"
        for _ in range(PAGES):
            page = self._read(route, query)
            yield from posts_of(page)
            following = next_page(page)
            if not following:
                return
            query["pagination_token"] = following
        raise Unconfirmed(Reason.UNREADABLE_ANSWER, "more posts than we read back")

    def _is_gone(self, post_id: str) -> bool:
        try:
            return not self._read(f"/2/tweets/{post_id}", {}).get("data")
        except Refused as error:
            if error.reason is Reason.GONE:
                return True
            raise

    def _my_id(self) -> str:
        """An OAuth 1.0a token begins with the id of its account."""
        mine, _, _ = self._token.partition("-")
        return mine if self._signs and mine.isdecimal() else str(self._me()["id"])

    def _me(self) -> dict[str, Any]:
        return self._data(lambda: self._client.get_me(user_auth=self._signs), repeatable=True)

    def _read(self, route: str, query: dict[str, str]) -> dict[str, Any]:
        return self._ask(lambda: self._request("GET", route, params=query), repeatable=True)

    def _request(self, method: str, route: str, **body: Any) -> object:
        return self._client.request(method, route, user_auth=self._signs, **body)

    def _data(
        self, call: Callable[[], object], *, wanted: str = "id", repeatable: bool = False
    ) -> dict[str, Any]:
        """The ``data`` of an answer; without what is ``wanted`` in it, the end is unknown."""
        data = self._ask(call, repeatable=repeatable).get("data")
        if not isinstance(data, dict) or (wanted and not data.get(wanted)):
            raise unclear(f"success without {wanted or 'data'}", repeatable=repeatable)
        return data

    def _ask(self, call: Callable[[], object], *, repeatable: bool) -> dict[str, Any]:
        answer = self._session.ask(call, repeatable=repeatable, stumbles=(tweepy.TweepyException,))
        if not answer.ok:
            raise meaning(answer, self._wire.now(), repeatable=repeatable)
        if answer.json is None:
            raise unclear("success that is not JSON", repeatable=repeatable)
        return answer.json


def _receipt(post_id: object) -> Receipt:
    return Receipt(str(post_id), f"https://x.com/i/web/status/{post_id}")
