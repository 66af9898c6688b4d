"""A person's way to a network and back: begun, back once, one of the found accounts chosen.

What must survive the way (the verifier, where he was sent, our app) stays here, sealed, under a
hash of the one word that travels. That word is good once, for a few minutes, for the person who
was sent, on the network to which he was sent.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from channels import opening, registry, vault
from channels.base import DeliveryError, Profile, Reason
from channels.connecting import ChannelSaidNo, read_profile
from channels.http import Wire
from channels.models import Account, Handshake
from channels.oauth import apps, words
from channels.oauth.declared import App, Choice, Declined, NothingThere, OAuth, Return, Withheld
from channels.oauth.token import Token, mark_of
from channels.signs import called
from content.models import Office, Person

AWAY = timedelta(minutes=15)  # to sign in there, with a second factor looked for
CHOOSING = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Found:
    """One account that may be connected. ``profile``: what it said of itself, if it was asked."""

    choice: Choice
    profile: Profile | None = None

    @property
    def remote_id(self) -> str:
        return self.choice.remote_id or (self.profile.remote_id if self.profile else "")

    @property
    def name(self) -> str:
        return self.choice.name or (self.profile.name if self.profile else "")

    @property
    def detail(self) -> str:
        if self.profile is None:
            return self.choice.detail
        return called(self.choice.kind, self.profile.handle)

    def kept(self) -> Mapping[str, str]:
        """The token as it is kept beside the credentials; nothing where it does not change."""
        token = self.choice.token
        return dataclasses.replace(token, mark=mark_of(token.access)).kept() if token else {}


def begin(
    office: Office,
    kind: str,
    asked: Any,
    *,
    by: Person,
    at: datetime,
    account: Account | None = None,
) -> Handshake:
    """Prepare the way. Raises NotConnected where there is none."""
    oauth = _declared(kind)
    app = _app(oauth, office, kind, asked)
    forget_old(at)
    facts = {
        "state": secrets.token_urlsafe(32),
        "verifier": secrets.token_urlsafe(64),
        "redirect_uri": redirect_uri(oauth),
        "app": json.dumps(asdict(app)),
        "asked": json.dumps(asdict(asked)) if asked else "",
    }
    return Handshake.objects.create(
        state=_hash(facts["state"]),
        kind=kind,
        office=office,
        account=account,
        by=by,
        sealed=vault.seal_words(facts),
        ends_at=at + AWAY,
    )


def address(handshake: Handshake) -> str:
    """Where to send him. Raises NotValid."""
    facts, oauth = _facts(handshake), _declared(handshake.kind)
    app, wire = App(**json.loads(facts["app"])), _wire(handshake)
    asked = _asked(oauth, facts)
    origin = asked.origin if asked else ""
    there = oauth.address(app, facts["redirect_uri"], facts["state"], facts["verifier"], origin)
    return wire.led(there)


def waiting(provider: str, state: str, *, by: Person, at: datetime) -> Handshake | None:
    """The way with this word, if it is this person's, to this network, and not over."""
    sent = Handshake.objects.filter(state=_hash(state), by=by, ends_at__gt=at, back_at=None)
    handshake = sent.select_related("office", "account").first()
    if handshake is None or _declared(handshake.kind).provider != provider:
        return None
    return handshake


def come_back(handshake: Handshake, query: Mapping[str, str], *, at: datetime) -> None:
    """He is back, for the first time: trade the code for what may be connected.

    Raises NotConnected; then the way is over, and he may begin another one.
    """
    first = Handshake.objects.filter(pk=handshake.pk, ends_at__gt=at, back_at=None)
    if not first.update(back_at=at):
        raise words.NotValid
    if query.get("error") or not query.get("code"):
        raise words.of_return(query.get("error", ""))
    facts, oauth = _facts(handshake), _declared(handshake.kind)
    came = Return(
        code=query["code"],
        verifier=facts["verifier"],
        redirect_uri=facts["redirect_uri"],
        app=App(**json.loads(facts["app"])),
        asked=_asked(oauth, facts),
    )
    found = _found(handshake, oauth, came)
    sealed = vault.seal_words({"found": json.dumps([_packed(one) for one in found])})
    Handshake.objects.filter(pk=handshake.pk).update(sealed=sealed, ends_at=at + CHOOSING)


