"""Bluesky over real HTTP, to a stub that checks records as a PDS does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from channels.bluesky.adapter import Bluesky
from channels.bluesky.login import Credentials
from channels.keeping import ForNow
from tests.channels.sending import PATIENT, wire_to
from tests.stubs.bluesky import did_of
from tests.stubs.faults import HTML
from tests.stubs.running import Network

PUT = r"POST .*putRecord$"
ME = Credentials("@Kantor.bsky.social ", "aaaa-bbbb-cccc-dddd")
CENTRE = Credentials("pusat.bsky.social", "eeee-ffff-gggg-hhhh")
MY_DID, CENTRE_DID = did_of("kantor.bsky.social"), did_of("pusat.bsky.social")
PAGE = {"body": HTML, "type": "text/html"}


def at(
    network: Network,
    login: Credentials = ME,
    timeout: timedelta = PATIENT,
    keeper: ForNow | None = None,
) -> Bluesky:
    """An adapter as a process has it that was just started; with ``keeper``, after others."""
    wire = wire_to(("bluesky", network.url), timeout=timeout)
    return Bluesky(login, replace(wire, keeper=keeper or ForNow()))


def said(status: int, name: str, sentence: str = "", **headers: str) -> dict[str, Any]:
    """An error of XRPC."""
    return {"status": status, "body": {"error": name, "message": sentence}, "headers": headers}
