"""A new key for the channel credentials. Old keys stay until they are dropped on purpose.

The order is safe at every step: a key is on disk before anything is encrypted with it, and is
dropped only when nothing needs it any more.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

import msgspec
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from channels import vault
from web import secrets


class Command(BaseCommand):
    help = "Encrypt all channel credentials with a new key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--drop-old",
            action="store_true",
            help="make no new key; forget all but the newest. Restart Gema before this.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if os.environ.get("GEMA_VAULT_KEYS"):
            self._from_environment(drop=options["drop_old"])
        elif options["drop_old"]:
            self._drop_old()
        else:
            self._add_new()

    def _add_new(self) -> None:
        stored = secrets.stored(settings.DATA)
        keys = (secrets.new_vault_key(), *stored.vault_keys)
        secrets.write(settings.DATA, msgspec.structs.replace(stored, vault_keys=keys))
        self._encrypt(keys)
        self.stdout.write(
            f"{len(keys)} keys are kept. Restart Gema, then forget the old ones with --drop-old."
        )

    def _drop_old(self) -> None:
        stored = secrets.stored(settings.DATA)
        self._encrypt(stored.vault_keys)
        newest = stored.vault_keys[:1]
        secrets.write(settings.DATA, msgspec.structs.replace(stored, vault_keys=newest))
        self.stdout.write("Only the newest key is kept now.")

    def _from_environment(self, *, drop: bool) -> None:
        if drop:
            raise CommandError("The keys come from GEMA_VAULT_KEYS: take the old ones out there.")
        self._encrypt(settings.READ_SECRETS().vault_keys)
        self.stdout.write("Encrypted with the first key of GEMA_VAULT_KEYS.")

    def _encrypt(self, keys: Sequence[str]) -> None:
        """Raises CommandError where an account cannot be opened: then no key may be dropped."""
        rotation = vault.rotate(keys, self._progress)
        self.stdout.write(f"{rotation.done} accounts encrypted.")
        if rotation.locked:
            raise CommandError(
                f"No key opens the accounts {', '.join(map(str, rotation.locked))}."
                " Bring back the key they were written with, or connect them again."
            )

    def _progress(self, done: int, of: int) -> None:
        if done % 100 == 0 and done < of:
            self.stdout.write(f"{done} of {of}")
