"""A message as each network would show it, before anybody sends it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from channels import registry
from channels.limits import Look, Naming, Piece, Shape, tool
from channels.preview import Shown, ShownPicture, show

PHOTO = ShownPicture("/media/1", "Antrean di loket")


def shown(kind: str, text: str, *pictures: ShownPicture) -> Shown:
    return show(
        kind, name="Kanim Contoh", handle="kanim", title="Judul", text=text, pictures=pictures
    )


def drawn(message: Shown) -> str:
    return render_to_string("channels/_preview.html", {"shown": message})


@pytest.mark.parametrize("kind", sorted(registry.CHANNELS))
def test_every_network_shows_text_and_picture(kind: str) -> None:
    page = drawn(shown(kind, "Loket buka pukul 08.00 WIB.", PHOTO))
    assert "Loket buka pukul 08.00 WIB." in page
    assert 'alt="Antrean di loket"' in page
    assert f'id="preview-{kind}"' in page


def test_telegram_counts_a_caption_apart_from_a_text_and_strikes_out_the_rest() -> None:
    text = "a" * 1030
    assert not shown("telegram", text).over
    beside = shown("telegram", text, PHOTO)
    assert (beside.used, beside.room, beside.over) == (1030, 1024, True)
    assert "<mark>aaaaaa</mark>" in drawn(beside)


def test_telegram_shows_the_picture_above_its_caption() -> None:
    page = drawn(shown("telegram", "Loket buka.", PHOTO))
    assert page.index("<img") < page.index("Loket buka.")


def test_a_webhook_shows_the_title_that_it_sends() -> None:
    assert '<h3 class="preview-title">Judul</h3>' in drawn(shown("webhook", "Loket buka."))


def test_what_the_network_would_not_take_is_said_in_its_preview() -> None:
    message = replace(shown("x", "Loket buka.", PHOTO), faults=("Gambar terlalu kecil.",))
    page = drawn(message)
    assert 'id="media-x"' in page
    assert "Gambar terlalu kecil." in page


def test_a_network_of_tomorrow_is_drawn_from_what_it_declares() -> None:
    look = Look(
        (Piece.TITLE, Piece.MEDIA, Piece.CAPTION, Piece.TOOLS, Piece.NOTE),
        Shape.PHOTO,
        Naming.HANDLE,
        (tool("Suka", "thumb-up"),),
        slides=True,
        spread=False,
        note="Dari jaringan besok.",
    )
    message = replace(shown("x", "Loket buka.", PHOTO, PHOTO), kind="besok", look=look)
    page = drawn(message)
    order = ["Judul", "preview-strip", "Loket buka.", "Suka", "Dari jaringan besok."]
    assert [page.index(one) for one in order] == sorted(page.index(one) for one in order)
    assert "preview-photo preview-gathered" in page


def test_no_preview_knows_a_network_by_name() -> None:
    """Adding a channel touches its own folder: its look is declared there."""
    folder = Path(registry.__file__).parent
    sources = [
        folder / "preview.py",
        folder / "static/channels/previews.css",
        *(folder / "html/channels").glob("_preview*.html"),
    ]
    named = [
        (path.name, kind)
        for path in sources
        for kind in registry.CHANNELS
        if re.search(rf"[-\"']{kind}[\"' ]", path.read_text(encoding="utf-8"))
    ]
    assert named == []
