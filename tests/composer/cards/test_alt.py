from __future__ import annotations

from dataclasses import replace

import pytest

from composer.cards import CardContent, alt_text
from tests.composer.cards.samples import (
    ANNOUNCEMENT,
    CONTENTS,
    FIGURE,
    RELEASE,
    REQUIREMENTS,
)


def test_it_says_what_the_card_says_in_reading_order() -> None:
    assert alt_text(ANNOUNCEMENT) == (
        "Kartu pengumuman: Layanan paspor tutup pada libur Hari Raya Nyepi. Libur nasional. "
        "Pengambilan paspor dan permohonan baru dilayani kembali pada hari kerja berikutnya. "
        "Tutup: Jumat, 19 Maret 2027. Buka kembali: Senin, 22 Maret 2027, pukul 08.00 WIB. "
        "Dasar: SKB Tiga Menteri tentang Hari Libur Nasional 2027. "
        "Kode QR menuju pontianak.imigrasi.go.id/nyepi."
    )


@pytest.mark.parametrize("content", CONTENTS.values(), ids=list(CONTENTS))
def test_every_fact_is_in_it(content: CardContent) -> None:
    text = alt_text(content)
    assert all(fact.value in text for fact in content.facts)
    assert all(item in text for item in content.items)
    assert ".." not in text


def test_an_index_is_read_with_its_scale_and_grade() -> None:
    assert "92,4 dari 100, Sangat baik." in alt_text(FIGURE)


def test_a_quotation_names_its_speaker() -> None:
    assert "Kutipan Kepala kantor: “Orang bekerja pada hari kerja." in alt_text(RELEASE)


def test_emoji_are_not_read_out() -> None:
    assert "🎉" not in alt_text(replace(ANNOUNCEMENT, title="Kami buka 🎉"))


def test_it_stays_short_enough_for_every_network() -> None:
    text = alt_text(replace(REQUIREMENTS, items=("Kartu keluarga asli dan salinannya",) * 60))
    assert len(text) <= 900
    assert text.endswith("…")
