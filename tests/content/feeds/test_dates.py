from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.feeds.dates import when

NINE = datetime(2026, 11, 9, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 09 Nov 2026 09:00:00 +0700",
        "Mon, 09 Nov 2026 02:00:00 GMT",
        "09 Nov 2026 09:00 WIB",
        "Mon, 09 Nov 2026 10:00:00 WITA",
        "mon, 09 nov 2026 11:00:00 wit",
        "2026-11-09T02:00:00Z",
        "2026-11-09T11:00:00+09:00",
        "2026-11-09 10:00:00 WITA",
        "  2026-11-09T09:00:00.000+0700 ",
    ],
)
def test_an_instant_is_the_same_however_it_is_written(text: str) -> None:
    assert when(text) == NINE


@pytest.mark.parametrize(
    "text",
    [
        "", "kemarin", "2026-11-09", "2026-11-09T09:00:00", "Mon, 09 Nov 2026 09:00:00",
        "Mon, 09 Nov 2026 09:00:00 -0000", "2026-13-40T09:00:00Z", "0001-01-01T00:00:00+09:00",
        "9999-12-31T23:59:59-09:00", "Mon, 99 Nov 99999 09:00:00 +0700",
        "Mon, 09 Nov 2026 09:00:00 +9999999999",
    ],
)  # fmt: skip
def test_without_a_zone_or_a_day_there_is_no_instant(text: str) -> None:
    assert when(text) is None


@given(st.text(max_size=100) | st.from_regex(r"\w{3}, \d{1,3} \w{3} \d{1,9} [\d:]{1,12} [+-]?\w*"))
def test_any_text_gives_a_utc_instant_or_nothing(text: str) -> None:
    moment = when(text)
    assert moment is None or moment.tzinfo is UTC
