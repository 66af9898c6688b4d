"""A Mastodon server over real HTTP, to a stub that is as strict as the documentation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from channels.base import Outgoing, Remote, Trace, Verb
from channels.mastodon.adapter import Mastodon
from channels.mastodon.login import Credentials
from tests.channels.sending import PATIENT, Notebook, now, wire_to
from tests.stubs.running import Network

POST = r"POST /api/v1/statuses$"
PONTIANAK = Credentials("sosial.example", "2001-token")
CENTRE = Credentials("sosial.example", "3001-token")


def mastodon_at(
    network: Network, login: Credentials = PONTIANAK, timeout: timedelta = PATIENT
) -> Mastodon:
    return Mastodon(login, wire_to(("mastodon", network.url), timeout=timeout))


LINK = "https://www.imigrasi.go.id/layanan/paspor?a=1&b=2"


def published(mastodon: Network, sent: Outgoing) -> Remote:
    receipt = mastodon_at(mastodon).publish(sent, Notebook())
    return Remote(receipt.remote_id, receipt.url)


def settled(verb: Verb, target: Remote, sent: Outgoing | None = None) -> Trace:
    return Trace("k", verb, now(), sent, target)


def said(status: int, sentence: str) -> dict[str, Any]:
    return {"status": status, "body": {"error": sentence}}
