"""Bring the catalogues in step with the source: new sentences in, sentences no longer used out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand

from web.catalogue import Sentence, collect
from web.management.commands.compile_catalogue import compile_catalogue


class Command(BaseCommand):
    help = "Rewrite the catalogues from the source and name what is still to be translated."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        found = collect(settings.ROOT)
        for folder in settings.LOCALE_PATHS:
            for path in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                catalogue = merged(found, polib.pofile(str(path)))
                catalogue.save(str(path))
                compile_catalogue(path)
                for entry in catalogue.untranslated_entries():
                    self.stdout.write(f"{path.parent.parent.name}: {entry.msgid}")


def merged(found: dict[Sentence, list[str]], old: polib.POFile) -> polib.POFile:
    """The sentences of the source, each with the translation that the old catalogue has for it."""
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in old}
    new = polib.POFile(wrapwidth=98)
    new.metadata = old.metadata
    for sentence, places in found.items():
        entry = _entry(sentence, known.get(sentence.key))
        # Files without line numbers: a catalogue then changes only where a sentence does.
        entry.occurrences = [(place, "") for place in places]
        new.append(entry)
    return new


def _entry(sentence: Sentence, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=sentence.id, msgctxt=sentence.context or None)
    if sentence.plural:
        entry.msgid_plural = sentence.plural
        entry.msgstr_plural = dict(known.msgstr_plural) if known else {}
        entry.msgstr_plural = {form: entry.msgstr_plural.get(form, "") for form in (0, 1)}
    elif known is not None:
        entry.msgstr = known.msgstr
    return entry
