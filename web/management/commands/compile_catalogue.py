"""Compile the translations that changed: .po to .mo, without GNU gettext."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Compile the catalogues under LOCALE_PATHS. Says nothing when there is nothing to do."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                compile_catalogue(source)


def compile_catalogue(source: Path) -> Path:
    """Write the .mo beside the .po in one step, so that no process reads half a catalogue."""
    try:
        catalogue = polib.pofile(str(source), check_for_duplicates=True)
    except (OSError, ValueError) as e:
        raise CommandError(f"{source} cannot be compiled: {e}") from e
    target = source.with_suffix(".mo")
    beside = target.with_suffix(".mo.new")
    catalogue.save_as_mofile(str(beside))
    beside.replace(target)
    return target
