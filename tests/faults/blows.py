"""What can go wrong with one request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum
from typing import Any

from tests.channels.places import PLACES, Answer, Place
from tests.stubs.faults import HTML


class Family(StrEnum):
    """What a blow means, whatever the network: ``judge`` has a rule for each."""

    NEVER_LEFT = "never-left"
    LOST = "lost"
    SPOILT = "spoilt"  # the true answer came, in a form that may or may not be readable
    BUSY = "busy"
    LOGIN = "login"
    REFUSED = "refused"
    DUPLICATE = "duplicate"
    INSIDE = "inside"


Told = Callable[[Place, datetime], "Answer | str"]


@dataclass(frozen=True, slots=True)
class Blow:
    """``told``: what the stub is told to do; a text says why that cannot happen there.

    ``leads``: where the request is led instead of to the stub. ``until``: when a busy network says
    that it has time again, None where it does not say.
    """

    name: str
    family: Family
    told: Told | None = None
    leads: str = ""
    until: Callable[[Place, datetime], datetime | None] = lambda place, now: None

    @property
    def twin(self) -> str:
        """The same where nothing was accepted; "" where that is another thing altogether."""
        name, comma, _ = self.name.rpartition(", accepted")
        return name if comma and name in TWINS else ""

    @property
    def is_success(self) -> bool:
        """Whether it calls itself one."""
        return self.name.startswith("200")

    @property
    def takes_time(self) -> bool:
        return self.leads == "crowded" or self.name.startswith("no answer in time")


def _always(**told: Any) -> Told:
    return lambda place, now: told


def _answer(**answer: Any) -> Told:
    return _always(do="answer", **answer)


def _documented(name: str) -> Told:
    """What the network's documentation says."""

    def told(place: Place, now: datetime) -> Answer | str:
        said: Answer | str = getattr(place, name)
        return said if isinstance(said, str) else {"do": "answer"} | said

    return told


def _retry(form: str, headers: Callable[[datetime], Mapping[str, str]], seconds: int = 0) -> Blow:
    return Blow(
        f"429, {form}",
        Family.BUSY,
        lambda place, now: {"do": "answer", "status": 429, "headers": dict(headers(now))},
        until=lambda place, now: now + timedelta(seconds=seconds) if seconds else None,
    )


def _in_its_way(form: str) -> Blow:
    def told(place: Place, now: datetime) -> Answer | str:
        if form not in place.busy:
            return "another network's form"
        return {"do": "answer"} | place.busy[form].answer(now)

    def until(place: Place, now: datetime) -> datetime | None:
        return place.busy[form].until(now)

    return Blow(f"429, {form}", Family.BUSY, told, until=until)


def _date(now: datetime) -> str:
    return format_datetime(now + timedelta(seconds=150), usegmt=True)


PAGE = {"body": HTML, "type": "text/html"}
EMPTY = {"body": ""}
NO_ID = {"body": {"data": {}, "value": {}, "ok": True, "result": {}}}
LIKE = {"id": "1", "data": {"id": "1"}, "success": True, "ok": True, "result": {"message_id": 1}}
AWAY = {"Location": "http://127.0.0.1:9/elsewhere"}
# What tweepy's own error class falls over, and what facebook-sdk does.
ODD = {"status": 500, "body": "[1]"}

BLOWS = [
    Blow("connection refused", Family.NEVER_LEFT, leads="closed"),
    Blow("name not found", Family.NEVER_LEFT, leads="unnamed"),
    Blow("certificate not trusted", Family.NEVER_LEFT, leads="distrusted"),
    Blow("TLS handshake broken off", Family.NEVER_LEFT, leads="broken"),
    Blow("no connection in time", Family.NEVER_LEFT, leads="crowded"),
    Blow("no answer in time", Family.LOST, _always(do="hang")),
    Blow("no answer in time, accepted", Family.LOST, _always(do="hang", accept=True)),
    Blow("connection reset", Family.LOST, _always(do="reset")),
    Blow("connection reset, accepted", Family.LOST, _always(do="reset", accept=True)),
    Blow("closed without a word", Family.LOST, _always(do="drop")),
    Blow("closed without a word, accepted", Family.LOST, _always(do="drop", accept=True)),
    Blow("answer cut short, accepted", Family.LOST, _always(do="cut")),
    Blow("200, empty", Family.LOST, _answer(**EMPTY)),
    Blow("200, empty, accepted", Family.LOST, _answer(**EMPTY, accept=True)),
    Blow("200, a page", Family.LOST, _answer(**PAGE)),
    Blow("200, a page, accepted", Family.LOST, _answer(**PAGE, accept=True)),
    Blow("200, half an object, accepted", Family.LOST, _answer(body='{"id": "1', accept=True)),
    Blow("200 without an id, accepted", Family.LOST, _answer(**NO_ID, accept=True)),
    Blow("200, a list, accepted", Family.LOST, _answer(body="[1, 2]", accept=True)),
    Blow("200, a number, accepted", Family.LOST, _answer(body="7", accept=True)),
    Blow("200 with an error inside", Family.INSIDE, _documented("inside")),
    Blow("302, accepted", Family.LOST, _answer(status=302, headers=AWAY, accept=True)),
    Blow("408", Family.LOST, _answer(status=408)),
    Blow("500", Family.LOST, _answer(status=500)),
    Blow("500 that looks like a success", Family.LOST, _answer(status=500, body=LIKE)),
    Blow("500, accepted", Family.LOST, _answer(status=500, accept=True)),
    Blow("502, a page, accepted", Family.LOST, _answer(status=502, **PAGE, accept=True)),
    Blow(
        "503 that says when, accepted",
        Family.LOST,
        _answer(status=503, headers={"Retry-After": "60"}, accept=True),
    ),
    Blow("504, accepted", Family.LOST, _answer(status=504, **EMPTY, accept=True)),
    _retry("no word", lambda now: {}),
    _retry("nonsense", lambda now: {"Retry-After": "soon"}),
    _retry("seconds", lambda now: {"Retry-After": "120"}, 120),
    _retry("a date", lambda now: {"Retry-After": _date(now)}, 150),
    *(_in_its_way(form) for form in sorted({form for p in PLACES.values() for form in p.busy})),
    Blow("login expired", Family.LOGIN, _documented("expired")),
    Blow("login revoked", Family.LOGIN, _always(do="set", body={"revoked": True})),
    Blow("it has this already", Family.DUPLICATE, _documented("duplicate")),
    Blow("it will never take this", Family.REFUSED, _documented("refused")),
    Blow("an error that SDKs stumble over, accepted", Family.LOST, _answer(**ODD, accept=True)),
    Blow("an answer that SDKs stumble over", Family.SPOILT, _always(do="untyped")),
]
TWINS = frozenset(blow.name for blow in BLOWS)
