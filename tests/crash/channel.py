"""Channels to the campaign's network: one that only drops repeats, one that can be read, one
neither.

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
        verbs=frozenset(Verb) - {Verb.REPLY},
        settling=SETTLING,
        takes_back_reposts=True,
        call_timeout=CALL,
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
            made = self._post("pictures", message.key, {"text": message.text}, repeatable=True)
            points.reached(UPLOADED)
            pictures.append(str(made["id"]))
            journal.note(pictures=pictures)
            points.reached(NOTED)
        return self._change("posts", message.key, text=message.text, pictures=pictures)

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "the post itself is edited")

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        return self._change("reposts", key, of=target.remote_id)

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        return self._change(f"posts/{target.remote_id}", message.key, text=message.text)

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        return self._change(f"posts/{target.remote_id}/removal", key)

    def look(self, trace: Trace) -> Receipt:
        with looking():
            found = [post for post in self._read(trace) if self._is_done(post, trace)]
        if not found:
            raise NotFound(Reason.GONE, "not there")
        return Receipt(str(found[0]["id"]))

    def _is_done(self, post: dict[str, Any], trace: Trace) -> bool:
        """Whether what was wanted shows in this one."""
        match trace.verb:
            case Verb.REPOST:
                return trace.target is not None and post.get("of") == trace.target.remote_id
            case Verb.DELETE:
                return bool(post.get("gone"))
            case _publish_or_edit:
                return trace.message is not None and post.get("text") == trace.message.text

    def _read(self, trace: Trace) -> list[dict[str, Any]]:
        """The one it was about, or all that are new since the attempt."""
        if trace.verb in (Verb.EDIT, Verb.DELETE) and trace.target is not None:
            return [self._get(f"posts/{trace.target.remote_id}", {})]
        since = (trace.sent_at - SKEW).timestamp()
        return rows(self._get("posts", {"since": f"{since:.3f}"}).get("posts"))

    def _get(self, what: str, query: dict[str, str]) -> dict[str, Any]:
        answer = self._session.ask(
            lambda: self._session.get(f"{self._place}/{what}", params=query), repeatable=True
        )
        return self._body(answer, repeatable=True)

    def _change(self, what: str, key: str, **facts: object) -> Receipt:
        made = self._post(what, key, facts, repeatable=False)
        points.reached(POSTED)
        return Receipt(str(made["id"]))

    def _post(
        self, what: str, key: str, body: dict[str, object], *, repeatable: bool
    ) -> dict[str, Any]:
        named = {"Idempotency-Key": key}
        answer = self._session.ask(
            lambda: self._session.post(f"{self._place}/{what}", json=body, headers=named),
            repeatable=repeatable,
        )
        return self._body(answer, repeatable=repeatable)

    def _body(self, answer: Answer, *, repeatable: bool) -> dict[str, Any]:
        if answer.status == 401:
            raise Disconnected(Reason.LOGIN_ENDED, answer.says("login ended"))
        if answer.status == 404:
            raise Refused(Reason.GONE, answer.says("not there"))
        if answer.status == 429:
            wait = asked_wait(answer.headers, self._wire.now())
            raise NotSent(Reason.RATE_LIMITED, "HTTP 429", again_at=wait, whole_account=True)
        if not answer.ok or answer.json is None:
            raise unclear(answer.says("no answer"), repeatable=repeatable)
        return answer.json


class Dedupe(Crossroads):
    """As a webhook: what became of a request is found out by making it once more."""

    kind = "crash-dedupe"
    network = "dedupe"
    capabilities = Capabilities(
        verbs=frozenset(Verb),
        can_look=False,
        deduplicates=True,
        takes_back_reposts=True,
        call_timeout=CALL,
    )

    def look(self, trace: Trace) -> Receipt:
        raise Unconfirmed(Reason.LOST_ANSWER, "this network cannot be read")


class Neither(Crossroads):
    kind = "crash-neither"
    network = "neither"
    capabilities = Capabilities(
        verbs=frozenset(Verb), can_look=False, takes_back_reposts=True, call_timeout=CALL
    )

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
