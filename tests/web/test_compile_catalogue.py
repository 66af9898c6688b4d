from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def english(tmp_path: Path, settings: Settings) -> Path:
    """Where the English catalogue of an otherwise empty folder lies."""
    settings.LOCALE_PATHS = [tmp_path]
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    return folder / "django.po"


def test_a_compiled_catalogue_translates(english: Path) -> None:
    english.write_text(HEADER + 'msgid "kiriman"\nmsgstr "post"\n')
    call_command("compile_catalogue")
    with english.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("kiriman") == "post"


def test_a_fuzzy_translation_is_not_shown(english: Path) -> None:
    english.write_text(HEADER + '#, fuzzy\nmsgid "kiriman"\nmsgstr "parcel"\n')
    call_command("compile_catalogue")
    with english.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("kiriman") == "kiriman"


def test_without_a_catalogue_nothing_happens_and_nothing_is_said(
    english: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("compile_catalogue")
    assert list(english.parent.iterdir()) == []
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "broken",
    [HEADER + 'msgid "kiri"man"\n', HEADER + 2 * 'msgid "kiriman"\nmsgstr "post"\n\n'],
    ids=["not a catalogue", "one word twice"],
)
def test_a_broken_catalogue_is_named_and_the_old_one_stays(english: Path, broken: str) -> None:
    english.with_suffix(".mo").write_bytes(b"old")
    english.write_text(broken)
    with pytest.raises(CommandError, match=r"django\.po"):
        call_command("compile_catalogue")
    assert english.with_suffix(".mo").read_bytes() == b"old"