def mine(pk: int, *, by: Person, at: datetime) -> Handshake:
    """One that this person has begun and that is not over. Raises NotValid."""
    found = Handshake.objects.filter(pk=pk, by=by, ends_at__gt=at)
    handshake = found.select_related("office", "account").first()
    if handshake is None:
        raise words.NotValid
    return handshake


def found_by(handshake: Handshake) -> Sequence[Found]:
    """What may be connected, once he is back. Raises NotValid."""
    packed = _facts(handshake).get("found")
    if not packed:
        raise words.NotValid
    return [_unpacked(one) for one in json.loads(packed)]


def forget_old(now: datetime) -> None:
    """What nobody came back from, and what nobody chose of."""
    Handshake.objects.filter(ends_at__lte=now).delete()


def over(pk: int) -> None:
    """Nothing of it is needed any more."""
    Handshake.objects.filter(pk=pk).delete()


def redirect_uri(oauth: OAuth) -> str:
    """The address that the operator registers with the network."""
    path = reverse("channels:oauth_back", args=[oauth.provider])
    return f"{settings.GEMA.site.address}{path}"


def _found(handshake: Handshake, oauth: OAuth, came: Return) -> Sequence[Found]:
    """What the network gives for the code. One account alone is asked who it is."""
    wire = dataclasses.replace(_wire(handshake), app=came.app)
    try:
        choices = oauth.grant(wire, came)
    except Declined as error:
        if error.error == "invalid_client" and oauth.server:
            apps.forget(handshake.kind, came.asked)
        raise words.of_trade(error) from None
    except NothingThere:
        raise words.NothingToConnect from None
    except Withheld as error:
        raise words.PermissionsWithheld(error.scopes) from None
    except DeliveryError as error:
        if error.reason is Reason.NETWORK_TROUBLE:
            raise words.CameBackEmpty(words.Why.BUSY) from None
        raise ChannelSaidNo(error) from None
    if not any(choice.kind == handshake.kind for choice in choices):
        raise words.NothingToConnect
    return [Found(choice, _profile(handshake, choice)) for choice in choices]


def _profile(handshake: Handshake, choice: Choice) -> Profile | None:
    if choice.remote_id:
        return None
    return read_profile(handshake.office, choice.kind, choice.credentials)


def _declared(kind: str) -> OAuth:
    oauth = apps.oauth_of(kind)
    if oauth is None:
        raise words.NoApp
    return oauth


def _app(oauth: OAuth, office: Office, kind: str, asked: Any) -> App:
    if oauth.server is None:
        app = apps.app_of(kind)
        if app is None:
            raise words.NoApp
        return app
    wire = opening.wire(Account(office=office, kind=kind))
    try:
        return apps.registered(oauth.server, kind, asked, redirect_uri(oauth), wire)
    except DeliveryError as error:
        raise ChannelSaidNo(error) from None


def _wire(handshake: Handshake) -> Wire:
    return opening.wire(Account(office=handshake.office, kind=handshake.kind))


def _asked(oauth: OAuth, facts: Mapping[str, str]) -> Any:
    if oauth.server is None or not facts.get("asked"):
        return None
    return oauth.server.asks(**json.loads(facts["asked"]))


def _facts(handshake: Handshake) -> Mapping[str, str]:
    try:
        return vault.unseal_words(bytes(handshake.sealed), str(handshake))
    except vault.Locked:
        raise words.NotValid from None


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()


def _packed(found: Found) -> dict[str, Any]:
    choice, profile = found.choice, found.profile
    return {
        "kind": choice.kind,
        "credentials": asdict(choice.credentials),
        "token": found.kept(),
        "remote_id": choice.remote_id,
        "name": choice.name,
        "detail": choice.detail,
        "profile": asdict(profile) if profile else None,
    }


def _unpacked(packed: Mapping[str, Any]) -> Found:
    kept = packed["token"]
    choice = Choice(
        kind=packed["kind"],
        credentials=registry.load(packed["kind"]).needs(**packed["credentials"]),
        token=Token.read(kept, kept["mark"]) if kept else None,
        remote_id=packed["remote_id"],
        name=packed["name"],
        detail=packed["detail"],
    )
    return Found(choice, Profile(**packed["profile"]) if packed["profile"] else None)
