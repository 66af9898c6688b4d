from __future__ import annotations

from datetime import UTC, datetime

import pytest

from channels.outbound import Why
from content.feeds.health import Health, Outcome
from content.feeds.trouble import Trouble
from content.feeds.words import SENTENCES, condition, sentence

NOON = datetime(2026, 11, 9, 5, tzinfo=UTC)
LONGEST_FAULT = 400  # content.Feed.fault


def test_whatever_stands_in_the_way_of_a_call_has_a_sentence() -> None:
    assert {Trouble(why.value) for why in Why} < set(SENTENCES)


@pytest.mark.parametrize("trouble", Trouble)
def test_each_trouble_is_one_sentence_that_fits_the_page(trouble: Trouble) -> None:
    assert sentence(trouble)[0].isupper()
    assert sentence(trouble).endswith(".")
    dead = Health(99, NOON, dead=True)
    assert len(condition(dead, Outcome(trouble))) <= LONGEST_FAULT


def test_of_a_healthy_feed_nothing_is_said() -> None:
    assert condition(Health(), Outcome()) == ""


def test_an_untidy_feed_is_told_so_and_not_called_failing() -> None:
    assert condition(Health(), Outcome(Trouble.DAMAGED)) == sentence(Trouble.DAMAGED)


@pytest.mark.parametrize(
    ("health", "says"),
    [
        (Health(1, NOON), "Kami coba lagi nanti."),
        (Health(3, NOON), "Sudah 3 kali gagal berturut-turut"),
        (Health(30, NOON, dead=True), "hanya diperiksa seminggu sekali"),
    ],
)
def test_the_page_says_what_happens_next(health: Health, says: str) -> None:
    assert says in condition(health, Outcome(Trouble.NOT_FOUND))
