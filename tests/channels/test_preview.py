"""A message as each network would show it, before anybody sends it."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from channels import registry
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
