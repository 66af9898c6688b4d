"""The apps of this installation: named in its settings, or registered on the first visit."""

from __future__ import annotations

import dataclasses

from django.conf import settings

from channels import registry, vault
from channels.base import NotSent, Reason
from channels.http import Wire
from channels.models import NetworkApp
from channels.oauth.declared import App, OAuth, Server


def oauth_of(kind: str) -> OAuth | None:
    return registry.load(kind).capabilities.oauth


def app_of(kind: str) -> App | None:
    """The app that the settings name for this network; None where it is not set up."""
    oauth = oauth_of(kind)
    if oauth is None or oauth.server:
        return None
    known = getattr(settings.GEMA.apps, oauth.provider)
    secret = settings.SECRETS.app_secrets.get(oauth.provider, "")
    if known is None or (oauth.needs_secret and not secret):
        return None
    return App(known.id, secret, known.configuration)


def registered(server: Server, kind: str, asked: object, redirect_uri: str, wire: Wire) -> App:
    """Our app on the server that was named. Raises a ``DeliveryError`` where it cannot be had."""
    origin = str(getattr(asked, "origin", ""))
    found = NetworkApp.objects.filter(kind=kind, origin=origin).first()
    kept = _read(found, redirect_uri) if found else None
    if kept:
        return kept
    app = server.register(wire, asked, redirect_uri)
    if not app.id:
        raise NotSent(Reason.NETWORK_TROUBLE, "an app without an id")
    words = {"id": app.id, "secret": app.secret, "redirect_uri": redirect_uri}
    sealed = {"sealed": vault.seal_words(words)}
    NetworkApp.objects.update_or_create(kind=kind, origin=origin, defaults=sealed)
    return app


def forget(kind: str, asked: object) -> None:
    """The server does not know it any more: the next visit registers another one."""
    NetworkApp.objects.filter(kind=kind, origin=getattr(asked, "origin", "")).delete()


def _read(row: NetworkApp, redirect_uri: str) -> App | None:
    """None where it was registered for another address of ours, or no key opens it."""
    try:
        words = vault.unseal_words(bytes(row.sealed), str(row))
    except vault.Locked:
        return None
    if words.pop("redirect_uri", "") != redirect_uri:
        return None
    known = {field.name for field in dataclasses.fields(App)}
    return App(**{name: value for name, value in words.items() if name in known})
