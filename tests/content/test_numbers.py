from __future__ import annotations

import pytest

from content.numbers import number, numbers


@pytest.mark.parametrize("text", ["", "x", "-1", "1.0", " 1", "²", "٣", "9" * 5000])
def test_what_is_no_plain_number_is_nought(text: str) -> None:
    assert number(text) == 0


def test_among_many_only_numbers_are_kept() -> None:
    assert numbers(["3", "²", "12"]) == [3, 12]
