"""Telegram: what is published, and what nobody can know once an answer is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from channels.base import Image, Reason, Receipt, Refused, Unconfirmed
from channels.telegram.adapter import Telegram
from tests.channels.on_telegram import PRIVATE, PUBLIC_CALL, SQUARE, TALL, WIDE, at
from tests.channels.sending import (
    HURRIED,
    PATIENT,
    Notebook,
    jpeg,
    message,
    now,
    outcome,
    photo,
    trace,
)
from tests.stubs.faults import EVERY_LOSS
from tests.stubs.running import Network


def test_a_text_arrives_as_it_was_written(telegram: Network) -> None:
    text = "<b>Tarif & syarat</b> *paspor*: https://imigrasi.go.id/a_b #Paspor @imigrasi 🇮🇩"
    receipt = at(telegram).publish(message(text), Notebook())
    (post,) = telegram.accepted("post")
    assert post["text"] == text
    assert receipt == Receipt("-1001001/17", "https://t.me/imigrasi_contoh/17")


def test_one_picture_is_a_photo_with_the_text_below(telegram: Network) -> None:
    receipt = at(telegram).publish(message("Loket buka", WIDE), Notebook())
    (post,) = telegram.accepted("post")
    assert (post["text"], len(post["photos"])) == ("Loket buka", 1)
    assert post["photos"][0].startswith("1200x675")
    assert receipt.remote_id == f"-1001001/17:{WIDE.sha256[:8]}"


def test_several_pictures_are_one_album_in_their_order(telegram: Network) -> None:
    receipt = at(telegram).publish(message("Hari Bhakti", WIDE, TALL, SQUARE), Notebook())
    (post,) = telegram.accepted("post")
    assert [one.partition(" ")[0] for one in post["photos"]] == [
        "1200x675",
        "1080x1350",
        "1080x1080",
    ]
    assert [one["caption"] for one in post["messages"]] == ["Hari Bhakti", "", ""]
    assert re.fullmatch(r"-1001001/17:\w{8},18:\w{8},19:\w{8}", receipt.remote_id)
    assert receipt.url == "https://t.me/imigrasi_contoh/17"


def test_ten_pictures_fit_and_an_eleventh_is_refused(telegram: Network) -> None:
    assert outcome(at(telegram), message("Sepuluh", *[SQUARE] * 10), Notebook()) is None
    error = outcome(at(telegram), message("Sebelas", *[SQUARE] * 11), Notebook())
    assert isinstance(error, Refused)
    assert error.reason is Reason.BAD_MEDIA
    assert len(telegram.accepted("post")) == 1


def test_a_private_channel_has_links_for_its_members(telegram: Network) -> None:
    receipt = at(telegram, PRIVATE).publish(message(), Notebook())
    assert receipt == Receipt("-1001003/17", "https://t.me/c/1003/17")


@pytest.mark.parametrize(
    ("length", "pictures", "fits"),
    [(4096, 0, True), (4097, 0, False), (1024, 1, True), (1025, 1, False), (1025, 2, False)],
)
def test_a_text_has_a_longest_length_and_a_caption_a_shorter_one(
    telegram: Network, length: int, pictures: int, fits: bool
) -> None:
    error = outcome(at(telegram), message("é" * length, *[SQUARE] * pictures), Notebook())
    assert fits == (error is None)
    if error is not None:
        assert isinstance(error, Refused)
        assert error.reason is Reason.TOO_LONG
    assert (Telegram.limits.room(pictures) >= length) == fits


@pytest.mark.parametrize(
    "picture",
    [
        photo(data=b"not a picture"),
        photo(data=jpeg(2100, 100)),
        replace(SQUARE, width=5001, height=5000),
    ],
    ids=["no picture", "too flat", "too large"],
)
def test_a_picture_that_telegram_does_not_take_is_refused(
    telegram: Network, picture: Image
) -> None:
    error = outcome(at(telegram), message("Foto", picture), Notebook())
    assert isinstance(error, Refused)
    assert error.reason is Reason.BAD_MEDIA
    assert telegram.accepted("post") == []


@pytest.mark.parametrize("pictures", [0, 1, 2])
@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_an_unknown_end_is_a_question_for_a_person(
    telegram: Network, loss: str, pictures: int
) -> None:
    fault = EVERY_LOSS[loss]
    telegram.fail(match=PUBLIC_CALL, **fault)
    timeout = HURRIED if fault["do"] == "hang" else PATIENT
    sent, sent_at = message("Satu kali saja", *[SQUARE] * pictures), now()
    error = outcome(at(telegram, timeout=timeout), sent, Notebook())
    assert isinstance(error, Unconfirmed)
    assert error.reason in {Reason.LOST_ANSWER, Reason.UNREADABLE_ANSWER}
    assert len(telegram.accepted("post")) == bool(fault.get("accept"))
    with pytest.raises(Unconfirmed):
        at(telegram).look(trace(sent, sent_at))
    assert not Telegram.capabilities.can_settle


def result(value: Any) -> dict[str, Any]:
    return {"body": {"ok": True, "result": value}, "accept": True}


@pytest.mark.parametrize(
    "answer",
    [
        result(None),
        result(True),
        result([]),
        result({"message_id": 17}),
        result({"message_id": "17", "chat": {"id": -1001001}}),
        result({"message_id": 17, "chat": {"id": "a"}}),
        result([{"message_id": 17, "chat": {"id": -1001001}}]),
        {"body": {"ok": True}, "accept": True},
    ],
)
def test_a_success_that_does_not_name_every_message_is_unconfirmed(
    telegram: Network, answer: dict[str, Any]
) -> None:
    telegram.fail("answer", PUBLIC_CALL, **answer)
    error = outcome(at(telegram), message("Album", SQUARE, WIDE), Notebook())
    assert isinstance(error, Unconfirmed)
    assert len(telegram.accepted("post")) == 1
