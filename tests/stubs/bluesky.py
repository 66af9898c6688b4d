"""A Bluesky PDS over XRPC: ``python -m tests.stubs.bluesky``.

Whoever has a handle has an account, and any password is an app password of it. Tokens are JWTs that
run out; signing in is limited to 30 times in five minutes, as on a PDS.

Settings: ``revoked`` (the app password is withdrawn: what was signed in goes on until it runs out),
``access_seconds`` (life of an access token), ``status`` ("takendown", "deactivated"),
``main_password`` (the password is the account's own), ``two_factor`` (which asks for a code by
mail), ``name`` (the display name), ``handle`` (what it is called now), ``counts`` (of every post),
``unseen`` (posts that the app has not been told of yet).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.stubs.bluesky_records import TID, faults
from tests.stubs.server import Event, Stub, run
from tests.stubs.wire import Rejected, Reply, Request

POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
PROFILE = "app.bsky.actor.profile"
KINDS = {POST: "post", REPOST: "repost"}
SIGNATURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n": "image/png"}
SIGN_INS, WINDOW = 30, 300
MOST_POSTS = 25
KEY = b"a key of this stub"
LARGEST_UPLOAD = 5_000_000
COUNTS = {"likeCount": 9, "replyCount": 2, "repostCount": 4, "quoteCount": 1}


def error(status: int, name: str, message: str, **headers: str) -> Rejected:
    return Rejected(Reply(status, {"error": name, "message": message}, headers))


def invalid(message: str, name: str = "InvalidRequest") -> Rejected:
    return error(400, name, message)


def did_of(handle: str) -> str:
    digest = hashlib.sha256(handle.encode()).digest()
    return f"did:plc:{base64.b32encode(digest).decode().lower()[:24]}"


def cid_of(data: bytes, codec: int = 0x71) -> str:
    """A CIDv1 of SHA-256, as IPLD writes it. The record is hashed as sorted JSON, not as CBOR."""
    raw = bytes([1, codec, 0x12, 0x20]) + hashlib.sha256(data).digest()
    return "b" + base64.b32encode(raw).decode().lower().rstrip("=")


class Bluesky(Stub):
    specification = "bluesky"
    defaults = {
        "revoked": False, "access_seconds": 7200, "status": "", "main_password": False,
        "two_factor": False, "name": "", "handle": "", "counts": COUNTS, "unseen": [],
    }  # fmt: skip

    def forget(self) -> None:
        super().forget()
        self.records: dict[str, Event] = {}
        self.blobs: dict[str, Event] = {}
        self.handles: dict[str, str] = {}
        self.ended: set[str] = set()
        self.sign_ins: list[float] = []

    def apply(self, event: Event) -> None:
        match event["kind"]:
            case "blob":
                self.blobs[event["id"]] = event
            case "post" | "repost":
                self.records[event["id"]] = event
            case "delete":
                self.records.pop(event["id"], None)
            case "session":
                self.handles[event["user"]] = event["handle"]

    def unlike(self, fault: str) -> Rejected:
        return invalid(fault)

    def answer(self, request: Request) -> Reply:
        name = request.path.removeprefix("/xrpc/")
        routes: dict[str, Callable[[Request], Reply]] = {
            "GET com.atproto.server.describeServer": self._describe,
            "POST com.atproto.server.createSession": self._sign_in,
            "POST com.atproto.server.refreshSession": self._refresh,
            "GET com.atproto.server.getSession": self._session,
            "POST com.atproto.repo.uploadBlob": self._upload,
            "POST com.atproto.repo.putRecord": self._put,
            "POST com.atproto.repo.deleteRecord": self._delete,
            "GET com.atproto.repo.getRecord": self._get,
            "GET com.atproto.repo.listRecords": self._list,
            "GET app.bsky.feed.getPosts": self._shown,
        }
        handle = routes.get(f"{request.method} {name}")
        if handle is None:
            raise error(501, "MethodNotImplemented", "Method Not Implemented")
        return handle(request)

    def _describe(self, request: Request) -> Reply:
        said = {"did": "did:web:pds.test", "availableUserDomains": [".test"]}
        return Reply(200, said | {"inviteCodeRequired": False})

    def _sign_in(self, request: Request) -> Reply:
        asked = _json(request, {"identifier", "password"}, {"authFactorToken", "allowTakendown"})
        now = time.time()
        self.sign_ins = [at for at in self.sign_ins if at > now - WINDOW]
        if len(self.sign_ins) >= SIGN_INS:
            reset = str(int(self.sign_ins[0] + WINDOW))
            headers = {"RateLimit-Reset": reset, "RateLimit-Policy": f"{SIGN_INS};w={WINDOW}"}
            raise error(429, "RateLimitExceeded", "Rate Limit Exceeded", **headers)
        self.sign_ins.append(now)
        if self.settings["revoked"] or not asked["password"] or "." not in asked["identifier"]:
            raise error(401, "AuthenticationRequired", "Invalid identifier or password")
        if self.settings["two_factor"]:
            raise error(401, "AuthFactorTokenRequired", "A sign in code has been sent")
        if self.settings["status"] == "takendown":
            raise error(401, "AccountTakedown", "Account has been taken down")
        me = did_of(asked["identifier"])
        self.accept("session", user=me, handle=asked["identifier"])
        return self._granted(me)

    def _refresh(self, request: Request) -> Reply:
        claims = _claims(request, "com.atproto.refresh")
        if request.body:
            raise invalid("A request body was provided when none was expected")
        if self.settings["revoked"] or claims["jti"] in self.ended:
            raise error(400, "ExpiredToken", "Token has been revoked")
        self.ended.add(claims["jti"])
        self.accept("refresh", user=claims["sub"])
        return self._granted(claims["sub"])

    def _granted(self, me: str) -> Reply:
        scope = "com.atproto.access" if self.settings["main_password"] else "com.atproto.appPass"
        said = self._said_of(me)
        said["accessJwt"] = _token(me, scope, self.settings["access_seconds"])
        said["refreshJwt"] = _token(me, "com.atproto.refresh", 7_776_000)
        return Reply(200, said)

    def _session(self, request: Request) -> Reply:
        return Reply(200, self._said_of(self._me(request, deactivated=True)))

    def _said_of(self, me: str) -> dict[str, Any]:
        status = self.settings["status"]
        handle = self.settings["handle"] or self.handles[me]
        said = {"did": me, "handle": handle, "active": not status}
        return said | ({"status": status} if status else {})

    def _upload(self, request: Request) -> Reply:
        me = self._me(request)
        if len(request.body) > LARGEST_UPLOAD:
            raise error(413, "PayloadTooLarge", "request entity too large")
        if "/" not in request.type:
            raise invalid("Request encoding (Content-Type) required but not provided")
        found = (mime for start, mime in SIGNATURES.items() if request.body.startswith(start))
        mime, cid = next(found, request.type), cid_of(request.body, 0x55)
        self.accept("blob", id=cid, user=me, mime=mime, size=len(request.body))
        blob = {"$type": "blob", "ref": {"$link": cid}, "mimeType": mime, "size": len(request.body)}
        return Reply(200, {"blob": blob})

    def _put(self, request: Request) -> Reply:
        me = self._me(request)
        wanted = {"repo", "collection", "rkey", "record"}
        asked = _json(request, wanted, {"validate", "swapRecord", "swapCommit"})
        collection, rkey, record = asked["collection"], asked["rkey"], asked["record"]
        if asked["repo"] != me:
            raise self._not_mine(asked["repo"])
        if collection not in KINDS:
            raise invalid(f"Lexicon not found: lex:{collection}")
        if not TID.fullmatch(rkey):
            raise invalid("Invalid TID string")
        for fault in faults(collection, record, self.blobs):
            if fault == "BlobNotFound":
                raise invalid("Could not find blob", "BlobNotFound")
            raise invalid(f"Invalid {collection} record: {fault}")
        uri = f"at://{me}/{collection}/{rkey}"
        cid = cid_of(json.dumps(record, sort_keys=True).encode())
        said = {"uri": uri, "cid": cid, "validationStatus": "valid"}
        before = self.records.get(uri)
        if before and before["cid"] == cid:
            return Reply(200, said)
        if "swapRecord" in asked and asked["swapRecord"] != (before and before["cid"]):
            raise invalid(f"Record was at {before and before['cid']}", "InvalidSwap")
        self.accept(KINDS[collection], id=uri, cid=cid, user=me, record=record)
        commit = {"cid": cid_of(uri.encode()), "rev": rkey}
        return Reply(200, said | {"commit": commit})

    def _delete(self, request: Request) -> Reply:
        me = self._me(request)
        asked = _json(request, {"repo", "collection", "rkey"}, {"swapRecord", "swapCommit"})
        if asked["repo"] != me:
            raise self._not_mine(asked["repo"])
        uri = f"at://{me}/{asked['collection']}/{asked['rkey']}"
        if uri not in self.records:
            return Reply(200, {})
        self.accept("delete", id=uri, user=me)
        return Reply(200, {"commit": {"cid": cid_of(uri.encode()), "rev": asked["rkey"]}})

    def _get(self, request: Request) -> Reply:
        asked = _query(request, {"repo", "collection", "rkey"}, {"cid"})
        uri = f"at://{asked['repo']}/{asked['collection']}/{asked['rkey']}"
        if not self._serves(asked["repo"]):
            raise invalid("Could not locate record")
        if asked["collection"] == PROFILE and self.settings["name"]:
            value = {"$type": PROFILE, "displayName": self.settings["name"]}
            return Reply(200, {"uri": uri, "cid": cid_of(b"profile"), "value": value})
        found = self.records.get(uri)
        if found is None:
            raise invalid(f"Could not locate record: {uri}", "RecordNotFound")
        return Reply(200, _read_back(found))

    def _list(self, request: Request) -> Reply:
        asked = _query(request, {"repo", "collection"}, {"limit", "cursor", "reverse"})
        if not self._serves(asked["repo"]):
            raise invalid(f"Could not find repo: {asked['repo']}")
        start = f"at://{asked['repo']}/{asked['collection']}/"
        uris = sorted((uri for uri in self.records if uri.startswith(start)), reverse=True)
        uris = [uri for uri in uris if uri.rpartition("/")[2] < asked.get("cursor", "~")]
        limit = int(asked.get("limit", 50))
        if not 1 <= limit <= 100:
            raise invalid("limit must be between 1 and 100")
        page = [_read_back(self.records[uri]) for uri in uris[:limit]]
        more = {"cursor": uris[limit - 1].rpartition("/")[2]} if len(uris) > limit else {}
        return Reply(200, {"records": page} | more)

    def _shown(self, request: Request) -> Reply:
        """The app's own, to which a PDS passes it on: it leaves out what it does not know."""
        me = self._me(request)
        asked = parse_qsl(urlsplit(request.target).query)
        uris = [uri for name, uri in asked if name == "uris"]
        if len(uris) != len(asked) or not 1 <= len(uris) <= MOST_POSTS:
            raise invalid(f"uris must have 1 to {MOST_POSTS} elements")
        unseen = self.settings["unseen"]
        known = [self.records[uri] for uri in uris if uri in self.records and uri not in unseen]
        author = {"did": me, "handle": self.handles[me]}
        posts = [
            {"uri": one["id"], "cid": one["cid"], "author": author, "record": one["record"]}
            | {"indexedAt": "2026-11-22T01:00:00.000Z"}
            | self.settings["counts"]
            for one in known
            if one["kind"] == "post"
        ]
        return Reply(200, {"posts": posts})

    def _serves(self, repo: str) -> bool:
        """Of an account that is shut nothing is shown; what it wrote is still there."""
        return repo in self.handles and not self.settings["status"]

    def _not_mine(self, repo: str) -> Rejected:
        if repo in self.handles:
            return error(401, "AuthenticationRequired", "Authentication Required")
        return error(403, "AccountNotFound", "Account not found")

    def _me(self, request: Request, *, deactivated: bool = False) -> str:
        """``deactivated``: may be asked by an account that is."""
        me = str(_claims(request, "com.atproto.access", "com.atproto.appPass")["sub"])
        status = self.settings["status"]
        if status == "takendown":
            raise error(401, "AccountTakedown", "Account has been taken down")
        if status == "deactivated" and not deactivated:
            raise error(401, "AccountDeactivated", "Account is deactivated")
        return me


