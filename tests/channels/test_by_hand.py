"""Networks that no machine may post to: which accounts, and which addresses of posts are theirs."""

from __future__ import annotations

import pytest

from channels import registry
from channels.base import Kit, Verb
from channels.by_hand import NoPostThere, address_of
from channels.http import Wire
from tests.channels.sending import credentials, now

KINDS = ("whatsapp", "tiktok", "youtube")
CODE = "0029VaAbCdEfGhIjKlMnOp"
each = pytest.mark.parametrize("kind", KINDS)


def kit(kind: str) -> Kit:
    found = registry.load(kind).capabilities.by_hand
    assert found is not None
    return found


@each
def test_there_are_steps_for_every_verb_it_has(kind: str) -> None:
    for verb in registry.load(kind).capabilities.verbs:
        assert kit(kind).steps(verb)
    assert kit(kind).steps(Verb.REPOST) == ()


@each
def test_its_own_example_is_an_address_of_a_post(kind: str) -> None:
    example = kit(kind).example
    assert address_of(kit(kind), example).removeprefix("https://") in example


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("whatsapp", f"whatsapp.com/channel/{CODE}/17", f"whatsapp.com/channel/{CODE}/17"),
        (
            "whatsapp",
            f"https://www.whatsapp.com/channel/{CODE}/17/?x=1",
            f"whatsapp.com/channel/{CODE}/17",
        ),
        ("tiktok", "https://www.tiktok.com/@k.c/photo/74?from=web", "tiktok.com/@k.c/photo/74"),
        ("tiktok", "https://vt.tiktok.com/ZSabc123/", "vt.tiktok.com/ZSabc123"),
        ("tiktok", "HTTPS://M.TIKTOK.COM/@a/video/1", "tiktok.com/@a/video/1"),
        ("youtube", "https://youtube.com/post/Ugkx-a_b?si=xyz", "youtube.com/post/Ugkx-a_b"),
        (
            "youtube",
            "https://www.youtube.com/channel/UC_a/community?si=1&lb=Ugkx1",
            "youtube.com/channel/UC_a/community?lb=Ugkx1",
        ),
    ],
)
def test_an_address_is_kept_without_what_counts_clicks(kind: str, typed: str, kept: str) -> None:
    assert address_of(kit(kind), typed) == f"https://{kept}"


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("whatsapp", f"https://whatsapp.com/channel/{CODE}"),  # the channel, not a post
        ("whatsapp", f"https://whatsapp.com.contoh.test/channel/{CODE}/1"),
        ("whatsapp", f"https://orang@whatsapp.com/channel/{CODE}/1"),
        ("whatsapp", f"https://whatsapp.com:8443/channel/{CODE}/1"),
        ("whatsapp", f"javascript://whatsapp.com/channel/{CODE}/1"),
        ("whatsapp", "https://wa.me/62811"),
        ("tiktok", "https://www.tiktok.com/@kanimcontoh"),
        ("tiktok", "https://contoh.test/tiktok.com/@a/photo/1"),
        ("tiktok", "https://www.tiktok.com/@a/photo/1/../2"),
        ("youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("youtube", "https://youtu.be/dQw4w9WgXcQ"),
        ("youtube", "https://[salah/post/x"),
        ("youtube", "https://youtube.com:x/post/Ugkx"),
        ("youtube", "sudah saya kirim"),
        ("youtube", "youtube.com/post/" + "x" * 500),
    ],
)
def test_what_is_no_post_of_this_network_is_no_address(kind: str, typed: str) -> None:
    with pytest.raises(NoPostThere):
        address_of(kit(kind), typed)


def test_a_post_of_another_whatsapp_channel_is_not_ours() -> None:
    link = f"https://whatsapp.com/channel/{CODE}/17"
    assert address_of(kit("whatsapp"), link, CODE) == link
    with pytest.raises(NoPostThere):
        address_of(kit("whatsapp"), link, "0029VaLain")


@each
def test_what_was_typed_says_whose_account_it_is(kind: str) -> None:
    channel = registry.load(kind)(credentials(kind), Wire(now=now))
    profile = channel.check()
    assert profile.remote_id
    assert profile.handle
    assert "contoh" in profile.handle.lower()
    assert profile.url.startswith("https://")


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("whatsapp", {"title": "Kanim", "invite": "https://wa.me/62811"}),
        ("whatsapp", {"title": "Kanim", "invite": f"https://whatsapp.contoh.test/channel/{CODE}"}),
        ("tiktok", {"username": "kanim contoh"}),
        ("tiktok", {"username": "https://contoh.test/@kanim"}),
        ("youtube", {"channel_handle": "@a"}),
        ("youtube", {"channel_handle": "https://contoh.test/@kanim"}),
    ],
)
def test_what_names_no_account_is_answered_with_an_example(
    kind: str, typed: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match=r"contohnya"):
        registry.load(kind).needs(**typed)


def test_an_account_may_be_given_by_its_address() -> None:
    tiktok = registry.load("tiktok")
    given = tiktok.needs(username="https://www.tiktok.com/@Kanim.Contoh")
    assert tiktok(given, Wire(now=now)).check().handle == "kanim.contoh"
