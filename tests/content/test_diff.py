from __future__ import annotations

import random
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.diff import Run, diff


def marked(old: str, new: str) -> str:
    """[-gone-]{+new+}, so that a test can be read."""
    signs = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
    return "".join(signs[r.kind][0] + r.text + signs[r.kind][1] for r in diff(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("Sama saja.", "Sama saja.", "Sama saja."),
        ("", "Baru", "{+Baru+}"),
        ("Lama", "", "[-Lama-]"),
        (
            "Buka pukul 08.00–12.00 WIB.",
            "Buka pukul 08.00–15.00 WIB.",
            "Buka pukul [-08.00–12.00 -]{+08.00–15.00 +}WIB.",
        ),
        ("Biaya Rp650.000", "Biaya Rp950.000", "Biaya [-Rp650.000-]{+Rp950.000+}"),
        ("satu dua tiga", "satu tiga", "satu [-dua -]tiga"),
        ("satu tiga", "satu dua tiga", "satu {+dua +}tiga"),
        ("lama, usang", "baru, segar", "[-lama, usang-]{+baru, segar+}"),
        ("a\n\nb", "a\n\nc", "a\n\n[-b-]{+c+}"),
        (" depan", "depan", "[- -]depan"),
    ],
)
def test_a_change_is_shown_in_whole_words(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


WORDS = st.lists(st.sampled_from(["a", "bb", "dan", ",", ". ", "\n", "\n\n", " ", "1.5", "é"]))


@given(WORDS, WORDS)
def test_both_texts_can_be_read_back(one: list[str], other: list[str]) -> None:
    old, new = " ".join(one), "".join(other)
    assert_reads_back(old, new)


def assert_reads_back(old: str, new: str) -> list[Run]:
    runs = diff(old, new)
    assert "".join(run.text for run in runs if run.kind != "added") == old
    assert "".join(run.text for run in runs if run.kind != "removed") == new
    assert all(run.text for run in runs)
    assert all(one.kind != other.kind for one, other in pairwise(runs))
    return runs


def long_text(words: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    vocabulary = [f"kata{n}" for n in range(500)] + ["dan", "yang", "di"] * 40
    text = [chance.choice(vocabulary) for _ in range(words)]
    return [f"{word}." if n % 12 == 11 else word for n, word in enumerate(text)]


def test_one_word_is_found_in_ten_thousand() -> None:
    words = long_text(10_000)
    changed = [*words[:5000], "BERUBAH", *words[5001:]]
    runs = assert_reads_back(" ".join(words), " ".join(changed))
    assert [run.text.strip() for run in runs if run.kind == "added"] == ["BERUBAH"]


def test_scattered_changes_in_a_long_text_are_shown_in_words_and_soon() -> None:
    words = long_text(10_000)
    changed = [f"x{word}" if n % 400 == 0 else word for n, word in enumerate(words)]
    began = process_time()
    runs = assert_reads_back(" ".join(words), " ".join(changed))
    assert process_time() - began < 2
    assert sum(len(run.text) for run in runs if run.kind == "added") < 1000


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a. " * 10_000, "b. a. " * 5_000),
        ("a " * 10_000, "b " * 10_000),
        (" ".join(long_text(10_000, 1)), " ".join(long_text(10_000, 2))),
        ("x" * 100_000, "y" * 100_000),
        (", " * 20_000, "; , " * 10_000),
    ],
    ids=["sentences", "no sentences", "unlike", "one word", "signs"],
)
def test_hostile_texts_do_not_keep_a_moderator_waiting(old: str, new: str) -> None:
    began = process_time()
    assert_reads_back(old, new)
    assert process_time() - began < 3
