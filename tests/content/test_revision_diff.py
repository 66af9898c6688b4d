from __future__ import annotations

from typing import Any

from content.diff import Run
from content.revision_diff import Section, diff_content


def content(**changes: Any) -> dict[str, Any]:
    return {
        "schema": 1,
        "office": "KANIM-PTK",
        "template": {"key": "jam-layanan", "version": 1},
        "title": "Jam layanan berubah",
        "topic": "layanan",
        "language": "id",
        "legal_basis": "",
        "grace_minutes": 15,
        "slots": {"tanggal": "2026-11-27", "jam": "08:00-12:00"},
        "texts": {"x": "Buka 08.00–12.00", "facebook": "Kami buka 08.00–12.00"},
        "media": [image("a" * 64), image("b" * 64)],
        "images": {"x": ["a" * 64], "facebook": ["a" * 64, "b" * 64]},
        "credit": None,
        "correction": None,
    } | changes


def image(sha256: str, alt: str = "Loket layanan") -> dict[str, Any]:
    return {"sha256": sha256, "alt": alt, "caption": "", "credit": "", "role": "photo"}


def test_equal_content_has_no_sections() -> None:
    assert diff_content(content(), content()) == []


def test_only_the_text_that_changed_is_shown() -> None:
    texts = content()["texts"] | {"x": "Buka 08.00–15.00"}
    assert diff_content(content(), content(texts=texts)) == [
        Section(
            "text",
            "x",
            "changed",
            (
                Run("same", "Buka "),
                Run("removed", "08.00–12.00"),
                Run("added", "08.00–15.00"),
            ),
        )
    ]


def test_a_channel_that_came_and_one_that_went_are_named() -> None:
    texts = {"x": content()["texts"]["x"], "instagram": "Baru"}
    assert diff_content(content(), content(texts=texts)) == [
        Section("text", "instagram", "added", (Run("added", "Baru"),)),
        Section("text", "facebook", "removed", (Run("removed", "Kami buka 08.00–12.00"),)),
    ]


def test_an_image_that_came_shows_its_alternative_text() -> None:
    media = [image("a" * 64), image("c" * 64, "Papan pengumuman")]
    found = diff_content(content(), content(media=media))
    assert [(each.part, each.name[0], each.change) for each in found] == [
        ("image", "c", "added"),
        ("alt", "c", "added"),
        ("image", "b", "removed"),
        ("alt", "b", "removed"),
    ]


def test_the_order_of_images_on_a_channel_matters() -> None:
    images = content()["images"] | {"facebook": ["b" * 64, "a" * 64]}
    assert diff_content(content(), content(images=images)) == [
        Section("images", "facebook", "changed")
    ]


def test_everything_else_that_would_be_published_is_compared() -> None:
    new = content(
        title="Jam layanan kembali normal",
        grace_minutes=30,
        legal_basis="Surat Edaran Nomor 12 Tahun 2026",
        template={"key": "jam-layanan", "version": 2},
        slots={"tanggal": "2026-11-28", "jam": "08:00-12:00"},
        credit={"office": "Imigrasi Pontianak"},
        correction={"wrong": "12.00", "right": "15.00"},
        media=[image("a" * 64, "Loket tiga"), image("b" * 64) | {"credit": "Humas"}],
    )
    found = {(each.part, each.name[:7]): each.change for each in diff_content(content(), new)}
    assert found == {
        ("title", ""): "changed",
        ("grace_minutes", ""): "changed",
        ("legal_basis", ""): "added",
        ("template", ""): "changed",
        ("slot", "tanggal"): "changed",
        ("alt", "aaaaaaa"): "changed",
        ("image_credit", "bbbbbbb"): "added",
        ("credit", "office"): "added",
        ("correction", "wrong"): "added",
        ("correction", "right"): "added",
    }


def test_the_first_revision_is_compared_with_nothing() -> None:
    found = diff_content({}, content())
    assert {each.change for each in found} <= {"added", "changed"}
    assert ("title", "added") in {(each.part, each.change) for each in found}
