"""English is complete, and nothing in it is stale: read from the source, without GNU gettext."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import polib
import pytest
from django.conf import settings

from web.catalogue import Sentence, collect, in_page, in_python, in_template
from web.management.commands.collect_messages import merged

ENGLISH = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
BLANK = re.compile(r"%\(\w+\)[sd]|%[sd%]|</?\w+[^>]*>")


@cache
def catalogue() -> polib.POFile:
    return polib.pofile(str(ENGLISH), check_for_duplicates=True)


@cache
def source() -> frozenset[Sentence]:
    return frozenset(collect(settings.ROOT))


def said(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_sentence_of_the_source_is_in_the_catalogue() -> None:
    known = {Sentence(e.msgid, e.msgid_plural or "", e.msgctxt or "") for e in catalogue()}
    assert sorted(s.id for s in source() - known) == [], "run: make messages"


def test_every_sentence_is_translated() -> None:
    missing = [entry.msgid for entry in catalogue() if not all(said(entry)) or entry.fuzzy]
    assert missing == []


def test_nothing_in_the_catalogue_has_left_the_source() -> None:
    keys = {sentence.key for sentence in source()}
    stale = [e.msgid for e in catalogue() if e.obsolete or (e.msgctxt or "", e.msgid) not in keys]
    assert stale == [], "run: make messages"


def test_every_blank_and_tag_is_kept() -> None:
    wrong = [
        (entry.msgid, one)
        for entry in catalogue()
        for one in said(entry)
        if sorted(BLANK.findall(one)) != sorted(BLANK.findall(entry.msgid))
    ]
    assert wrong == []


def test_space_at_the_ends_is_kept() -> None:
    ends = re.compile(r"^\s*|\s*$")
    wrong = [
        entry.msgid
        for entry in catalogue()
        for one in said(entry)
        if ends.findall(one) != ends.findall(entry.msgid)
    ]
    assert wrong == []


def test_english_has_one_and_many() -> None:
    assert "nplurals=2" in catalogue().metadata["Plural-Forms"]
    assert all(sorted(e.msgstr_plural) == [0, 1] for e in catalogue() if e.msgid_plural)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("_('Simpan')", [Sentence("Simpan")]),
        ("gettext_lazy('a' 'b')", [Sentence("ab")]),
        ("ngettext('satu', 'banyak', n)", [Sentence("satu", "banyak")]),
        ("pgettext('jam', 'lewat')", [Sentence("lewat", context="jam")]),
        ("asked('Token', help='Dari Meta.')", [Sentence("Token"), Sentence("Dari Meta.")]),
        ("from x import gettext_lazy as lazy\nlazy('Surel')", [Sentence("Surel")]),
        ("_(word)\nprint('bukan')", []),
    ],
)
def test_sentences_are_found_in_python(code: str, expected: list[Sentence]) -> None:
    assert list(in_python(f"from django.utils.translation import gettext as _\n{code}")) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("{% translate 'Simpan' %}", [Sentence("Simpan")]),
        ("{% translate \"Ketik 'ya'\" as x %}", [Sentence("Ketik 'ya'")]),
        ("{% icon 'x' label=_('Tutup') %}", [Sentence("Tutup")]),
        ("{% blocktranslate trimmed %}\n a\n b\n{% endblocktranslate %}", [Sentence("a b")]),
        (
            "{% blocktranslate count n=n %}{{ n }} hal{% plural %}{{ n }} hal-hal"
            "{% endblocktranslate %}",
            [Sentence("%(n)s hal", "%(n)s hal-hal")],
        ),
    ],
)
def test_sentences_are_found_in_pages(page: str, expected: list[Sentence]) -> None:
    assert list(in_page("{% load i18n %}" + page)) == expected


def test_what_a_template_says_to_its_writer_is_found() -> None:
    source = (
        'name = "Libur"\ndescription = "Kantor tutup."\ntopic = "layanan"\n'
        '[slots.mulai]\nlabel = "Tutup mulai"\nhelp = "Hari pertama."\nplaceholder = "Senin"\n'
        '[slots.sampai]\nlabel = "Tutup sampai"\n'
    )
    said = ["Libur", "Kantor tutup.", "Tutup mulai", "Hari pertama.", "Tutup sampai"]
    assert [sentence.id for sentence in in_template(source)] == said


def test_collecting_keeps_translations_and_drops_what_left() -> None:
    old = polib.POFile()
    old.append(polib.POEntry(msgid="Simpan", msgstr="Save"))
    old.append(polib.POEntry(msgid="Lama", msgstr="Old"))
    new = merged({Sentence("Simpan"): ["a.py"], Sentence("%d hal", "%d hal"): ["b.html"]}, old)
    assert [(e.msgid, e.msgstr, e.msgstr_plural) for e in new] == [
        ("Simpan", "Save", {}),
        ("%d hal", "", {0: "", 1: ""}),
    ]
