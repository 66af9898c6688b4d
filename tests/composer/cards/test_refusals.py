from __future__ import annotations

from dataclasses import replace

import pytest

from composer.cards import (
    BadPicture,
    CardContent,
    CardRefused,
    DoesNotFit,
    Fact,
    Figure,
    Format,
    Layout,
    Missing,
    Photo,
    Quote,
    Slot,
    UnknownCharacter,
    problems,
    render,
)
from composer.cards.fonts import Typeface
from composer.cards.layout import compose
from tests.composer.cards.samples import (
    ANNOUNCEMENT,
    CONTENTS,
    EVENT,
    FIGURE,
    PONTIANAK,
    RELEASE,
    REQUIREMENTS,
    photo,
)

LONG = "Permohonan paspor bagi jemaah haji dilayani pada hari Sabtu dan Minggu. "


def refusal(content: CardContent, fmt: Format = Format.FEED) -> CardRefused:
    with pytest.raises(CardRefused) as refused:
        render(content, PONTIANAK, fmt)
    return refused.value


@pytest.mark.parametrize("fmt", list(Format))
@pytest.mark.parametrize("content", CONTENTS.values(), ids=list(CONTENTS))
def test_a_title_shrinks_then_is_refused_by_name(
    content: CardContent, fmt: Format, face: Typeface
) -> None:
    sizes: list[int] = []

    def lengthen() -> None:
        for words in range(1, 120, 2):
            longer = replace(content, title=" ".join(["kantor"] * words), lead="")
            scene = compose(longer, PONTIANAK, fmt, face)
            sizes.append(max(run.size for run in scene.runs if run.slot is Slot.TITLE))

    with pytest.raises(DoesNotFit, match="judul") as refused:
        lengthen()
    assert refused.value.problem.slot is Slot.TITLE
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]


@pytest.mark.parametrize(
    ("content", "slot"),
    [
        (replace(ANNOUNCEMENT, lead=LONG * 12), Slot.LEAD),
        (replace(ANNOUNCEMENT, kicker="Pengumuman resmi untuk semua pemohon paspor"), Slot.KICKER),
        (replace(ANNOUNCEMENT, facts=(Fact("Catatan", LONG * 6),)), Slot.FACTS),
        (replace(ANNOUNCEMENT, footnote=LONG * 6), Slot.FOOTNOTE),
        (replace(ANNOUNCEMENT, link_label=LONG * 2), Slot.LINK_LABEL),
        (replace(REQUIREMENTS, items=(LONG,) * 9), Slot.ITEMS),
        (replace(RELEASE, quote=Quote(LONG * 12, "Kepala kantor")), Slot.QUOTE),
        (replace(EVENT, figure=Figure("Sabtu sampai Minggu malam")), Slot.FIGURE),
        (replace(FIGURE, figure=Figure("92,4", "dari seratus sampai seribu satu")), Slot.FIGURE),
        (replace(ANNOUNCEMENT, title="Pertanggungjawaban" * 4), Slot.TITLE),
    ],
)
def test_what_is_too_long_is_named(content: CardContent, slot: Slot) -> None:
    refused = refusal(content)
    assert isinstance(refused, DoesNotFit)
    assert refused.problem.slot is slot
    assert "terlalu panjang" in str(refused.problem)


def test_an_office_name_that_fits_nowhere_is_refused() -> None:
    brand = replace(PONTIANAK, name="Kantor " * 40, short_name="Kantor " * 40)
    (problem,) = problems(ANNOUNCEMENT, brand, Format.FEED)
    assert problem.slot is Slot.OFFICE


@pytest.mark.parametrize(
    ("text", "name"),
    [("ꦲꦏ꧀ꦱꦫ", "JAVANESE"), ("移民", "CJK"), ("مكتب", "ARABIC"), ("Паспорт", "CYRILLIC")],
)
def test_a_script_the_typeface_lacks_is_refused_with_the_character_named(
    text: str, name: str
) -> None:
    refused = refusal(replace(ANNOUNCEMENT, lead=f"Layanan {text}"))
    assert isinstance(refused, UnknownCharacter)
    assert refused.problem.slot is Slot.LEAD
    assert text[0] in str(refused.problem)
    assert name in str(refused.problem)


@pytest.mark.parametrize("title", ["Łukasz Žižek Nguyễn Đức", "Ça coûte 5 € – “presque” rien…"])
def test_names_in_other_latin_alphabets_are_drawn(title: str) -> None:
    assert problems(replace(ANNOUNCEMENT, title=title), PONTIANAK, Format.FEED) == []


def test_a_title_of_emoji_only_is_an_empty_title() -> None:
    refused = refusal(replace(ANNOUNCEMENT, title="🎉🎉"))
    assert isinstance(refused, Missing)
    assert refused.problem.slot is Slot.TITLE


@pytest.mark.parametrize("layout", [Layout.EVENT, Layout.FIGURE])
def test_a_layout_around_a_number_needs_one(layout: Layout) -> None:
    refused = refusal(replace(ANNOUNCEMENT, layout=layout))
    assert isinstance(refused, Missing)
    assert refused.problem.slot is Slot.FIGURE


def test_all_missing_and_undrawable_slots_are_told_at_once() -> None:
    content = replace(EVENT, title="", figure=None, lead="移民", kicker="ꦲ")
    found = problems(content, PONTIANAK, Format.FEED)
    assert {problem.slot for problem in found} == {
        Slot.TITLE,
        Slot.FIGURE,
        Slot.LEAD,
        Slot.KICKER,
    }


@pytest.mark.parametrize("data", [b"", b"not a picture", photo()[:900], b"<svg/>"])
def test_a_broken_photo_is_refused(data: bytes) -> None:
    content = replace(EVENT, photo=Photo(data), lead="")
    refused = refusal(content)
    assert isinstance(refused, BadPicture)
    assert refused.problem.slot is Slot.PHOTO
    assert [p.slot for p in problems(content, PONTIANAK, Format.FEED)] == [Slot.PHOTO]


def test_a_broken_logo_is_refused() -> None:
    found = problems(ANNOUNCEMENT, replace(PONTIANAK, logo=b"GIF89a"), Format.FEED)
    assert [problem.slot for problem in found] == [Slot.LOGO]


def test_a_photo_without_room_is_said_so() -> None:
    content = replace(EVENT, photo=Photo(photo()), lead=LONG * 3)
    refused = refusal(content)
    assert isinstance(refused, DoesNotFit)
    assert refused.problem.slot is Slot.PHOTO
