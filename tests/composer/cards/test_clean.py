from __future__ import annotations

import pytest

from composer.cards.clean import clean, quoted, spell


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Kami buka 🎉🎉 besok", "Kami buka besok"),
        ("Selamat 🇮🇩!", "Selamat!"),
        ("Keluarga 👨‍👩‍👧 senang", "Keluarga senang"),
        ("1️⃣ Isi formulir", "1 Isi formulir"),
        ("© 2026 Imigrasi™", "© 2026 Imigrasi™"),
        ("Pilih → antre", "Pilih – antre"),
        ("cafe\u0301", "café"),
        ("jam\u200bbuka\ufeff", "jambuka"),
        ("dua\nbaris", "dua baris"),
        ("  banyak   spasi ", "banyak spasi"),
        ("non\u2011tunai", "non-tunai"),
    ],
)
def test_text_becomes_what_can_be_drawn(typed: str, drawn: str) -> None:
    assert clean(typed) == drawn


def test_cleaning_twice_changes_nothing() -> None:
    once = clean("Halo 👋 dunia → “uji” ✓")
    assert clean(once) == once


@pytest.mark.parametrize("typed", ["Kami buka.", "“Kami buka.”", '"Kami buka."'])
def test_a_quotation_has_one_pair_of_marks(typed: str) -> None:
    assert quoted(typed) == "“Kami buka.”"


def test_a_character_is_named_for_someone_who_sees_only_a_box() -> None:
    assert spell("ꦲ") == "U+A9B2 JAVANESE LETTER HA"
