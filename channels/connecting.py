"""Connecting an office's account: asking for what the network needs, a harmless read, keeping it.

Nothing is kept that has not answered. What was typed is sealed and never shown again.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from channels import opening, registry, sessions, vault
from channels.base import DeliveryError, Profile
from channels.keeping import Kept
from channels.models import Account, AccountQuerySet, AccountState
from channels.signs import called
from channels.told import storable, web_address
from channels.words import word
from content.models import Event, Office, Person

LONGEST = 4000
LONGEST_URL = 300


class NotConnected(Exception):
    """Nothing was kept. ``str()`` says why and what to do.

    ``detail``: what the network said, technical and without a secret; "" where it did not say no.
    """

    detail = ""


class ChannelSaidNo(NotConnected):
    """The network did not let us read."""

    def __init__(self, error: DeliveryError) -> None:
        super().__init__(str(word(error.reason)))
        self.detail = error.detail


class AlreadyThere(NotConnected):
    """Connect ``account`` again instead of adding it."""

    def __init__(self, account: Account) -> None:
        self.account = account
        super().__init__(
            _("Akun %(account)s sudah ada di kantor ini. Pakai “Sambungkan lagi” pada akun itu.")
            % {"account": account.called}
        )


class TakenElsewhere(NotConnected):
    """One account belongs to one office."""

    def __init__(self, account: str) -> None:
        super().__init__(
            _("Akun %(account)s sudah tersambung pada kantor lain. Satu akun milik satu kantor.")
            % {"account": account}
        )


class AnotherAccount(NotConnected):
    """These credentials open another account than the one that lost its connection."""

    def __init__(self, found: Profile, wanted: Account) -> None:
        super().__init__(
            _("Kredensial ini milik %(found)s, bukan %(wanted)s. Pakai akun yang benar.")
            % {"found": called(wanted.kind, found.handle, found.name), "wanted": wanted.called}
        )


class ConnectForm(forms.Form):
    """Drawn from the dataclass an adapter names in ``needs``, or from another one like it."""

    def __init__(
        self, kind: str, *args: Any, needs: type[Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.needs = needs or registry.load(kind).needs
        for field in dataclasses.fields(self.needs):
            if "label" in field.metadata:
                self.fields[field.name] = _form_field(field)

    @property
    def keeps_secrets(self) -> bool:
        return any(field.metadata["secret"] for field in dataclasses.fields(self.needs))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        try:
            data["credentials"] = self.needs(**{name: data[name] for name in self.fields})
        except ValueError as e:
            raise forms.ValidationError(str(e)) from e
        return data


def is_inside(kind: str) -> bool:
    """Whether this network lies inside the house and asks for nothing."""
    return opening.board(kind) is not None


def read_profile(office: Office, kind: str, credentials: Any) -> Profile:
    """Who these credentials belong to, by a harmless read. Raises ChannelSaidNo."""
    if is_inside(kind):
        handle = office.handle(kind) or office.handle("x") or office.code.lower()
        return Profile("", handle, office.short_name)
    adapter = registry.load(kind)
    try:
        return adapter(credentials, opening.wire(Account(office=office, kind=kind))).check()
    except DeliveryError as e:
        raise ChannelSaidNo(e) from e


@transaction.atomic
def connect(
    office: Office,
    kind: str,
    credentials: Any,
    found: Profile,
    *,
    by: Person,
    at: datetime,
    kept: Kept | None = None,
) -> Account:
    """Add an account that answered. ``kept``: what its sign-in brought along, to be renewed.

    Raises AlreadyThere or TakenElsewhere.
    """
    told = _told(found)
    _check_free(office, kind, told)
    try:
        with transaction.atomic():
            account = Account.objects.create(
                office=office,
                kind=kind,
                connected_by=by,
                connected_at=at,
                **told,
                app=_app(kind, credentials),
                credentials=vault.seal(credentials),
            )
    except IntegrityError:  # in the same instant, from another page
        _check_free(office, kind, told)
        raise
    _keep(account, kept, at)
    _note("connected", account, by, at)
    return account


@transaction.atomic
def connect_again(
    account: Account,
    credentials: Any,
    found: Profile,
    *,
    by: Person,
    at: datetime,
    kept: Kept | None = None,
) -> None:
    """Give an account fresh credentials. Its state is the scheduler's to change (``reconnected``).

    Raises AnotherAccount, or TakenElsewhere where it was given up and another office has it now.
    """
    told = _told(found)
    if account.remote_id and told["remote_id"] != account.remote_id:
        raise AnotherAccount(found, account)
    others = Account.objects.filter(kind=account.kind).exclude(pk=account.pk)
    _check_nobodys(others, account.kind, told)
    if others.filter(office=account.office_id, handle=told["handle"]).exists():
        told["handle"] = account.handle  # the name is still another row's; the next time then
    Account.objects.filter(pk=account.pk).update(
        credentials=vault.seal(credentials),
        app=_app(account.kind, credentials),
        connected_by=by,
        connected_at=at,
        **told,
    )
    sessions.forget(account)
    _keep(account, kept, at)
    _note("reconnected", account, by, at)


@transaction.atomic
def retire(account: Account, *, by: Person, at: datetime) -> None:
    """Use it no more, and forget its credentials."""
    Account.objects.filter(pk=account.pk).update(
        state=AccountState.RETIRED, state_reason="", rest_until=None, credentials=b""
    )
    sessions.forget(account)
    _note("retired", account, by, at)


def _keep(account: Account, kept: Kept | None, at: datetime) -> None:
    lasts = registry.load(account.kind).capabilities.token_lasts
    if kept:
        sessions.begin(account, kept)
    elif lasts is not None:
        sessions.expect_end(account, at + lasts)


def _check_free(office: Office, kind: str, told: Mapping[str, str]) -> None:
    accounts = Account.objects.filter(kind=kind)
    mine = accounts.filter(office=office, handle=told["handle"]).first()
    if mine is not None:
        raise AlreadyThere(mine)
    _check_nobodys(accounts, kind, told)


def _check_nobodys(others: AccountQuerySet, kind: str, told: Mapping[str, str]) -> None:
    """What two offices post to is nobody's to answer for."""
    if told["remote_id"] and others.usable().filter(remote_id=told["remote_id"]).exists():
        raise TakenElsewhere(called(kind, told["handle"], told["name"]))


