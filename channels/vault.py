"""Channel credentials at rest: MultiFernet with keys of its own, newest first."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models, transaction

from channels.models import Account, KeptSession, NetworkApp


class Locked(Exception):
    """No key of ours opens these credentials: connect the account again, or bring the key back."""


def seal(credentials: Any) -> bytes:
    """Encrypt a credentials dataclass."""
    return seal_words(dataclasses.asdict(credentials))


def seal_words(words: Mapping[str, str]) -> bytes:
    return _box().encrypt(json.dumps(dict(words)).encode())


def unseal(account: Account, needs: type[Any]) -> Any:
    """The account's credentials as the dataclass its adapter needs. Raises Locked."""
    stored = unseal_words(bytes(account.credentials), f"account {account.pk}")
    known = {field.name for field in dataclasses.fields(needs)}
    return needs(**{name: value for name, value in stored.items() if name in known})


def unseal_words(sealed: bytes, whose: str) -> dict[str, Any]:
    """Raises Locked."""
    words: dict[str, Any] = json.loads(_open(sealed, whose))
    return words


@dataclass(frozen=True, slots=True)
class Rotation:
    """``locked``: accounts that none of the keys opens; they were left as they are."""

    done: int
    locked: tuple[int, ...]


def rotate(
    keys: Sequence[str], progress: Callable[[int, int], None] = lambda done, of: None
) -> Rotation:
    """Encrypt all that is sealed with the first of these keys.

    What was kept beside the credentials is thrown away where no key opens it: an account signs in
    again by itself, or it is found to be locked, too.
    """
    box = _box(keys)
    ids = list(Account.objects.exclude(credentials=b"").values_list("pk", flat=True))
    locked = []
    for number, pk in enumerate(ids, start=1):
        with transaction.atomic():
            account = Account.objects.select_for_update(no_key=True).get(pk=pk)
            _seal_anew(box, KeptSession.objects.filter(account=account))
            try:
                account.credentials = box.rotate(bytes(account.credentials))
            except InvalidToken:
                locked.append(pk)
            else:
                account.save(update_fields=["credentials"])
        progress(number, len(ids))
    _seal_anew(box, NetworkApp.objects.all())
    return Rotation(len(ids) - len(locked), tuple(locked))


def _seal_anew(box: MultiFernet, rows: models.QuerySet[Any]) -> None:
    """Each row, unless somebody else writes it meanwhile: his is sealed with a key of today."""
    for row in rows.exclude(sealed=b""):
        same = rows.filter(pk=row.pk, sealed=row.sealed)
        try:
            same.update(sealed=box.rotate(bytes(row.sealed)))
        except InvalidToken:
            same.delete()


def count_locked() -> int:
    """How many accounts no key of ours opens."""
    locked = 0
    for account in Account.objects.usable().exclude(credentials=b""):
        try:
            _open(bytes(account.credentials), f"account {account.pk}")
        except Locked:
            locked += 1
    return locked


def _open(sealed: bytes, whose: str) -> bytes:
    try:
        return _box().decrypt(sealed)
    except InvalidToken:
        pass
    # Perhaps the keys were rotated since this process started: look again before giving up.
    try:
        return _box(settings.READ_SECRETS().vault_keys).decrypt(sealed)
    except InvalidToken:
        raise Locked(whose) from None


def _box(keys: Sequence[str] = ()) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys or settings.SECRETS.vault_keys])
