"""A person who gives access at a network: our screens by the test client, theirs by HTTP."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from channels.oauth.apps import oauth_of
from channels.oauth.handshake import redirect_uri
from tests.channels.sending import ORIGINS
from tests.stubs.running import Network as Stub
from web.config import App as AppId
from web.config import Apps as AppIds

APP, SECRET = "gema-app", "rahasia-aplikasi"
LINK = re.compile(r'class="button button-primary" href="([^"]+)"')

Ready = Callable[[str, Stub], Stub]


def set_up(settings: Settings, kind: str, stub_name: str, stub: Stub) -> Stub:
    """The operator has registered our app, and networks lead to the stub."""
    oauth = oauth_of(kind)
    assert oauth is not None
    bases = dict.fromkeys(ORIGINS[stub_name], stub.url)
    outbound = msgspec.structs.replace(settings.GEMA.outbound, bases=bases)
    known = AppIds() if oauth.server else AppIds(**{oauth.provider: AppId(APP)})
    settings.GEMA = msgspec.structs.replace(settings.GEMA, outbound=outbound, apps=known)
    settings.SECRETS = msgspec.structs.replace(
        settings.SECRETS, app_secrets={oauth.provider: SECRET}
    )
    if oauth.server is None:
        stub.set(clients={APP: {"secret": SECRET, "redirect_uris": [redirect_uri(oauth)]}})
    return stub


@dataclass
class Visit:
    """One person's browser on the way to a network for the office ``PTK``."""

    client: Client
    kind: str

    def start(self, **asked: str) -> HttpResponse:
        """The last page before the network, or what came in its place."""
        where = {} if "akun" in asked else {"kantor": "PTK", "kanal": self.kind}
        return self._seen(self.client.post(reverse("channels:oauth_start"), where | asked))

    def address(self, **asked: str) -> str:
        """Where the link on that page leads."""
        found = LINK.search(self.start(**asked).content.decode())
        assert found, "no link to the network"
        return html.unescape(found[1])

    def back(self, address: str, decision: str = "yes") -> str:
        """Decide there; the address that the browser is sent back to."""
        answer = requests.post(
            address, data={"decision": decision}, allow_redirects=False, timeout=10
        )
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def arrive(self, address: str) -> HttpResponse:
        parts = urlsplit(address)
        return self._seen(self.client.get(f"{parts.path}?{parts.query}"))

    def found(self, **asked: str) -> HttpResponse:
        """All the way to the page that asks which account to connect."""
        return self.arrive(self.back(self.address(**asked)))

    def choose(self, page: HttpResponse, *numbers: int) -> HttpResponse:
        picked: Mapping[str, list[str]] = {"pilih": [str(number) for number in numbers]}
        return self._seen(self.client.post(page.request["PATH_INFO"], picked))  # type: ignore[attr-defined]

    def _seen(self, answer: object) -> HttpResponse:
        assert isinstance(answer, HttpResponse)
        while 300 <= answer.status_code < 400:
            answer = self.client.get(answer["Location"])
            assert isinstance(answer, HttpResponse)
        return answer


def said(page: Any) -> str:
    """What a page says, as one reads it."""
    text: str = html.unescape(page.content.decode())
    return text
