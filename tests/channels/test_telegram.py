"""A Telegram channel over real HTTP, against a stub that is as strict as the documentation."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from channels.base import (
    DeliveryError,
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
from channels.telegram.client import Credentials
from channels.telegram.remote import chat_of
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
    wire_to,
    wire_to_nowhere,
)
from tests.stubs.faults import EVERY_LOSS, HTML, QUICK_LOSS
from tests.stubs.running import Network

TOKEN = "2001:AAE-token_that-nobody-may-see"
OURS = Credentials(TOKEN, "@imigrasi_contoh")
PRIVATE = Credentials(TOKEN, "https://t.me/c/1003/7")
CENTRE = Credentials("2002:another", "@pusat_contoh")
PUBLIC_CALL = r"POST .*/send(Message|Photo|MediaGroup)$"
SQUARE, WIDE, TALL = photo(), photo(data=jpeg(1200, 675)), photo(data=jpeg(1080, 1350))


def at(network: Network, credentials: Credentials = OURS, timeout: timedelta = PATIENT) -> Telegram:
    return Telegram(credentials, wire_to(("telegram", network.url), timeout=timeout))


def remote(receipt: Receipt) -> Remote:
    return Remote(receipt.remote_id, receipt.url)


def published(network: Network, text: str, *images: Image) -> Remote:
    return remote(at(network).publish(message(text, *images), Notebook()))


# -- publishing ------------------------------------------------------------------------------


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


# -- what Telegram says ----------------------------------------------------------------------


def said(code: int, description: str, **parameters: int) -> dict[str, Any]:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return {"status": code, "body": body | ({"parameters": parameters} if parameters else {})}


Row = tuple[dict[str, Any], type[DeliveryError], Reason]
ANSWERS: list[Row] = [
    (said(401, "Unauthorized"), Disconnected, Reason.LOGIN_ENDED),
    (said(404, "Not Found"), Disconnected, Reason.LOGIN_ENDED),
    (said(403, "Forbidden: bot was kicked from the channel chat"), Disconnected, Reason.NOT_ADMIN),
    (
        said(403, "Forbidden: bot is not a member of the channel chat"),
        Disconnected,
        Reason.NOT_ADMIN,
    ),
    (said(403, "Forbidden: something new"), Disconnected, Reason.NOT_ADMIN),
    (
        said(400, "Bad Request: need administrator rights in the channel chat"),
        Disconnected,
        Reason.NOT_ADMIN,
    ),
    (
        said(400, "Bad Request: not enough rights to send text messages to the chat"),
        Disconnected,
        Reason.NOT_ADMIN,
    ),
    (said(400, "Bad Request: have no rights to send a message"), Disconnected, Reason.NOT_ADMIN),
    (said(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), Disconnected, Reason.NOT_ADMIN),
    (said(400, "Bad Request: CHAT_ADMIN_REQUIRED"), Disconnected, Reason.NOT_ADMIN),
    (said(400, "Bad Request: chat not found"), Disconnected, Reason.NO_SUCH_ACCOUNT),
    (said(400, "Bad Request: CHANNEL_PRIVATE"), Disconnected, Reason.NO_SUCH_ACCOUNT),
    (said(400, "Bad Request: CHAT_RESTRICTED"), Disconnected, Reason.ACCOUNT_RESTRICTED),
    (
        said(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=-1009,
        ),
        Disconnected,
        Reason.NO_SUCH_ACCOUNT,
    ),
    (said(400, "Bad Request: message is too long"), Refused, Reason.TOO_LONG),
    (said(400, "Bad Request: message caption is too long"), Refused, Reason.TOO_LONG),
    (said(400, "Bad Request: MEDIA_CAPTION_TOO_LONG"), Refused, Reason.TOO_LONG),
    (said(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"), Refused, Reason.BAD_MEDIA),
    (said(400, "Bad Request: IMAGE_PROCESS_FAILED"), Refused, Reason.BAD_MEDIA),
    (said(400, "Bad Request: wrong file identifier/HTTP URL"), Refused, Reason.BAD_MEDIA),
    (said(413, "Request Entity Too Large"), Refused, Reason.BAD_MEDIA),
    (said(400, "Bad Request: message text is empty"), Refused, Reason.REFUSED),
    (said(400, "Bad Request: can't parse entities"), Refused, Reason.REFUSED),
    (said(400, "Bad Request: something new"), Refused, Reason.REFUSED),
    (said(429, "Too Many Requests: retry after 5", retry_after=5), NotSent, Reason.RATE_LIMITED),
    ({"status": 429, "body": HTML, "type": "text/html"}, NotSent, Reason.RATE_LIMITED),
    ({"status": 403, "body": HTML, "type": "text/html"}, NotSent, Reason.NETWORK_TROUBLE),
    ({"status": 401, "body": HTML, "type": "text/html"}, NotSent, Reason.NETWORK_TROUBLE),
    ({"status": 400, "body": {"error": "a gate"}}, NotSent, Reason.NETWORK_TROUBLE),
    (said(500, "Internal Server Error: restart"), Unconfirmed, Reason.UNREADABLE_ANSWER),
    (said(502, "Bad Gateway"), Unconfirmed, Reason.UNREADABLE_ANSWER),
    ({"status": 200, "body": {"ok": False}}, Unconfirmed, Reason.UNREADABLE_ANSWER),
    (
        said(400, "Bad Request: chat not found") | {"status": 200},
        Disconnected,
        Reason.NO_SUCH_ACCOUNT,
    ),
]


@pytest.mark.parametrize(
    ("answer", "error", "reason"),
    ANSWERS,
    ids=[f"{row[0]['status']} {row[2]} {n}" for n, row in enumerate(ANSWERS)],
)
def test_each_answer_says_what_to_do_next(
    telegram: Network, answer: dict[str, Any], error: type[DeliveryError], reason: Reason
) -> None:
    telegram.fail("answer", PUBLIC_CALL, **answer)
    caught = outcome(at(telegram), message(), Notebook())
    assert type(caught) is error
    assert caught.reason is reason
    assert telegram.accepted("post") == []


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (said(429, "Too Many Requests: retry after 35", retry_after=35), 35),
        (said(429, "Too Many Requests", retry_after=10**30), 24 * 3600),
        (said(429, "Too Many Requests", retry_after=-(10**30)), 60),
        (said(429, "Too Many Requests", retry_after=0), 60),
        (said(429, "Too Many Requests") | {"headers": {"Retry-After": "90"}}, 90),
        ({"status": 429, "body": HTML, "type": "text/html"}, 60),
    ],
)
def test_a_bot_that_is_too_fast_waits_as_long_as_telegram_says(
    telegram: Network, answer: dict[str, Any], seconds: int
) -> None:
    telegram.fail("answer", PUBLIC_CALL, **answer)
    error = outcome(at(telegram), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.whole_account
    assert error.again_at is not None
    assert abs(error.again_at - now() - timedelta(seconds=seconds)) < timedelta(seconds=20)


def test_a_channel_that_has_moved_names_its_new_number(telegram: Network) -> None:
    telegram.fail(
        "answer",
        PUBLIC_CALL,
        **said(400, "Bad Request: upgraded to a supergroup chat", migrate_to_chat_id=-1009000),
    )
    error = outcome(at(telegram), message(), Notebook())
    assert error is not None
    assert "-1009000" in error.detail


# -- connecting ------------------------------------------------------------------------------


def test_checking_says_which_channel_it_is(telegram: Network) -> None:
    profile = at(telegram).check()
    assert (profile.remote_id, profile.handle) == ("-1001001", "imigrasi_contoh")
    assert (profile.name, profile.url) == ("Imigrasi Contoh", "https://t.me/imigrasi_contoh")
    private = at(telegram, PRIVATE).check()
    assert (private.remote_id, private.handle, private.url) == ("-1001003", "", "")
    assert telegram.accepted() == []


@pytest.mark.parametrize("rights", ["none", "member", "away", "kicked"])
def test_checking_says_that_the_bot_may_not_post(telegram: Network, rights: str) -> None:
    telegram.set(rights=rights)
    with pytest.raises(Disconnected) as caught:
        at(telegram).check()
    assert caught.value.reason is Reason.NOT_ADMIN
    assert isinstance(outcome(at(telegram), message(), Notebook()), Disconnected)


def test_the_missing_right_is_named(telegram: Network) -> None:
    telegram.set(rights="none")
    with pytest.raises(Disconnected, match="can_post_messages"):
        at(telegram).check()


@pytest.mark.parametrize("channel", ["@tidak_ada", "@grup_contoh"])
def test_checking_says_that_there_is_no_such_channel(telegram: Network, channel: str) -> None:
    with pytest.raises(Disconnected) as caught:
        at(telegram, Credentials(TOKEN, channel)).check()
    assert caught.value.reason is Reason.NO_SUCH_ACCOUNT


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("@imigrasi_contoh", "@imigrasi_contoh"),
        ("imigrasi_contoh", "@imigrasi_contoh"),
        (" https://t.me/imigrasi_contoh ", "@imigrasi_contoh"),
        ("t.me/imigrasi_contoh/17", "@imigrasi_contoh"),
        ("https://telegram.me/s/imigrasi_contoh?before=9", "@imigrasi_contoh"),
        ("-1001234567890", "-1001234567890"),
        ("https://t.me/c/1234567890/17", "-1001234567890"),
        ("https://t.me/+AbCdEf123", None),
        ("https://t.me/joinchat/AbCdEf123", None),
        ("https://imigrasi.go.id", None),
        ("@a/b", None),
        ("1234567890", None),
        ("", None),
    ],
)
def test_a_channel_may_be_named_as_people_name_it(typed: str, meant: str | None) -> None:
    assert chat_of(typed) == meant


@pytest.mark.parametrize(
    ("token", "channel", "words"),
    [
        ("2001", "@imigrasi_contoh", "Token bot berbentuk"),
        ("2001:a/../b", "@imigrasi_contoh", "Token bot berbentuk"),
        ("2001:abc", "https://t.me/+undangan", "Tautan undangan tidak bisa"),
    ],
)
def test_a_form_that_cannot_be_right_is_explained_without_repeating_the_token(
    token: str, channel: str, words: str
) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        Credentials(token, channel)
    assert token not in str(caught.value)


# -- the token -------------------------------------------------------------------------------


def test_the_token_is_in_no_error_and_no_log(
    telegram: Network, caplog: pytest.LogCaptureFixture
) -> None:
    """It stands in every address, and Telegram or a gate may repeat it."""
    assert TOKEN not in repr(OURS)
    echo = said(400, f"Bad Request: https://api.telegram.org/bot{TOKEN}/sendMessage or {TOKEN}")
    telegram.fail("answer", PUBLIC_CALL, **echo)
    telegram.fail("answer", PUBLIC_CALL, status=500, body=f"/bot{TOKEN}/sendMessage")
    telegram.fail("drop", PUBLIC_CALL)
    with caplog.at_level(logging.DEBUG):
        errors = [outcome(at(telegram), message(), Notebook()) for _ in range(3)]
        errors.append(outcome(Telegram(OURS, wire_to_nowhere()), message(), Notebook()))
    assert TOKEN not in caplog.text
    for error in errors:
        assert error is not None
        assert "2001:" not in f"{error} {error!r} {error.__cause__} {error.__context__}"


# -- editing ---------------------------------------------------------------------------------


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


# -- deleting --------------------------------------------------------------------------------


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


# -- forwarding ------------------------------------------------------------------------------


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


def test_it_offers_every_verb_and_takes_back_what_it_forwarded() -> None:
    assert Telegram.capabilities.verbs == frozenset(Verb)
    assert Telegram.capabilities.takes_back_reposts
