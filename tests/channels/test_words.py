from __future__ import annotations

import pytest

from channels.base import Reason
from channels.words import WORDS, word


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_its_sentences(reason: Reason) -> None:
    found = word(str(reason))
    assert found is WORDS[reason]
    for sentence in (str(found.said), str(found.advice)):
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_no_two_reasons_read_the_same() -> None:
    assert len({str(found) for found in WORDS.values()}) == len(Reason)


def test_a_reason_nobody_knows_counts_as_refused() -> None:
    assert word("something new") is WORDS[Reason.REFUSED]
    assert word("") is WORDS[Reason.REFUSED]
