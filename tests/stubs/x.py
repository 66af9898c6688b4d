"""X as its OpenAPI 2.167 and its documentation describe it: ``python -m tests.stubs.x``.

Whoever has a token has an account: ``Bearer 2001-anything`` is user 2001, and so is OAuth 1.0a
with access token ``2001-anything``. For OAuth 1.0a the secret of a key is ``secret-of-<key>``, and
signatures are checked.

Settings: ``visible_after`` (seconds until a post is in the timeline), ``revoked`` (true: no token
is good any more), ``token_pause`` (seconds that giving a token takes), ``counts`` (of every post),
``unsummoned`` (true: no reply is taken, not even to oneself), ``names_in_front`` (of the text of a
reply that is read back), and those of ``consent``.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

from tests.stubs import consent, oauth1, x_login
from tests.stubs.server import Event, Stub, run
from tests.stubs.wire import Rejected, Reply, Request
from tests.stubs.x_text import as_read_back, weight

ID = re.compile(r"[0-9]{1,19}")
IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"RIFF")
TWEET = {  # CreatePostsRequest: additionalProperties is false
    "card_uri", "community_id", "direct_message_deep_link", "edit_options",
    "for_super_followers_only", "geo", "made_with_ai", "media", "nullcast", "paid_partnership",
    "poll", "quote_tweet_id", "reply", "reply_settings", "share_with_followers", "text",
}  # fmt: skip
TIMELINE = {
    "max_results", "pagination_token", "start_time", "end_time", "since_id", "until_id", "exclude",
    "tweet.fields", "expansions", "user.fields", "media.fields", "poll.fields", "place.fields",
}  # fmt: skip


COUNTS = {
    "retweet_count": 3, "reply_count": 2, "like_count": 12, "quote_count": 1, "bookmark_count": 0,
    "impression_count": 480,
}  # fmt: skip


def problem(status: int, title: str, detail: str, kind: str = "about:blank") -> Rejected:
    return Rejected(
        Reply(status, {"title": title, "detail": detail, "type": kind, "status": status})
    )


def invalid(message: str, **parameters: object) -> Rejected:
    return Rejected(
        Reply(
            400,
            {
                "errors": [{"message": message, "parameters": parameters}],
                "title": "Invalid Request",
                "detail": "One or more parameters to your request was invalid.",
                "type": "https://api.twitter.com/2/problems/invalid-request",
            },
        )
    )


class X(Stub):
    specification = "x"
    defaults = {
        "visible_after": 0, "revoked": False, "token_pause": 0, "counts": COUNTS,
        "unsummoned": False, "names_in_front": "",
        **consent.SETTINGS,
    }  # fmt: skip

    def forget(self) -> None:
        super().forget()
        self.posts: dict[str, Event] = {}
        self.media: dict[str, Event] = {}
        self.consent = x_login.consent(self)

    def apply(self, event: Event) -> None:
        self.consent.apply(event)
        match event["kind"]:
            case "media":
                self.media[event["id"]] = dict(event)
            case "alt":
                self.media[event["id"]]["alt"] = event["alt"]
            case "post" | "repost":
                self.posts[event["id"]] = event
            case "delete":
                self.posts.pop(event["id"], None)

    def unlike(self, fault: str) -> Rejected:
        return invalid(fault)

    def answer(self, request: Request) -> Reply:
        if request.path == "/i/oauth2/authorize":
            return self.consent.page(request)
        if (request.method, request.path) == ("POST", "/2/oauth2/token"):
            return x_login.token(self.consent, request)
        me = self._account(request)
        routes: dict[str, Callable[..., Reply]] = {
            r"POST /2/tweets": self._create,
            r"GET /2/tweets": self._several,
            r"GET /2/tweets/(\d+)": self._one,
            r"DELETE /2/tweets/(\d+)": self._delete,
            r"GET /2/users/me": self._me,
            r"GET /2/users/(\d+)/tweets": self._timeline,
            r"POST /2/users/(\d+)/retweets": self._repost,
            r"POST /2/media/upload": self._upload,
            r"POST /2/media/metadata": self._describe,
        }
        for route, handle in routes.items():
            found = re.fullmatch(route, f"{request.method} {request.path}")
            if found:
                reply = handle(me, request, *found.groups())
                return Reply(reply.status, reply.body, _limits(request))
        raise problem(404, "Not Found", "Sorry, that page does not exist.")

    def _account(self, request: Request) -> str:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme == "OAuth":
            token = oauth1.checked(request, token) or ""
        if self.consent.is_over(token):
            raise problem(401, "Unauthorized", "Unauthorized")
        if self.settings["revoked"] or scheme not in {"OAuth", "Bearer"} or not token.strip():
            raise problem(401, "Unauthorized", "Unauthorized")
        named = token.partition("-")[0]
        return named if named.isdecimal() else str(crc32(token.encode()))

    def _create(self, me: str, request: Request) -> Reply:
        asked = _json(request, TWEET)
        text, media = str(asked.get("text", "")), self._attached(me, asked.get("media"))
        if set(asked) - {"text", "media", "reply"}:
            raise problem(403, "Forbidden", "You are not permitted to perform this action.")
        under = self._answered(me, asked.get("reply"))
        if not (text or media):
            raise invalid("Text or media is required", text=[text])
        if weight(text) > 280:
            raise problem(400, "Invalid Request", "Your Tweet text is too long.")
        day_ago = time.time() - 86_400
        mine = [p for p in self.posts.values() if p["user"] == me and p["kind"] == "post"]
        if any(p["text"] == text and p["at"] > day_ago for p in mine):
            raise problem(
                403, "Forbidden", "You are not allowed to create a Tweet with duplicate content."
            )
        post = self.accept(
            "post", id=self._new_id(), user=me, text=text, media=media,
            alts=[self.media[one].get("alt", "") for one in media], under=under,
        )  # fmt: skip
        said = as_read_back(post)["text"]
        data = {"id": post["id"], "text": said, "edit_history_tweet_ids": [post["id"]]}
        return Reply(201, {"data": data})

    def _answered(self, me: str, reply: Any) -> str:
        """A self-serve app answers only who has called upon it, and itself."""
        if reply is None:
            return ""
        target = reply.get("in_reply_to_tweet_id") if isinstance(reply, dict) else None
        if not isinstance(target, str) or not ID.fullmatch(target):
            raise invalid("in_reply_to_tweet_id is not an id", reply=[reply])
        if target not in self.posts:
            raise problem(
                403,
                "Forbidden",
                "You attempted to reply to a Tweet that is deleted or not visible to you.",
            )
        if self.posts[target]["user"] != me or self.settings["unsummoned"]:
            raise problem(403, "Forbidden", "Reply to this conversation is not allowed.")
        return target

    def _attached(self, me: str, media: Any) -> list[str]:
        if media is None:
            return []
        ids = media.get("media_ids") if isinstance(media, dict) else None
        if not isinstance(ids, list) or not 1 <= len(ids) <= 4 or set(media) != {"media_ids"}:
            raise invalid("media_ids must hold 1 to 4 ids", media=[media])
        known = {one for one, event in self.media.items() if event["user"] == me}
        if not all(isinstance(one, str) and one in known for one in ids):
            raise problem(400, "Invalid Request", "Your media IDs are invalid.")
        return ids

    def _upload(self, me: str, request: Request) -> Reply:
        asked = _json(request, {"media", "media_category", "additional_owners"})
        if asked.get("media_category") != "tweet_image":
            raise invalid("media_category is not known", media_category=[])
        try:
            data = base64.b64decode(asked.get("media", ""), validate=True)
        except (binascii.Error, TypeError):
            raise invalid("media is not base64", media=[]) from None
        if len(data) > 5_000_000 or not data.startswith(IMAGES):
            raise invalid("media type unrecognized or too large", media=[])
        media = self.accept("media", id=self._new_id(), user=me, size=len(data))
        return Reply(200, {"data": {"id": media["id"], "expires_after_secs": 86_400}})

    def _describe(self, me: str, request: Request) -> Reply:
        asked = _json(request, {"id", "metadata"})
        alt = (asked.get("metadata") or {}).get("alt_text")
        if not isinstance(alt, dict) or set(alt) != {"text"} or not 1 <= len(alt["text"]) <= 1000:
            raise invalid("alt_text.text must be 1 to 1000 characters", metadata=[])
        if self.media.get(str(asked.get("id")), {}).get("user") != me:
            raise problem(404, "Not Found", "Could not find media.")
        self.accept("alt", id=asked["id"], alt=alt["text"])
        return Reply(200, {"data": {"id": asked["id"], "associated_metadata": {"alt_text": alt}}})

    def _repost(self, me: str, request: Request, user: str) -> Reply:
        target = _json(request, {"tweet_id"}).get("tweet_id")
        if user != me:
            raise problem(403, "Forbidden", "You may only act as yourself.")
        if not isinstance(target, str) or not ID.fullmatch(target):
            raise invalid("tweet_id is not an id", tweet_id=[target])
        if target not in self.posts:
            raise problem(404, "Not Found", "Could not find tweet.", _kind("resource-not-found"))
        mine = [p for p in self.posts.values() if p["kind"] == "repost" and p["user"] == me]
        if not any(p["target"] == target for p in mine):
            self.accept("repost", id=self._new_id(), user=me, target=target)
        return Reply(200, {"data": {"retweeted": True, "rest_id": target}})

    def _delete(self, me: str, request: Request, post: str) -> Reply:
        if self.posts.get(post, {}).get("user") != me:
            raise problem(404, "Not Found", "Could not find tweet.", _kind("resource-not-found"))
        self.accept("delete", id=post, user=me)
        return Reply(200, {"data": {"deleted": True}})

    def _one(self, me: str, request: Request, post: str) -> Reply:
        found = self.posts.get(post)
        if found:
            return Reply(200, {"data": as_read_back(found)})
        return Reply(200, {"errors": [_missing(post, "id")]})

    def _several(self, me: str, request: Request) -> Reply:
        ids = request.query["ids"].split(",")
        if len(set(ids)) != len(ids):
            raise invalid("ids are named twice", ids=ids)
        counted = "public_metrics" in request.query.get("tweet.fields", "").split(",")
        more = {"public_metrics": self.settings["counts"]} if counted else {}
        found = [as_read_back(self.posts[one]) | more for one in ids if one in self.posts]
        missing = [_missing(one, "ids") for one in ids if one not in self.posts]
        said = ({"data": found} if found else {}) | ({"errors": missing} if missing else {})
        return Reply(200, said)

    def _me(self, me: str, request: Request) -> Reply:
        return Reply(200, {"data": {"id": me, "username": f"akun_{me}", "name": f"Akun {me}"}})

    def _timeline(self, me: str, request: Request, user: str) -> Reply:
        query = request.query
        if set(query) - TIMELINE:
            raise invalid("unknown query parameter", names=sorted(set(query) - TIMELINE))
        most, start = _count(query.get("max_results", "10")), _moment(query.get("start_time"))
        seen = time.time() - float(self.settings["visible_after"])
        rows = [p for p in self.posts.values() if p["user"] == user and start <= p["at"] <= seen]
        rows.sort(key=lambda post: int(post["id"]), reverse=True)
        begin = int(query.get("pagination_token", "0"))
        page, rest = rows[begin : begin + most], rows[begin + most :]
        meta: dict[str, Any] = {"result_count": len(page)}
        if rest:
            meta["next_token"] = str(begin + most)
        names = str(self.settings["names_in_front"])
        data = {"data": [as_read_back(post, names) for post in page]} if page else {}
        return Reply(200, data | {"meta": meta})

    def _new_id(self) -> str:
        return str(1_990_000_000_000_000_000 + len(self.accepted) + 1)


def _json(request: Request, known: set[str]) -> dict[str, Any]:
    if request.type != "application/json":
        raise problem(415, "Unsupported Media Type", "Expected application/json.")
    try:
        asked = json.loads(request.body)
    except ValueError:
        raise invalid("body is not JSON") from None
    if not isinstance(asked, dict) or set(asked) - known:
        raise invalid("unknown field", body=sorted(set(asked) - known))
    return asked


def _count(text: str) -> int:
    if not text.isdecimal() or not 5 <= int(text) <= 100:
        raise invalid("max_results must be 5 to 100", max_results=[text])
    return int(text)


def _moment(text: str | None) -> float:
    if text is None:
        return 0
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError:
        raise invalid("start_time is not RFC 3339", start_time=[text]) from None


def _missing(post: str, parameter: str) -> dict[str, str]:
    return {
        "value": post, "detail": f"Could not find tweet with {parameter}: [{post}].",
        "title": "Not Found Error", "resource_type": "tweet", "parameter": parameter,
        "resource_id": post, "type": _kind("resource-not-found"),
    }  # fmt: skip


def _kind(name: str) -> str:
    return f"https://api.twitter.com/2/problems/{name}"


def _limits(request: Request) -> dict[str, str]:
    reset = (int(time.time()) // 900 + 1) * 900
    return {
        "x-rate-limit-limit": "100",
        "x-rate-limit-remaining": "99",
        "x-rate-limit-reset": str(reset),
    }


if __name__ == "__main__":
    run(X)
