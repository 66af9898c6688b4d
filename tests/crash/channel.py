"""Channels to the campaign's network: one that drops repeats, one that can be read, one neither.

They publish in steps with notes between, as networks with containers want it, over the same
transport as every other channel.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from channels import registry
from channels.answer import Answer, asked_wait, looking, rows, unclear
from channels.base import (
    Capabilities,
    Disconnected,
    Journal,
    Limits,
    NotFound,
    NotSent,
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
from scheduler import points
from tests.crash.pace import CALL, SETTLING

ORIGIN = "https://crash.example"
SKEW = timedelta(seconds=5)
UPLOADED, NOTED, POSTED = "adapter-uploaded", "adapter-noted", "adapter-posted"
POINTS = (UPLOADED, NOTED, POSTED)
PICTURES = 2


@dataclass(frozen=True, slots=True)
class Token:
    token: str = asked("Token", secret=True)


class Crossroads:
    """What the three have in common. A post's text is its own, as on a real network."""

    kind = "crash-readable"
    label = "Persimpangan"
    icon = "crossroads"
    network = "readable"
    limits = Limits(text=5000)
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH}), settling=SETTLING, call_timeout=CALL
    )
    needs = Token

    def __init__(self, credentials: Token, wire: Wire) -> None:
        self._wire = wire
        self._session = wire.session(credentials)
        self._session.headers["X-Caller"] = str(os.getpid())
        self._place = f"{ORIGIN}/{self.network}/{wire.account}"

    def check(self) -> Profile:
        return Profile(self._wire.account, handle=self._wire.account, name=self.label)

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        pictures = list(journal.noted.get("pictures", ()))
        while len(pictures) < PICTURES:
            made = self._post("pictures", message, {}, repeatable=True)
            points.reached(UPLOADED)
            pictures.append(str(made["id"]))
            journal.note(pictures=pictures)
            points.reached(NOTED)
        body = {"pictures": pictures}
        made = self._post("posts", message, body, repeatable=self.capabilities.deduplicates)
        points.reached(POSTED)
        return Receipt(str(made["id"]))

    def look(self, trace: Trace) -> Receipt:
        with looking():
            found = [post for post in self._read(trace) if self._is_it(post, trace)]
        if not found:
            raise NotFound(Reason.GONE, "not there")
        return Receipt(str(found[0]["id"]))

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED)

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED)

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        raise Refused(Reason.NOT_ALLOWED)

    def _is_it(self, post: dict[str, Any], trace: Trace) -> bool:
        return trace.message is not None and post.get("text") == trace.message.text

    def _read(self, trace: Trace) -> list[dict[str, Any]]:
        since = (trace.sent_at - SKEW).timestamp()
        answer = self._session.ask(
            lambda: self._session.get(f"{self._place}/posts", params={"since": f"{since:.3f}"}),
            repeatable=True,
        )
        return rows(self._body(answer, repeatable=True).get("posts"))

    def _post(
        self, what: str, message: Outgoing, more: dict[str, Any], *, repeatable: bool
    ) -> dict[str, Any]:
        body = {"text": message.text} | more
        key = {"Idempotency-Key": message.key}
        answer = self._session.ask(
            lambda: self._session.post(f"{self._place}/{what}", json=body, headers=key),
            repeatable=repeatable,
        )
        return self._body(answer, repeatable=repeatable)

    def _body(self, answer: Answer, *, repeatable: bool) -> dict[str, Any]:
        if answer.status == 401:
            raise Disconnected(Reason.LOGIN_ENDED, answer.says("login ended"))
        if answer.status == 429:
            wait = asked_wait(answer.headers, self._wire.now())
            raise NotSent(Reason.RATE_LIMITED, "HTTP 429", again_at=wait, whole_account=True)
        if not answer.ok or answer.json is None:
            raise unclear(answer.says("no answer"), repeatable=repeatable)
        return answer.json


class Dedupe(Crossroads):
    """Reads back too early on purpose: a repeat does no harm here."""

    kind = "crash-dedupe"
    network = "dedupe"
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH}),
        settling=timedelta(0),
        deduplicates=True,
        call_timeout=CALL,
    )

    def _is_it(self, post: dict[str, Any], trace: Trace) -> bool:
        return post.get("key") == trace.key


class Neither(Crossroads):
    kind = "crash-neither"
    network = "neither"
    capabilities = Capabilities(verbs=frozenset({Verb.PUBLISH}), can_look=False, call_timeout=CALL)

    def look(self, trace: Trace) -> Receipt:
        raise Unconfirmed(Reason.LOST_ANSWER, "this network cannot be read")


KINDS: dict[str, type[Crossroads]] = {
    "dedupe": Dedupe,
    "readable": Crossroads,
    "neither": Neither,
}


def look_at_once() -> None:
    """A control: as if the readable network needed no time to catch up."""
    Crossroads.capabilities = replace(Crossroads.capabilities, settling=timedelta(0))


def register() -> None:
    """Make the three known to this process, in the place where every channel is listed."""
    for adapter in KINDS.values():
        registry.CHANNELS[adapter.kind] = f"{__name__}.{adapter.__name__}"
