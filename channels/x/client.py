"""X API v2 through tweepy 4.17: one account's calls.

tweepy signs and sends. It has no timeout, trips over an error body that is a list and over a reset
header that is a word, and keeps every client that asked it for its own id (a cache on a method),
so answers are read from the session and our id is found out here.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import requests
import tweepy

from channels.answer import Answer, at, unclear
from channels.base import Image, Reason, Refused, Unconfirmed
from channels.http import Wire
from channels.oauth.login import Login
from channels.x.login import OAUTH, Credentials
from channels.x.meaning import is_missing, meaning
from channels.x.reading import next_page, posts_of

MOVED = {"https://api.twitter.com": "https://api.x.com"}  # tweepy still calls the old name
PAGES = 5  # of 100 posts each; more means that we cannot tell
FIELDS = "created_at,entities,attachments,referenced_tweets"


class Client:
    """Each call returns what was asked for or raises a ``DeliveryError``."""

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._wire = wire
        self._signs = credentials.signs
        self._token = credentials.access_token
        self._login = None if credentials.signs else Login(OAUTH, credentials, wire)
        self._session = wire.session(credentials, moved=MOVED)
        self._sdk = tweepy.Client(
            consumer_key=credentials.consumer_key,
            consumer_secret=credentials.consumer_secret,
            access_token=credentials.access_token,
            access_token_secret=credentials.access_token_secret,
            return_type=requests.Response,
        )
        self._sdk.session = self._session

    def me(self) -> dict[str, Any]:
        return self._data(lambda: self._sdk.get_me(user_auth=self._signs), repeatable=True)

    def my_id(self) -> str:
        """An OAuth 1.0a token begins with the id of its account."""
        mine, _, _ = self._token.partition("-")
        return mine if self._signs and mine.isdecimal() else str(self.me()["id"])

    def upload(self, image: Image) -> str:
        """Upload one picture with its alternative text; both may be repeated without harm."""
        encoded = base64.b64encode(image.data).decode("ascii")
        body = {"media": encoded, "media_category": "tweet_image"}
        media = self._send("/2/media/upload", body, repeatable=True)
        if image.alt:
            described = {"id": media["id"], "metadata": {"alt_text": {"text": image.alt}}}
            self._send("/2/media/metadata", described, wanted="", repeatable=True)
        return str(media["id"])

    def post(self, text: str, media: list[str], under: str = "") -> str:
        """``under``: the post that it answers, if any."""
        create = self._sdk.create_tweet
        post = self._data(
            lambda: create(
                text=text,
                media_ids=media or None,
                in_reply_to_tweet_id=under or None,
                user_auth=self._signs,
            )
        )
        return str(post["id"])

    def repost(self, post_id: str) -> None:
        route = f"/2/users/{self.my_id()}/retweets"
        self._send(route, {"tweet_id": post_id}, wanted="retweeted")

    def delete(self, post_id: str) -> None:
        delete = self._sdk.delete_tweet
        self._data(lambda: delete(post_id, user_auth=self._signs), wanted="deleted")

    def timeline(self, since: datetime) -> Iterator[dict[str, Any]]:
        """Our own posts since then, newest first."""
        route = f"/2/users/{self.my_id()}/tweets"
        query = {
            "max_results": "100",
            "start_time": since.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "tweet.fields": FIELDS,
        }
        for _ in range(PAGES):
            page = self._read(route, query)
            posts = posts_of(page)
            if posts is None:
                raise unclear("a timeline without posts", repeatable=True)
            yield from posts
            following = next_page(page)
            if not following:
                return
            query["pagination_token"] = following
        raise Unconfirmed(Reason.UNREADABLE_ANSWER, "more posts than we read back")

    def metrics(self, ids: Sequence[str]) -> dict[str, Any]:
        """What X says of up to 100 posts, and of those it does not find."""
        said = self._read("/2/tweets", {"ids": ",".join(ids), "tweet.fields": "public_metrics"})
        if not (isinstance(said.get("data"), list) or is_missing(said)):
            raise unclear("neither posts nor why there are none", repeatable=True)
        return said

    def is_gone(self, post_id: str) -> bool:
        """X says so with a 404, or with a 200 and an error that names what is missing."""
        try:
            said = self._read(f"/2/tweets/{post_id}", {})
        except Refused as error:
            if error.reason is Reason.GONE:
                return True
            raise
        if not (at(said, "data", "id") or is_missing(said)):
            raise unclear("neither a post nor why there is none", repeatable=True)
        return is_missing(said)

    def _read(self, route: str, query: dict[str, str]) -> dict[str, Any]:
        request = self._sdk.request
        return self._ask(
            lambda: request("GET", route, params=query, user_auth=self._signs), repeatable=True
        )

    def _send(
        self, route: str, body: dict[str, Any], *, wanted: str = "id", repeatable: bool = False
    ) -> dict[str, Any]:
        request = self._sdk.request
        return self._data(
            lambda: request("POST", route, json=body, user_auth=self._signs),
            wanted=wanted,
            repeatable=repeatable,
        )

    def _data(
        self, call: Callable[[], object], *, wanted: str = "id", repeatable: bool = False
    ) -> dict[str, Any]:
        """The ``data`` of an answer; without what is ``wanted`` in it, the end is unknown."""
        data = self._ask(call, repeatable=repeatable).get("data")
        if not isinstance(data, dict) or (wanted and not data.get(wanted)):
            raise unclear(f"success without {wanted or 'data'}", repeatable=repeatable)
        return data

    def _ask(self, call: Callable[[], object], *, repeatable: bool) -> dict[str, Any]:
        answer = self._answer(call, repeatable=repeatable)
        if not answer.ok:
            raise meaning(answer, self._wire.now(), repeatable=repeatable)
        if answer.json is None:
            raise unclear("success that is not JSON", repeatable=repeatable)
        return answer.json

    def _answer(self, call: Callable[[], object], *, repeatable: bool) -> Answer:
        """A call that was turned away at the door is made once more with a fresh token."""
        if self._login is None:
            return self._asked(call, repeatable=repeatable)
        self._sdk.bearer_token = self._login.access()
        answer = self._asked(call, repeatable=repeatable)
        if answer.status == 401 and self._login.can_renew:
            self._sdk.bearer_token = self._login.renewed()
            answer = self._asked(call, repeatable=repeatable)
        return replace(answer, secrets=answer.secrets + self._login.secrets)

    def _asked(self, call: Callable[[], object], *, repeatable: bool) -> Answer:
        return self._session.ask(call, repeatable=repeatable, stumbles=(tweepy.TweepyException,))
