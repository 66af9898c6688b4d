"""Correcting, taking down and forwarding in a Telegram channel."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from channels.base import (
    Disconnected,
    Image,
    NotSent,
    Reason,
    Receipt,
    Refused,
    Remote,
    Unconfirmed,
    Verb,
)
from channels.telegram.adapter import Telegram
from tests.channels.on_telegram import CENTRE, SQUARE, TALL, WIDE, at, published, remote
from tests.channels.sending import Notebook, message
from tests.stubs.faults import QUICK_LOSS
from tests.stubs.running import Network


def test_a_text_is_edited_in_its_place(telegram: Network) -> None:
    target = published(telegram, "Buka pukul 8")
    receipt = at(telegram).edit(target, message("Buka pukul 9"), Notebook())
    (edit,) = telegram.accepted("edit")
    assert edit["messages"][0]["text"] == "Buka pukul 9"
    assert remote(receipt) == target


def test_only_the_caption_is_edited_where_the_pictures_are_the_same(telegram: Network) -> None:
    target = published(telegram, "Buka pukul 8", WIDE, TALL)
    receipt = at(telegram).edit(target, message("Buka pukul 9", WIDE, TALL), Notebook())
    (edit,) = telegram.accepted("edit")
    assert edit["what"] == "caption"
    assert edit["messages"][0]["caption"] == "Buka pukul 9"
    assert remote(receipt) == target


def test_a_picture_that_is_another_one_now_is_replaced(telegram: Network) -> None:
    target = published(telegram, "Jadwal", WIDE, TALL)
    edited = remote(at(telegram).edit(target, message("Jadwal baru", WIDE, SQUARE), Notebook()))
    caption, picture = telegram.accepted("edit")
    assert caption["messages"][0]["caption"] == "Jadwal baru"
    assert picture["messages"][0]["photo"].startswith("1080x1080")
    # What is there now is remembered: next time only the words are others.
    at(telegram).edit(edited, message("Jadwal terbaru", WIDE, SQUARE), Notebook())
    assert [edit["what"] for edit in telegram.accepted("edit")] == ["caption", "media", "caption"]


def test_a_text_may_get_a_picture(telegram: Network) -> None:
    target = published(telegram, "Pengumuman")
    edited = remote(at(telegram).edit(target, message("Pengumuman", WIDE), Notebook()))
    (edit,) = telegram.accepted("edit")
    assert edit["messages"][0]["photo"].startswith("1200x675")
    assert edited.remote_id == f"-1001001/17:{WIDE.sha256[:8]}"


@pytest.mark.parametrize(
    ("before", "after"), [([SQUARE], []), ([SQUARE, WIDE], [SQUARE]), ([SQUARE], [SQUARE, WIDE])]
)
def test_an_edit_never_leaves_a_picture_standing_that_should_be_gone(
    telegram: Network, before: list[Image], after: list[Image]
) -> None:
    target = published(telegram, "Foto", *before)
    with pytest.raises(Refused) as caught:
        at(telegram).edit(target, message("Foto", *after), Notebook())
    assert caught.value.reason is Reason.NOT_ALLOWED
    assert telegram.accepted("edit") == []


@pytest.mark.parametrize("loss", QUICK_LOSS)
@pytest.mark.parametrize("pictures", [[], [SQUARE]], ids=["text", "photo"])
def test_a_lost_edit_is_simply_made_again(
    telegram: Network, loss: str, pictures: list[Image]
) -> None:
    target = published(telegram, "Buka pukul 8", *pictures)
    telegram.fail(match="edit", **QUICK_LOSS[loss])
    new = message("Buka pukul 9", *pictures)
    with pytest.raises(NotSent):
        at(telegram).edit(target, new, Notebook())
    at(telegram).edit(target, new, Notebook())
    (edit,) = telegram.accepted("edit")
    assert "Buka pukul 9" in json.dumps(edit)


@pytest.mark.parametrize("body", [{"ok": True}, {"ok": True, "result": False}])
def test_a_change_that_is_not_confirmed_is_made_again(
    telegram: Network, body: dict[str, Any]
) -> None:
    target = published(telegram, "Salah")
    telegram.fail("answer", "edit|delete", body=body, times=2)
    with pytest.raises(NotSent):
        at(telegram).edit(target, message("Benar"), Notebook())
    with pytest.raises(NotSent):
        at(telegram).delete(target, "k", Notebook())


def test_editing_what_is_gone_is_refused(telegram: Network) -> None:
    target = published(telegram, "Salah")
    at(telegram).delete(target, "k", Notebook())
    with pytest.raises(Refused) as caught:
        at(telegram).edit(target, message("Benar"), Notebook())
    assert caught.value.reason is Reason.GONE


def test_an_album_is_taken_down_as_a_whole(telegram: Network) -> None:
    target = published(telegram, "Salah", WIDE, TALL, SQUARE)
    receipt = at(telegram).delete(target, "k", Notebook())
    assert [gone["message_id"] for gone in telegram.accepted("delete")] == [17, 18, 19]
    assert remote(receipt) == target


@pytest.mark.parametrize("loss", QUICK_LOSS)
def test_a_lost_delete_is_simply_made_again(telegram: Network, loss: str) -> None:
    target = published(telegram, "Salah", WIDE, TALL)
    telegram.fail(match="delete", **QUICK_LOSS[loss])
    with pytest.raises(NotSent):
        at(telegram).delete(target, "k", Notebook())
    at(telegram).delete(target, "k", Notebook())
    assert len(telegram.accepted("delete")) == 2


def test_what_is_gone_already_is_as_good_as_deleted(telegram: Network) -> None:
    target = published(telegram, "Salah")
    for _ in range(2):
        assert remote(at(telegram).delete(target, "k", Notebook())) == target
    assert len(telegram.accepted("delete")) == 1


def test_after_two_days_a_person_has_to_delete(telegram: Network) -> None:
    target = published(telegram, "Salah")
    telegram.set(age=48 * 3600)
    with pytest.raises(Refused) as caught:
        at(telegram).delete(target, "k", Notebook())
    assert caught.value.reason is Reason.NOT_ALLOWED
    at(telegram).edit(target, message("Ditarik"), Notebook())  # that is still open to a bot


def test_a_repost_forwards_the_original(telegram: Network) -> None:
    target = published(telegram, "Dari daerah")
    receipt = at(telegram, CENTRE).repost(target, "k", Notebook())
    (forward,) = telegram.accepted("forward")
    assert forward["text"] == "Dari daerah"
    assert receipt == Receipt("-1001002/18", "https://t.me/pusat_contoh/18")


def test_a_channel_the_bot_has_never_met_is_forwarded_from_by_its_public_name(
    telegram: Network,
) -> None:
    target = published(telegram, "Dari daerah")
    telegram.set(strange=[-1001001])
    at(telegram, CENTRE).repost(target, "k", Notebook())
    assert len(telegram.accepted("forward")) == 1


def test_an_album_is_forwarded_as_one_and_can_be_taken_back(telegram: Network) -> None:
    target = published(telegram, "Dari daerah", WIDE, TALL)
    receipt = at(telegram, CENTRE).repost(target, "k", Notebook())
    (forward,) = telegram.accepted("forward")
    assert len(forward["photos"]) == 2
    assert receipt.url == "https://t.me/pusat_contoh/19"
    at(telegram, CENTRE).delete(remote(receipt), "k2", Notebook())
    taken = [(gone["chat"], gone["message_id"]) for gone in telegram.accepted("delete")]
    assert taken == [(-1001002, 19), (-1001002, 20)]


def test_a_lost_forward_is_a_question_for_a_person(telegram: Network) -> None:
    target = published(telegram, "Dari daerah")
    telegram.fail("drop", "forward", accept=True)
    with pytest.raises(Unconfirmed):
        at(telegram, CENTRE).repost(target, "k", Notebook())
    assert len(telegram.accepted("forward")) == 1


def test_an_original_that_is_gone_cannot_be_forwarded(telegram: Network) -> None:
    target = published(telegram, "Dari daerah")
    at(telegram).delete(target, "k", Notebook())
    with pytest.raises(Refused) as caught:
        at(telegram, CENTRE).repost(target, "k", Notebook())
    assert caught.value.reason is Reason.GONE


def test_an_original_in_a_channel_the_bot_cannot_see_does_not_disconnect_ours(
    telegram: Network,
) -> None:
    target = published(telegram, "Dari daerah")
    telegram.set(closed=[-1001001])
    with pytest.raises(Refused) as caught:
        at(telegram, CENTRE).repost(target, "k", Notebook())
    assert caught.value.reason is Reason.NOT_ALLOWED
    telegram.set(revoked=True)
    with pytest.raises(Disconnected):
        at(telegram, CENTRE).repost(target, "k", Notebook())


@pytest.mark.parametrize("strange", ["", "a/b", "17:xyz", "-1001001/", "-5/17", "17,"])
def test_what_was_never_a_message_of_telegram_is_gone(telegram: Network, strange: str) -> None:
    acts: list[Callable[[], object]] = [
        lambda: at(telegram).delete(Remote(strange), "k", Notebook()),
        lambda: at(telegram).repost(Remote(strange), "k", Notebook()),
        lambda: at(telegram).edit(Remote(strange), message(), Notebook()),
    ]
    for act in acts:
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.reason is Reason.GONE


def test_it_offers_every_verb_it_needs_and_takes_back_what_it_forwarded() -> None:
    # What is wrong is changed in place; a reply would leave it standing.
    assert Telegram.capabilities.verbs == frozenset(Verb) - {Verb.REPLY}
    assert Telegram.capabilities.takes_back_reposts
