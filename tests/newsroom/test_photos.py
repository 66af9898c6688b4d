from __future__ import annotations

from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow

from content.models.media import MediaRole
from newsroom.models import Item
from newsroom.photo import Photo
from tests.newsroom.press import Press, photo, read


def address(shown: Photo, size: int | str, extension: str = "jpg") -> str:
    return reverse("newsroom:photo", args=[shown.slug, shown.short, size, extension])


def one(item: Item) -> Photo:
    [shown] = item.photos
    return shown


def test_the_full_size_is_the_delivered_picture(press: Press, client: Client) -> None:
    picture = photo(press.network.pontianak)
    shown = one(press.publish(images=(picture,)))
    answer = client.get(shown.full)
    assert answer.content == picture.data
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    known = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(shown.full, headers=known).status_code == 304
    assert client.head(shown.full).status_code == 200


def test_a_download_has_a_name_that_tells_what_it_is(press: Press, client: Client) -> None:
    picture = photo(press.network.pontianak)
    shown = one(press.publish(images=(picture,)))
    answer = client.get(shown.download)
    assert answer.content == picture.data
    name = f"{shown.slug}-foto-1.jpg"
    assert name.startswith("layanan-paspor-sampai-sore-")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_smaller_copies_are_made_once_and_only_in_our_widths(press: Press, client: Client) -> None:
    shown = one(press.publish(images=(photo(press.network.pontianak, width=1000, height=500),)))
    assert shown.widths == [400, 800]
    answer = client.get(address(shown, 400))
    with Pillow.open(BytesIO(answer.content)) as small:
        assert (small.size, small.format) == ((400, 200), "JPEG")
    kept = list((Path(settings.MEDIA_ROOT) / "variants").rglob("*.jpg"))
    assert [path.name for path in kept] == [f"{shown.sha256}-400.jpg"]
    kept[0].write_bytes(b"the kept copy")
    assert client.get(address(shown, 400)).content == b"the kept copy"
    for size in (401, 1200, 1600, 0, "besar"):
        assert client.get(address(shown, size)).status_code == 404
    assert client.get(address(shown, 400, "png")).status_code == 404


def test_a_withdrawn_picture_is_gone_in_every_size(press: Press, client: Client) -> None:
    item = press.publish(images=(photo(press.network.pontianak),))
    shown = one(item)
    paths = [shown.full, shown.download, address(shown, 400)]
    assert [client.get(path).status_code for path in paths] == [200, 200, 200]
    press.withdraw(item)
    known = {"If-None-Match": "*"}
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert [client.get(path, headers=known).status_code for path in paths] == [404, 404, 404]


def test_a_picture_dropped_by_a_ralat_is_gone(press: Press, client: Client) -> None:
    wrong = photo(press.network.pontianak)
    item = press.publish(images=(wrong,))
    shown = one(item)
    press.correct(item, "Foto keliru", "Foto lain", images=(photo(item.office, colour="red"),))
    assert client.get(shown.full).status_code == 404


def test_bytes_that_have_changed_are_not_shown(press: Press, client: Client) -> None:
    shown = one(press.publish(images=(photo(press.network.pontianak),)))
    for path in Path(settings.MEDIA_ROOT).glob("*.jpg"):
        path.write_bytes(b"something else")
    assert client.get(shown.full).status_code == 404


def test_a_page_shows_alt_caption_credit_and_the_full_size(press: Press, client: Client) -> None:
    picture = photo(press.network.pontianak, alt="Loket <dua>", credit="Tim Humas")
    item = press.publish(images=(picture,))
    page = read(client, "item", item.slug)
    assert 'alt="Loket &lt;dua&gt;"' in page
    assert "Loket pagi hari" in page
    assert "Foto: Tim Humas" in page
    assert "900 × 600" in page
    assert one(item).download in page


def test_a_photo_comes_before_a_card(press: Press) -> None:
    office = press.network.pontianak
    card, real = photo(office, role=MediaRole.CARD), photo(office, colour="red")
    item = press.publish(images=(card, real))
    assert item.main_photo is not None
    assert item.main_photo.sha256 == real.sha256
    assert [other.sha256 for other in item.other_photos] == [card.sha256]
