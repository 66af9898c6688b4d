from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from channels.base import NotFound, Outgoing, Reason, Refused, Remote, Trace, Verb
from channels.opening import board
from newsroom.board import NewsroomBoard
from newsroom.models import Item
from scheduler import plan
from scheduler.message import outgoing
from scheduler.models import Delivery, Mode
from tests.newsroom.press import BODY, SITE, NoJournal, Press, photo
from tests.people import MORNING

HOUR = timedelta(hours=1)


def test_the_newsroom_is_plugged_in() -> None:
    assert isinstance(board("newsroom"), NewsroomBoard)


def test_what_is_delivered_has_an_address_an_id_and_its_time(press: Press) -> None:
    item = press.publish(extra={"legal_basis": "PP 45/2024"})
    assert item.state == "live"
    assert item.body == BODY
    assert item.office == press.network.pontianak
    assert item.legal_basis == "PP 45/2024"
    assert item.published_at == item.updated_at == MORNING
    assert item.address.startswith(f"{SITE}/ruang-berita/kabar/layanan-paspor-sampai-sore-")
    assert item.guid == f"tag:127.0.0.1,2026-12-07:ruang-berita/{item.public_id}"


def test_the_same_key_changes_nothing_and_is_answered_alike(press: Press) -> None:
    account = press.account(press.network.pontianak)
    post = press.post()
    message = press.message(post)
    first = press.adapter(account).publish(message, NoJournal())
    press.later(hours=1)
    other = Outgoing(message.key, "Lain sekali", "Judul lain", extra=message.extra)
    assert press.adapter(account).publish(other, NoJournal()) == first
    item = Item.objects.get()
    assert (item.title, item.updated_at) == ("Layanan paspor sampai sore", MORNING)


def test_a_lost_answer_is_found_by_its_key_and_by_no_other(press: Press) -> None:
    account = press.account(press.network.pontianak)
    message = press.message(press.post())
    receipt = press.adapter(account).publish(message, NoJournal())
    elsewhere = press.account(press.network.centre)

    def trace(key: str) -> Trace:
        return Trace(key, Verb.PUBLISH, MORNING, message, None)

    assert press.adapter(account).look(trace(message.key)) == receipt
    for adapter, key in (
        (press.adapter(account), "gema-99-0"),
        (press.adapter(elsewhere), message.key),
    ):
        with pytest.raises(NotFound):
            adapter.look(trace(key))


def test_two_newsrooms_carry_the_same_post_as_two_items(press: Press) -> None:
    post = press.post()
    here, there = press.publish(post=post), press.publish(post=post, on=press.network.centre)
    assert here.guid != there.guid
    assert here.office == there.office == press.network.pontianak


def test_posting_again_keeps_one_item_under_both_keys(press: Press) -> None:
    post = press.post()
    first = press.publish(post=post)
    press.later(hours=1)
    second = press.publish(post=post)
    assert second == first
    assert second.updated_at == MORNING
    account = press.account(post.office)
    found = NewsroomBoard().find(str(account.pk), "gema-2-0")
    assert found == NewsroomBoard().find(str(account.pk), "gema-1-0")
    assert found is not None


def test_a_ralat_keeps_identity_and_first_time_and_says_what_was_wrong(press: Press) -> None:
    item = press.publish()
    press.later(hours=3)
    mended = press.correct(
        item, "Pukul 16.00", "Pukul 15.00", "Layanan buka sampai 15.00.", title="Sampai 15.00"
    )
    assert (mended.pk, mended.guid, mended.slug) == (item.pk, item.guid, item.slug)
    assert mended.published_at == MORNING
    assert mended.updated_at == MORNING + 3 * HOUR
    assert mended.headline == "RALAT: Sampai 15.00"
    [note] = mended.notes
    assert (note.wrong, note.right) == ("Pukul 16.00", "Pukul 15.00")
    assert note.when == "Senin, 7 Desember 2026 pukul 13.00 WIB"


def test_a_ralat_repeated_after_a_lost_answer_is_noted_once(press: Press) -> None:
    item = press.publish()
    extra = {"correction": {"wrong": "16.00", "right": "15.00"}}
    press.edit(item, key="gema-77-0", extra=extra)
    press.later(hours=1)
    mended = press.edit(item, key="gema-77-0", extra=extra)
    assert len(mended.notes) == 1
    assert mended.updated_at == MORNING


def test_a_second_ralat_stands_above_the_first(press: Press) -> None:
    item = press.publish()
    press.correct(item, "16.00", "15.00", "Sampai 15.00.")
    press.later(days=1)
    mended = press.correct(item, "15.00", "14.00", "Sampai 14.00.")
    assert [note.right for note in mended.notes] == ["14.00", "15.00"]


def test_an_edit_moves_the_time_only_when_a_reader_can_see_it(press: Press) -> None:
    item = press.publish()
    press.later(hours=1)
    assert press.edit(item).updated_at == MORNING
    edited = press.edit(item, "Layanan buka sampai sore.")
    assert edited.updated_at == MORNING + HOUR
    assert edited.state == "live"


