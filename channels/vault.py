"""Channel credentials at rest: MultiFernet with keys of its own, newest first."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

from channels.models import Account


class Locked(Exception):
    """No key of ours opens these credentials: connect the account again, or bring the key back."""


def seal(credentials: Any) -> bytes:
    """Encrypt a credentials dataclass."""
    return _box().encrypt(json.dumps(dataclasses.asdict(credentials)).encode())


def unseal(account: Account, needs: type[Any]) -> Any:
    """The account's credentials as the dataclass its adapter needs. Raises Locked."""
    try:
        stored: dict[str, Any] = json.loads(_box().decrypt(bytes(account.credentials)))
    except InvalidToken:
        raise Locked(f"account {account.pk}") from None
    known = {field.name for field in dataclasses.fields(needs)}
    return needs(**{name: value for name, value in stored.items() if name in known})


def rotate(progress: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Encrypt every account's credentials with the newest key. Returns how many."""
    box = _box()
    ids = list(Account.objects.exclude(credentials=b"").values_list("pk", flat=True))
    for done, pk in enumerate(ids, start=1):
        with transaction.atomic():
            account = Account.objects.select_for_update().get(pk=pk)
            account.credentials = box.rotate(bytes(account.credentials))
            account.save(update_fields=["credentials"])
        progress(done, len(ids))
    return len(ids)


def _box() -> MultiFernet:
    keys: Iterable[str] = settings.SECRETS.vault_keys
    return MultiFernet([Fernet(key) for key in keys])
