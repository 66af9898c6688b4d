from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.links import Run, parts, spans


def marked(text: str) -> list[tuple[str, str]]:
    return [(run.kind, run.text) for run in parts(text) if run.kind != "plain"]


def test_a_text_is_cut_into_what_a_network_would_colour() -> None:
    text = "Info @ditjen_imigrasi: imigrasi.go.id/a#b, #SahabatImigrasi!"
    assert parts(text) == [
        Run("plain", "Info "),
        Run("mention", "@ditjen_imigrasi"),
        Run("plain", ": "),
        Run("link", "imigrasi.go.id/a#b"),
        Run("plain", ", "),
        Run("hashtag", "#SahabatImigrasi"),
        Run("plain", "!"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("#1", []),
        ("#2026Baru", ["#2026Baru"]),
        ("a#b", []),
        ("&#39;", []),
        ("#Hak-Anda", ["#Hak"]),
        ("#日本", ["#日本"]),
        ("(#Paspor)", ["#Paspor"]),
        ("##Paspor", ["#Paspor"]),
    ],
)
def test_hashtags_begin_a_word_and_hold_a_letter(text: str, expected: list[str]) -> None:
    assert [found for kind, found in marked(text) if kind == "hashtag"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@imigrasi", ["@imigrasi"]),
        (".@imigrasi", ["@imigrasi"]),
        ("humas@imigrasi.go.id", []),
        ("@" + "a" * 21, []),
        ("@a@b", []),
        ("RT @imigrasi: halo", ["@imigrasi"]),
    ],
)
def test_mentions_are_not_mail_addresses(text: str, expected: list[str]) -> None:
    assert [found for kind, found in marked(text) if kind == "mention"] == expected


@pytest.mark.parametrize(
    "text",
    ["a.id " * 4000, "éa" * 10_000, "a." * 10_000, "a.id/" + "," * 20_000, "https://" * 2500],
    ids=["links", "accents", "dots", "commas", "schemes"],
)
def test_a_hostile_text_costs_no_time(text: str) -> None:
    began = process_time()
    assert "".join(run.text for run in parts(text)) == text
    assert process_time() - began < 2


@given(st.text() | st.text(st.sampled_from("ab.:/?-()@#id go\n"), max_size=80))
def test_the_parts_are_the_text_again(text: str) -> None:
    runs = parts(text)
    assert "".join(run.text for run in runs) == text
    assert all(run.text for run in runs)
    found = list(spans(text))
    assert all(start < end for start, end in found)
    assert found == sorted(found)
