"""The network of the campaign: takes posts of many accounts, in bad weather, and keeps them all.

    POST /<network>/<account>/pictures            {"text": …}                  may be repeated
    POST /<network>/<account>/posts               {"pictures": […], "text": …} publishes
    POST /<network>/<account>/reposts             {"of": …}
    POST /<network>/<account>/posts/<id>          {"text": …}                  changes the words
    POST /<network>/<account>/posts/<id>/removal
    GET  /<network>/<account>/posts?since=<seconds>  → {"posts": […]}
    GET  /<network>/<account>/posts/<id>             → {"id": …, "text": …, "of": …, "gone": …}

What changes something answers {"id": …} and carries its Idempotency-Key, so that the judge can
count; only the network ``dedupe`` minds it. Two that change one account side by side are written
down, too.

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

NO_SUCH_THING = Reply(404, {"error": "no such thing"})
CHANGES = ("post", "repost", "edit", "delete")


class Crossroads(Stub):
    defaults = {"seed": 1, "visible_after": 0.5}

    def forget(self) -> None:
        super().forget()
        self.copies: dict[str, list[Event]] = {}  # by id: what made it, then what changed it
        self.by_key: dict[str, str] = {}
        self.made: dict[str, list[str]] = {}  # by account
        self.revoked: set[str] = set()
        self.calling: dict[str, list[int]] = {}
        self.asked: Counter[str] = Counter()

    def fault_for(self, request: Request) -> Fault | None:
        with self.lock:
            what = f"{request.method} {request.path} {_number(request)}"
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
        network = _account(request).partition("/")[0]
        match request.method, *request.path.strip("/").split("/")[2:]:
            case "POST", "pictures":
                return Reply(200, {"id": f"picture-{len(self.asked)}"})
            case "POST", *what:
                return self._change(network, what, request)
            case "GET", "posts" if network == "readable":
                return Reply(200, {"posts": self._new_since(request)})
            case "GET", "posts", copy if network == "readable" and copy in self.copies:
                return Reply(200, self._shown(copy))
        raise Rejected(NO_SUCH_THING)

    def apply(self, event: Event) -> None:
        if event["kind"] in CHANGES:
            self.copies.setdefault(event["id"], []).append(event)
            self.by_key[event["key"]] = event["id"]
        if event["kind"] in ("post", "repost"):
            self.made.setdefault(event["account"], []).append(event["id"])

    def control(self, name: str, body: dict[str, Any]) -> Any:
        if name == "settings" and "reconnect" in body:
            with self.lock:
                self.revoked.discard(body.pop("reconnect"))
        return super().control(name, body)

    def _weather(self, request: Request, what: str) -> Weather:
        seed, times = self.settings["seed"], self.asked[what]
        if request.method == "GET":
            return forecast(seed, what, times, publishing=False)
        if not request.path.endswith("/pictures"):
            return forecast(seed, what, times, publishing=True)
        heavy = is_heavy(seed, _number(request))
        return forecast(seed, what, times, publishing=False, heavy=heavy)

    def _change(self, network: str, what: list[str], request: Request) -> Reply:
        key, told = request.headers["Idempotency-Key"], _told(request)
        if network == "dedupe" and key in self.by_key:
            return Reply(200, {"id": self.by_key[key]})
        facts = {"account": _account(request), "key": key}
        new = str(time.time_ns())  # as everywhere, never given twice: not after a reset either
        match what:
            case ["posts"] if "text" in told:
                self.accept("post", id=new, text=told["text"], **facts)
                return Reply(200, {"id": new})
            case ["reposts"] if self._is_out(told.get("of", "")):
                self.accept("repost", id=new, of=told["of"], **facts)
                return Reply(200, {"id": new})
            case ["posts", copy] if "text" in told and self._is_out(copy):
                self.accept("edit", id=copy, text=told["text"], **facts)
                return Reply(200, {"id": copy})
            case ["posts", copy, "removal"] if self._is_out(copy):
                self.accept("delete", id=copy, **facts)
                return Reply(200, {"id": copy})
        raise Rejected(NO_SUCH_THING)

    def _is_out(self, copy: str) -> bool:
        return copy in self.copies and self.copies[copy][-1]["kind"] != "delete"

    def _new_since(self, request: Request) -> list[dict[str, Any]]:
        since = float(request.query.get("since", "0"))
        shown = [
            self._shown(copy)
            for copy in self.made.get(_account(request), [])
            if since <= self.copies[copy][0]["at"] <= self._visible_until()
        ]
        return [copy for copy in shown if not copy["gone"]]

    def _shown(self, copy: str) -> dict[str, Any]:
        """As the public sees it by now: whatever was accepted shows a little late."""
        made, *changed = self.copies[copy]
        seen = [made, *(event for event in changed if event["at"] <= self._visible_until())]
        return {
            "id": copy,
            "of": made.get("of", ""),
            "text": next((event["text"] for event in reversed(seen) if "text" in event), ""),
            "gone": seen[-1]["kind"] == "delete",
        }

    def _visible_until(self) -> float:
        return time.time() - float(self.settings["visible_after"])

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


def _told(request: Request) -> dict[str, Any]:
    """Nothing, where the caller was killed before all of it had left."""
    try:
        told: dict[str, Any] = json.loads(request.body)
    except ValueError:
        return {}
    return told


def _number(request: Request) -> str:
    """Which delivery it is, without the mark that makes its key another one in each record."""
    return "-".join(request.headers.get("Idempotency-Key", "").split("-")[:3])


def _account(request: Request) -> str:
    return "/".join(request.path.strip("/").split("/")[:2])


def _is_alive(process: int) -> bool:
    """A process that was killed calls no more, even while what it asked for is still being done."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


if __name__ == "__main__":
    run(Crossroads)
