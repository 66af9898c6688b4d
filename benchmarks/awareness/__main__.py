"""Fill a database with measured deliveries and open the page of figures on it.

    python -m benchmarks.awareness [deliveries]

On SQLite in a temporary folder: a year of 150 offices on four networks.
"""

from __future__ import annotations

import os
import sys
import tempfile
from importlib import import_module

import django
from django.core.management import call_command

from web.secrets import new_vault_key

USUAL = 100_000


def main() -> None:
    deliveries = int(sys.argv[1]) if len(sys.argv) > 1 else USUAL
    with tempfile.TemporaryDirectory(prefix="gema-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "web.settings",
            "GEMA_DATA": folder,
            "GEMA_STATE": f"{folder}/state",
            "GEMA_NEW_SECRETS": "1",
            "GEMA_SECRET_KEY": "for measuring only",
            "GEMA_VAULT_KEYS": new_vault_key(),
        }
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        import_module("benchmarks.awareness.measure").run(deliveries)


if __name__ == "__main__":
    main()
