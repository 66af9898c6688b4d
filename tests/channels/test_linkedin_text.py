"""LinkedIn's little text, written by us and read by the stub's own grammar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.linkedin import little
from tests.stubs.little import shown

TEXTS = st.text(st.sampled_from("ab #＃@()[]{}<>|\\*_~.:/?&=-\n–é😀1"), max_size=80)


@pytest.mark.parametrize(
    ("text", "commentary"),
    [
        ("Loket buka (Sabtu)", r"Loket buka \(Sabtu\)"),
        ("#imigrasi", r"{hashtag|\#|imigrasi}"),
        ("#layanan_publik!", r"{hashtag|\#|layanan\_publik}!"),
        ("Nomor # 5", r"Nomor \# 5"),
        ("@imigrasi", r"\@imigrasi"),
        (r"a\b", r"a\\b"),
        ("https://a.go.id/x_y#z", r"https://a.go.id/x\_y\#z"),
    ],
)
def test_reserved_characters_carry_a_backslash(text: str, commentary: str) -> None:
    assert little.written(text) == commentary


@given(TEXTS)
def test_what_was_written_is_shown_whole(text: str) -> None:
    assert shown(little.written(text)) == text


@given(TEXTS)
def test_what_was_written_is_read_back(text: str) -> None:
    assert little.read(little.written(text)) == text


def test_a_mention_is_read_as_its_name() -> None:
    assert little.read(r"Halo @[Kanim \(Ptk\)](urn:li:organization:1)!") == "Halo Kanim (Ptk)!"


@pytest.mark.parametrize("nothing", [None, 5, {}, ""])
def test_what_is_no_text_is_read_as_none(nothing: object) -> None:
    assert little.read(nothing) == ""
