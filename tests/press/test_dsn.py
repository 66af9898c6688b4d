"""What the common mail servers report, read for what it means."""

from __future__ import annotations

import pytest

from channels.press.dsn import Weight, read
from tests.press import returned

TO = "kembali+c7.0a1b2c@gema.contoh.test"
HARD, SOFT = Weight.HARD, Weight.SOFT


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (returned.exim(TO), "5.1.1"),
        (returned.postfix(TO), "5.1.1"),
        (returned.exchange(TO), "5.1.10"),
        (returned.gmail(TO), "5.1.1"),
    ],
    ids=["exim", "postfix", "exchange", "gmail"],
)
def test_every_server_is_understood(data: bytes, status: str) -> None:
    report = read(data)
    assert report is not None
    assert (report.failure.weight, report.failure.status) == (HARD, status)
    assert any(TO in address for address in report.addresses)
    assert "alif@" not in report.failure.said, "nobody's address on a page or in a log"
    assert len(report.failure.said) <= 160
    assert report.failure.said.count(status) >= 1


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_may_end_either_way(end: str) -> None:
    data = returned.postfix(TO).replace(b"\n", end.encode())
    report = read(data)
    assert report is not None
    assert report.failure.weight is HARD


@pytest.mark.parametrize(
    ("status", "weight"),
    [
        ("5.1.1", HARD), ("5.1.2", HARD), ("5.1.10", HARD), ("5.2.1", HARD), ("5.4.4", HARD),
        ("5.4.310", HARD), ("5.5.0", HARD),
        ("4.2.2", SOFT), ("4.4.1", SOFT), ("4.4.7", SOFT),
        ("5.2.2", SOFT), ("5.2.3", SOFT), ("5.3.4", SOFT), ("5.4.316", SOFT), ("5.6.1", SOFT),
        ("5.7.1", SOFT), ("5.7.26", SOFT),
    ],
)  # fmt: skip
def test_only_what_is_about_the_mailbox_weighs_much(status: str, weight: Weight) -> None:
    for data in (returned.postfix(TO, status), returned.exchange(TO, status)):
        report = read(data)
        assert report is not None
        assert (report.failure.status, report.failure.weight) == (status, weight)


@pytest.mark.parametrize(
    ("diagnostic", "status", "weight"),
    [
        ("smtp; 550 no such user here", "5.0.0", HARD),
        ("smtp; 553 sorry, not here", "5.0.0", HARD),
        ("smtp; 552 mailbox full", "5.0.0", SOFT),
        ("smtp; 554 refused by our filter at 5.9.17.2", "5.0.0", SOFT),
        ("smtp; 452 4.2.2 over quota", "4.2.2", SOFT),
        ("smtp; 550 5.7.1 not allowed", "5.7.1", SOFT),
        ("smtp; 550 5.1.1. Look at 10.0.5.1", "5.1.1", HARD),
        ("", "5.0.0", SOFT),
    ],
)
def test_where_the_status_says_nothing_the_other_servers_words_do(
    diagnostic: str, status: str, weight: Weight
) -> None:
    report = read(returned.exim(TO, diagnostic))
    assert report is not None
    assert (report.failure.status, report.failure.weight) == (status, weight)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_what_is_not_given_up_is_no_failure(action: str) -> None:
    assert read(returned.postfix(TO, "4.4.1", action)) is None


@pytest.mark.parametrize(
    "data",
    [
        returned.answer(TO),
        returned.forwarded(TO),
        b"",
        b"\x00\xff\xfe",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status",
        b"Content-Type: message/delivery-status\n\nAction: failed\n\nAction: failed\n",
        returned.gmail(TO)[:600],
    ],
    ids=["answer", "forwarded", "empty", "bytes", "cut", "bare", "half"],
)
def test_everything_else_says_nothing(data: bytes) -> None:
    assert read(data) is None