def test_ditarik_keeps_the_entry_and_its_reason_and_drops_the_rest(press: Press) -> None:
    item = press.publish(images=(photo(press.network.pontianak),))
    press.later(hours=2)
    gone = press.withdraw(item, "Tanggalnya belum pasti.")
    assert gone.headline == "DITARIK: Layanan paspor sampai sore"
    assert (gone.guid, gone.published_at) == (item.guid, MORNING)
    assert gone.withdrawn_at == gone.updated_at == MORNING + 2 * HOUR
    assert gone.withdrawal == "Tanggalnya belum pasti."
    assert (gone.body, gone.images, gone.photos) == ("", [], [])


def test_withdrawing_twice_keeps_the_first_reason_and_time(press: Press) -> None:
    item = press.withdraw(press.publish(), "Pertama.")
    press.later(hours=1)
    again = press.withdraw(item, "Kedua.")
    assert (again.withdrawal, again.updated_at) == ("Pertama.", MORNING)


def test_what_is_withdrawn_neither_changes_nor_comes_back(press: Press) -> None:
    post = press.post()
    item = press.withdraw(press.publish(post=post))
    with pytest.raises(Refused) as gone:
        press.correct(item, "16.00", "15.00")
    assert gone.value.reason is Reason.GONE
    with pytest.raises(Refused):
        press.publish(post=post)
    assert Item.objects.get().is_withdrawn


def test_an_item_is_changed_only_from_its_own_account(press: Press) -> None:
    item = press.publish()
    elsewhere = press.adapter(press.account(press.network.centre))
    with pytest.raises(Refused):
        elsewhere.delete(Remote(str(item.public_id)), "k", NoJournal(), "salah")
    with pytest.raises(Refused):
        elsewhere.delete(Remote("bukan-id"), "k", NoJournal(), "salah")
    assert not Item.objects.get().is_withdrawn


def test_an_item_settled_by_a_person_is_known_by_its_address(press: Press) -> None:
    item = press.publish()
    press.adapter(item.account).delete(Remote("", item.address), "k", NoJournal(), "Keliru.")
    assert Item.objects.get().is_withdrawn


def test_a_message_without_a_post_is_refused(press: Press) -> None:
    adapter = press.adapter(press.account(press.network.pontianak))
    for extra in ({}, {"post": "x"}, {"post": str(uuid.uuid4())}):
        with pytest.raises(Refused):
            adapter.publish(Outgoing("k", "Teks", "Judul", extra=extra), NoJournal())
    assert not Item.objects.exists()


def test_a_picture_no_browser_shows_is_refused_with_its_text(press: Press) -> None:
    odd = replace(photo(press.network.pontianak), mime="image/tiff")
    with pytest.raises(Refused) as refused:
        press.publish(images=(odd,))
    assert refused.value.reason is Reason.BAD_MEDIA
    assert not Item.objects.exists()


def test_titles_without_latin_letters_and_odd_values_still_get_an_address(press: Press) -> None:
    item = press.publish(
        title="جوازات السفر \x00\x0b", language="<b>", extra={"topic": "Àneh/../x"}
    )
    assert item.slug.startswith("kabar-")
    assert item.title == "جوازات السفر"
    assert item.language == "id"
    assert item.topic == "anehx"
    long = press.publish(title="kata " * 200)
    assert len(long.title) <= 300
    assert len(long.slug) <= 100


def test_the_scheduler_s_own_message_arrives_whole(press: Press) -> None:
    network = press.network
    picture = photo(network.pontianak)
    said = {"sha256": picture.sha256, "alt": "Loket", "caption": "Pagi", "credit": "Humas"}
    post = network.approved(
        texts={"newsroom": BODY},
        legal_basis="PP 45/2024",
        media=[said],
        images={"newsroom": [picture.sha256]},
        credit={"office": "Kanim Contoh Jayapura", "handle": "jap", "url": "https://jap.test/1"},
    )
    account = press.account(network.pontianak)
    [row] = plan.plan(post, [account], None, Mode.TOGETHER, by=network.tono, at=MORNING)
    press.adapter(account).publish(outgoing(_loaded(row)), NoJournal())
    item = Item.objects.get()
    assert (item.post, item.title) == (post.public_id, "Layanan paspor buka sampai sore")
    assert (item.topic, item.legal_basis) == ("layanan", "PP 45/2024")
    assert item.source is not None
    assert item.source.url == "https://jap.test/1"
    [shown] = item.photos
    assert (shown.sha256, shown.size, shown.role) == (picture.sha256, len(picture.data), "photo")


def test_a_repost_remembers_what_it_echoes(press: Press) -> None:
    original = press.post()
    echo = press.post(press.network.centre, repost_of=original)
    assert press.publish(post=echo).repost_of == original.public_id


def _loaded(row: Delivery) -> Delivery:
    return Delivery.objects.select_related("post__office", "account__office", "revision").get(
        pk=row.pk
    )