def _told(found: Profile) -> dict[str, str]:
    """What the network says about itself, cut to what we keep."""
    url = web_address(found.url)
    return {
        "handle": storable(found.handle or found.remote_id)[:120],
        "name": storable(found.name)[:120],
        "url": url if len(url) <= LONGEST_URL else "",
        "remote_id": storable(found.remote_id)[:120],
    }


def _app(kind: str, credentials: Any) -> str:
    """The app these credentials bring along, by a mark that tells nothing about its key."""
    key = getattr(credentials, "consumer_key", "")
    return f"{kind}:{hashlib.sha256(key.encode()).hexdigest()[:16]}" if key else ""


def _form_field(field: dataclasses.Field[Any]) -> forms.CharField:
    attrs = {"autocomplete": "off", "spellcheck": "false"}
    # What was typed comes back with a fault beside it: four keys are not typed twice. What is
    # stored never reaches this form.
    secret = forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True)
    return forms.CharField(
        label=_(field.metadata["label"]),
        help_text=_(field.metadata["help"]),
        required=field.default is dataclasses.MISSING,
        max_length=LONGEST,
        widget=secret if field.metadata["secret"] else forms.TextInput(attrs=attrs),
    )


def _note(what: str, account: Account, by: Person, at: datetime) -> None:
    Event.objects.create(
        kind=f"account.{what}",
        office_id=account.office_id,
        by=by,
        at=at,
        data={"account": account.pk, "kind": account.kind, "handle": account.handle},
    )
