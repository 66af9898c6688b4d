"""What the connect screens say of signing in at a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from channels.connecting import ConnectForm
from channels.oauth import apps
from channels.oauth.handshake import redirect_uri

PREFIX = "masuk"


@dataclass(frozen=True, slots=True)
class Offer:
    """``ready``: the operator has set up an app. If not, ``provider``, ``portal`` and
    ``redirect_uri`` are what he needs for it. ``asks``: what has to be known first.
    """

    at: str
    steps: tuple[str, ...]
    ready: bool
    provider: str
    portal: str
    redirect_uri: str
    asks: ConnectForm | None

    @property
    def secret(self) -> str:
        return f"GEMA_APP_SECRET_{self.provider.upper()}"


def offer(kind: str, given: Mapping[str, str] | None = None) -> Offer | None:
    """None where nobody can sign in. ``given``: what was filled in."""
    oauth = apps.oauth_of(kind)
    if oauth is None:
        return None
    asks = None
    if oauth.server:
        asks = ConnectForm(kind, given, needs=oauth.server.asks, prefix=PREFIX)
    return Offer(
        at=oauth.at,
        steps=tuple(_(step) for step in oauth.steps),
        ready=oauth.server is not None or apps.app_of(kind) is not None,
        provider=oauth.provider,
        portal=oauth.portal,
        redirect_uri=redirect_uri(oauth),
        asks=asks,
    )
