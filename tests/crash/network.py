"""The network of the campaign: takes posts of many accounts, in bad weather, and keeps them all.

    POST /<network>/<account>/pictures  {"text": …}                  → {"id": …}   may be repeated
    POST /<network>/<account>/posts     {"pictures": […], "text": …} → {"id": …}
    GET  /<network>/<account>/posts?since=<seconds>                  → {"posts": […]}

Publishing carries its Idempotency-Key, so that the judge can count; only the network ``dedupe``
minds it. Two that change one account side by side are written down, too.

    POST /_stub/settings   {"seed": 1, "visible_after": 0.5}   {"reconnect": "dedupe/7"}
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.crash.weather import Weather, forecast, is_heavy
from tests.stubs.server import Event, Stub, run
from tests.stubs.wire import Fault, Rejected, Reply, Request


class Crossroads(Stub):
    defaults = {"seed": 1, "visible_after": 0.5}

    def forget(self) -> None:
        super().forget()
        self.posts: dict[str, list[Event]] = {}
        self.by_key: dict[str, str] = {}
        self.revoked: set[str] = set()
        self.calling: dict[str, list[int]] = {}
        self.asked: Counter[str] = Counter()

    def fault_for(self, request: Request) -> Fault | None:
        with self.lock:
            what = f"{request.method} {request.path} {request.headers.get('Idempotency-Key', '')}"
            self.asked[what] += 1
            weather = self._weather(request, what)
            if weather.revoked:
                self.revoked.add(_account(request))
        with self._call(request):
            time.sleep(weather.seconds)
            return None if _account(request) in self.revoked else weather.fault

    def answer(self, request: Request) -> Reply:
        if _account(request) in self.revoked:
            raise Rejected(Reply(401, {"error": "login ended"}))
        network, _, _ = _account(request).partition("/")
        match request.method, request.path.rpartition("/")[2]:
            case "POST", "pictures":
                return Reply(200, {"id": f"picture-{len(self.asked)}"})
            case "POST", "posts":
                return self._publish(network, request)
            case "GET", "posts" if network != "neither":
                return Reply(200, {"posts": self._visible(request)})
        raise Rejected(Reply(404, {"error": "no such thing"}))

    def apply(self, event: Event) -> None:
        if event["kind"] == "post":
            self.posts.setdefault(event["account"], []).append(event)
            self.by_key[event["key"]] = event["id"]

    def control(self, name: str, body: dict[str, Any]) -> Any:
        if name == "settings" and "reconnect" in body:
            with self.lock:
                self.revoked.discard(body.pop("reconnect"))
        return super().control(name, body)

    def _weather(self, request: Request, what: str) -> Weather:
        seed, times = self.settings["seed"], self.asked[what]
        if request.method == "POST" and request.path.endswith("/posts"):
            return forecast(seed, what, times, publishing=True)
        key = request.headers.get("Idempotency-Key", "")
        heavy = request.method == "POST" and is_heavy(seed, key)
        return forecast(seed, what, times, publishing=False, heavy=heavy)

    def _publish(self, network: str, request: Request) -> Reply:
        key = request.headers["Idempotency-Key"]
        if network == "dedupe" and key in self.by_key:
            return Reply(200, {"id": self.by_key[key]})
        text = json.loads(request.body)["text"]
        post = f"{len(self.accepted) + 1}"
        self.accept("post", id=post, account=_account(request), key=key, text=text)
        return Reply(200, {"id": post})

    def _visible(self, request: Request) -> list[dict[str, str]]:
        since = float(request.query.get("since", "0"))
        until = time.time() - self.settings["visible_after"]
        mine = self.posts.get(_account(request), [])
        return [
            {"id": post["id"], "text": post["text"], "key": post["key"]}
            for post in mine
            if since <= post["at"] <= until
        ]

    @contextmanager
    def _call(self, request: Request) -> Iterator[None]:
        """Two living callers that change one account at the same time must never be."""
        account, caller = _account(request), int(request.headers["X-Caller"])
        if request.method == "GET":  # reading does no harm, and what it says is fenced
            yield
            return
        with self.lock:
            others = self.calling.setdefault(account, [])
            for other in filter(_is_alive, others):
                key = request.headers.get("Idempotency-Key")
                self.accept("overlap", account=account, key=key, callers=[caller, other])
            others.append(caller)
        try:
            yield
        finally:
            with self.lock:
                others.remove(caller)


def _account(request: Request) -> str:
    return request.path.strip("/").rpartition("/")[0]


def _is_alive(process: int) -> bool:
    """A process that was killed calls no more, even while what it asked for is still being done."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


if __name__ == "__main__":
    run(Crossroads)
