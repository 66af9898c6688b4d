from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.answer import Answer, asked_wait, at_second, clean, regained_at

NOW = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
DAY = NOW + timedelta(days=1)
USAGE = "X-Business-Use-Case-Usage"


@pytest.mark.parametrize(
    ("value", "until"),
    [
        (str(int(NOW.timestamp()) + 540), NOW + timedelta(minutes=9)),
        (str(int(NOW.timestamp())), None),
        (str(int(NOW.timestamp()) - 1), None),
        (str(int(NOW.timestamp()) + 864_000), DAY),
        ("99999999999999999999999999", DAY),
        ("-5", None),
        ("besok", None),
        ("1e9", None),
        ("", None),
        (None, None),
    ],
)
def test_a_moment_in_unix_seconds(value: str | None, until: datetime | None) -> None:
    assert at_second(value, NOW) == until


@pytest.mark.parametrize(
    ("usage", "until"),
    [
        ('{"1": [{"estimated_time_to_regain_access": 9}]}', NOW + timedelta(minutes=9)),
        ('{"1": [{"estimated_time_to_regain_access": 1}, {}],'
         ' "2": [{"estimated_time_to_regain_access": 7}]}', NOW + timedelta(minutes=7)),
        ('{"1": [{"estimated_time_to_regain_access": 14400}]}', DAY),
        ('{"1": [{"estimated_time_to_regain_access": -3}]}', None),
        ('{"1": [{"estimated_time_to_regain_access": "soon"}]}', None),
        ('{"1": "busy"}', None),
        ('[1]', None),
        ("soon", None),
    ],
)  # fmt: skip
def test_when_meta_gives_access_back(usage: str, until: datetime | None) -> None:
    assert regained_at({USAGE: usage}, NOW) == until


@given(st.text(max_size=40))
def test_no_header_can_make_us_stumble_or_wait_for_more_than_a_day(value: str) -> None:
    for until in (
        at_second(value, NOW),
        regained_at({USAGE: value}, NOW),
        asked_wait({"retry-after": value}, NOW),
    ):
        assert until is None or NOW < until <= DAY


def test_a_wait_in_seconds_is_counted_from_now() -> None:
    assert asked_wait({"retry-after": "120"}, NOW) == NOW + timedelta(minutes=2)
    assert asked_wait({"retry-after": "0"}, NOW) is None
    assert asked_wait({}, NOW) is None


@pytest.mark.parametrize(
    ("body", "json"),
    [(b'{"a": 1}', {"a": 1}), (b"[1]", None), (b"7", None), (b"", None), (b"\xff\xfe", None)],
)
def test_only_an_object_counts_as_json(body: bytes, json: Any) -> None:
    assert Answer(200, {}, body).json == json


def test_a_detail_shows_no_secret_no_address_and_no_second_line() -> None:
    said = "Token EAAB12 at https://graph.facebook.com/me?access_token=EAAB12\nis old" + "x" * 500
    cleaned = clean(said, ("EAAB12",))
    assert cleaned.startswith("Token … at … is old")
    assert len(cleaned) == 200