def _read_back(event: Event) -> dict[str, Any]:
    return {"uri": event["id"], "cid": event["cid"], "value": event["record"]}


def _json(request: Request, wanted: set[str], known: set[str]) -> dict[str, Any]:
    if request.type != "application/json":
        raise invalid(f"Wrong request encoding (Content-Type): {request.type}")
    try:
        asked = json.loads(request.body)
    except ValueError:
        raise invalid("Unexpected token in JSON") from None
    return _checked(asked, wanted, known)


def _query(request: Request, wanted: set[str], known: set[str]) -> dict[str, str]:
    return _checked(request.query, wanted, known)


def _checked(asked: dict[str, Any], wanted: set[str], known: set[str]) -> dict[str, Any]:
    if missing := wanted - set(asked):
        raise invalid(f"Input must have the property {sorted(missing)[0]!r}")
    if unknown := set(asked) - wanted - known:
        raise invalid(f"unknown: {sorted(unknown)}")
    return asked


def _token(me: str, scope: str, seconds: float) -> str:
    now = time.time()
    jti = base64.urlsafe_b64encode(hashlib.sha256(str(time.time_ns()).encode()).digest()).decode()
    claims = {"scope": scope, "sub": me, "iat": int(now), "exp": int(now + seconds), "jti": jti}
    body = f"{_encoded({'typ': 'at+jwt', 'alg': 'HS256'})}.{_encoded(claims)}"
    return f"{body}.{_signature(body)}"


def _claims(request: Request, *scopes: str) -> dict[str, Any]:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    body, _, signature = token.rpartition(".")
    if scheme != "Bearer":
        raise error(401, "AuthMissing", "Authentication Required")
    if not hmac.compare_digest(signature, _signature(body)):
        raise invalid("Token could not be verified", "InvalidToken")
    middle = body.partition(".")[2]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    if claims["exp"] <= time.time():
        raise invalid("Token has expired", "ExpiredToken")
    if claims["scope"] not in scopes:
        raise invalid("Bad token scope", "InvalidToken")
    return claims


def _encoded(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _signature(body: str) -> str:
    digest = hmac.new(KEY, body.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


if __name__ == "__main__":
    run(Bluesky)
