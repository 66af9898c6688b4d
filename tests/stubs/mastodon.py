"""A Mastodon server as its documentation of 4.7 describes it: ``python -m tests.stubs.mastodon``.

It is https://sosial.example. Whoever has a token has an account: ``Bearer 2001-anything`` is
account 2001.

Settings: ``scopes`` of all tokens, ``revoked`` (true: no token is good any more),
``visible_after`` (seconds until a status is in the timeline), ``keeps_keys`` (false: an hour has
passed, or the server is of another make), ``tells_source``, ``counts`` (of every status),
``processing`` (how many more times a
picture is not ready), ``bad_media`` (true: it never will be), ``known`` (addresses of statuses on
other servers, and their ids here), and those of ``consent``.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zlib import crc32

from tests.stubs import consent, mastodon_login
from tests.stubs.mastodon_read import attachment, shown
from tests.stubs.mastodon_take import described, json_body, query, refused, written
from tests.stubs.server import Event, Stub, run
from tests.stubs.wire import Rejected, Reply, Request

TIMELINE = {
    "max_id", "since_id", "min_id", "limit", "only_media", "exclude_replies", "exclude_reblogs",
    "pinned", "tagged",
}  # fmt: skip
SEARCH = {"q", "type", "resolve", "limit", "offset", "account_id", "following"}
COUNTS = {"favourites_count": 7, "reblogs_count": 3, "replies_count": 1, "quotes_count": 1}
SCOPES = ["read", "write:statuses", "write:media"]
ONE = r"/api/v1/statuses/(\d+)"


class Mastodon(Stub):
    specification = "mastodon"
    defaults = {
        "scopes": SCOPES, "revoked": False, "visible_after": 0, "keeps_keys": True,
        "tells_source": True, "counts": COUNTS, "processing": 0, "bad_media": False, "known": {},
        **consent.SETTINGS,
    }  # fmt: skip

    def forget(self) -> None:
        super().forget()
        self.statuses: dict[str, Event] = {}
        self.media: dict[str, Event] = {}
        self.boosts: set[tuple[str, str]] = set()
        self.keys: dict[tuple[str, str], str] = {}
        self.consent = mastodon_login.consent(self)

    def apply(self, event: Event) -> None:
        self.consent.apply(event)
        match event["kind"]:
            case "app":
                known = (event["client"], event["secret"], event["redirect_uri"])
                mastodon_login.remember(self.consent, *known)
            case "media":
                self.media[event["id"]] = event
            case "post":
                self.statuses[event["id"]] = dict(event)
                self.keys[event["user"], event["key"]] = event["id"]
            case "edit":
                changed = {name: event[name] for name in ("text", "media", "alts", "language")}
                self.statuses[event["id"]] |= changed | {"edited": event["at"]}
            case "repost":
                self.boosts.add((event["user"], event["target"]))
            case "unrepost":
                self.boosts.discard((event["user"], event["target"]))
            case "delete":
                self.statuses.pop(event["id"], None)

    def unlike(self, fault: str) -> Rejected:
        return refused(422, f"Validation failed: {fault}")

    def answer(self, request: Request) -> Reply:
        of_access = mastodon_login.answer(self.consent, request)
        if of_access is not None:
            return of_access
        me = self._account(request)
        routes: dict[str, tuple[str, Callable[..., Reply]]] = {
            "GET /api/v1/accounts/verify_credentials": ("read:accounts", self._whoami),
            "GET /api/v1/apps/verify_credentials": ("", self._app),
            r"GET /api/v1/accounts/(\d+)/statuses": ("read:statuses", self._timeline),
            "GET /api/v2/search": ("read:search", self._search),
            "POST /api/v2/media": ("write:media", self._upload),
            r"GET /api/v1/media/(\d+)": ("write:media", self._ready),
            "POST /api/v1/statuses": ("write:statuses", self._create),
            f"GET {ONE}": ("read:statuses", self._one),
            f"GET {ONE}/source": ("read:statuses", self._source),
            f"PUT {ONE}": ("write:statuses", self._edit),
            f"DELETE {ONE}": ("write:statuses", self._delete),
            f"POST {ONE}/reblog": ("write:statuses", self._boost),
            f"POST {ONE}/unreblog": ("write:statuses", self._unboost),
        }
        for route, (scope, handle) in routes.items():
            found = re.fullmatch(route, f"{request.method} {request.path}")
            if found:
                self._allow(scope)
                reply = handle(me, request, *found.groups())
                return Reply(reply.status, reply.body, _limits())
        raise refused(404, "Not Found")

    def _account(self, request: Request) -> str:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if self.settings["revoked"] or scheme != "Bearer" or not token.strip():
            raise refused(401, "The access token is invalid")
        named = token.partition("-")[0]
        return named if named.isdecimal() else str(crc32(token.encode()))

    def _allow(self, scope: str) -> None:
        if scope and not {scope, scope.partition(":")[0]} & set(self.settings["scopes"]):
            raise refused(403, "This action is outside the authorized scopes")

    def _whoami(self, me: str, request: Request) -> Reply:
        name = f"akun_{me}"
        url = f"https://sosial.example/@{name}"
        said = {"id": me, "username": name, "acct": name, "display_name": f"Akun {me}", "url": url}
        return Reply(200, said)

    def _app(self, me: str, request: Request) -> Reply:
        return Reply(200, {"id": "1", "name": "Gema", "scopes": self.settings["scopes"]})

    def _timeline(self, me: str, request: Request, user: str) -> Reply:
        asked = query(request, TIMELINE)
        limit = int(asked.get("limit", "20"))
        if not 1 <= limit <= 40:
            raise refused(400, "limit must be 1 to 40")
        newer, older = int(asked.get("since_id", "0")), int(asked.get("max_id", str(10**30)))
        seen = time.time() - float(self.settings["visible_after"])
        rows = [s for s in self.statuses.values() if s["user"] == user and s["at"] <= seen]
        rows = [s for s in rows if newer < int(s["id"]) < older]
        rows.sort(key=lambda status: int(status["id"]), reverse=True)
        return Reply(200, [self._shown(me, status) for status in rows[:limit]])

    def _search(self, me: str, request: Request) -> Reply:
        asked = query(request, SEARCH)
        if asked.get("type") != "statuses" or asked.get("resolve") != "true":
            raise refused(400, "only statuses of other servers are found here")
        here = self.settings["known"].get(asked.get("q", ""), "")
        found = [self._shown(me, self.statuses[here])] if here in self.statuses else []
        return Reply(200, {"accounts": [], "statuses": found, "hashtags": []})

    def _upload(self, me: str, request: Request) -> Reply:
        alt, focus, size = described(request)
        media = self.accept("media", id=self._new_id(), user=me, alt=alt, focus=focus, size=size)
        waits = self.settings["processing"] > 0
        return Reply(202 if waits else 200, attachment(media, ready=not waits))

    def _ready(self, me: str, request: Request, media: str) -> Reply:
        if self.media.get(media, {}).get("user") != me:
            raise refused(404, "Record not found")
        if self.settings["bad_media"]:
            raise refused(422, "Error processing thumbnail for uploaded media")
        self.settings["processing"] -= 1
        waits = self.settings["processing"] > 0
        return Reply(206 if waits else 200, attachment(self.media[media], ready=not waits))

    def _create(self, me: str, request: Request) -> Reply:
        asked = json_body(request, "visibility", "sensitive", "spoiler_text", "in_reply_to_id")
        key = request.headers.get("Idempotency-Key", "")
        before = self.keys.get((me, key)) if key and self.settings["keeps_keys"] else None
        if before:
            if before not in self.statuses:
                raise refused(404, "Record not found")
            return Reply(200, self._shown(me, self.statuses[before]))
        if asked.get("visibility") not in {"public", "unlisted", "private", "direct"}:
            raise refused(422, "Validation failed: Visibility is not included in the list")
        made = self.accept(
            "post", id=self._new_id(), user=me, key=key, visibility=asked["visibility"],
            **written(asked, self._attached(me, asked)),
        )  # fmt: skip
        return Reply(200, self._shown(me, made))

    def _edit(self, me: str, request: Request, status: str) -> Reply:
        self._own(me, status)
        asked = json_body(request, "sensitive", "spoiler_text", "media_attributes")
        media = self._attached(me, asked, status)
        self.accept("edit", id=status, user=me, **written(asked, media))
        return Reply(200, self._shown(me, self.statuses[status]))

    def _attached(self, me: str, asked: dict[str, Any], status: str = "") -> list[Event]:
        """Pictures that are this account's, ready, and on no other status."""
        ids = asked.get("media_ids", [])
        if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
            raise refused(422, "Validation failed: media_ids is not a list of ids")
        if len(ids) > 4:
            raise refused(422, "Cannot attach more than 4 files")
        taken = {m for s in self.statuses.values() if s["id"] != status for m in s["media"]}
        if any(self.media.get(one, {}).get("user") != me or one in taken for one in ids):
            raise refused(422, "Media not found or already attached to another post")
        if ids and self.settings["processing"] > 0:
            raise refused(
                422, "Cannot attach files that have not finished processing. Try again in a moment!"
            )
        return [self.media[one] for one in ids]

    def _one(self, me: str, request: Request, status: str) -> Reply:
        return Reply(200, self._shown(me, self._known(status)))

    def _source(self, me: str, request: Request, status: str) -> Reply:
        if not self.settings["tells_source"]:
            raise refused(404, "Not Found")
        self._own(me, status)
        text = self.statuses[status]["text"]
        return Reply(200, {"id": status, "text": text, "spoiler_text": ""})

    def _delete(self, me: str, request: Request, status: str) -> Reply:
        self._own(me, status)
        said = self._shown(me, self.statuses[status]) | {"text": self.statuses[status]["text"]}
        self.accept("delete", id=status, user=me)
        return Reply(200, said)

    def _boost(self, me: str, request: Request, status: str) -> Reply:
        original = self._known(status)
        if (me, status) not in self.boosts:
            self.accept("repost", id=self._new_id(), user=me, target=status)
        return Reply(200, {"id": self._new_id(), "reblog": self._shown(me, original)})

    def _unboost(self, me: str, request: Request, status: str) -> Reply:
        original = self._known(status)
        if (me, status) in self.boosts:
            self.accept("unrepost", user=me, target=status)
        return Reply(200, self._shown(me, original))

    def _known(self, status: str) -> Event:
        if status not in self.statuses:
            raise refused(404, "Record not found")
        return self.statuses[status]

    def _own(self, me: str, status: str) -> None:
        if self._known(status)["user"] != me:
            raise refused(404, "Record not found")

    def _shown(self, me: str, status: Event) -> dict[str, Any]:
        said = shown(status, boosted=(me, status["id"]) in self.boosts)
        return {**said, **self.settings["counts"]}

    def _new_id(self) -> str:
        return str(115_000_000_000_000_000 + len(self.accepted) + 1)


def _limits() -> dict[str, str]:
    reset = datetime.now(UTC) + timedelta(minutes=5)
    return {
        "X-RateLimit-Limit": "300",
        "X-RateLimit-Remaining": "299",
        "X-RateLimit-Reset": reset.isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }


if __name__ == "__main__":
    run(Mastodon)
