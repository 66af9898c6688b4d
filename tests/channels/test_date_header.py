"""What time it is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from channels.base import NotSent
from channels.date_header import read_date
from channels.http import Wire

REAL = "https://graph.facebook.com"
NOON = "Mon, 07 Dec 2026 12:00:00 GMT"


@contextmanager
def server(headers: Mapping[str, str], status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """Answers everything with these headers, and keeps what it was asked."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            asked.append(f"{self.requestline}\n{self.headers}")
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=listening.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.server_port}", asked
    finally:
        listening.shutdown()
        listening.server_close()


def wire(base: str) -> Wire:
    return Wire(now=lambda: datetime.now(UTC), timeout=timedelta(seconds=2), bases={REAL: base})


@pytest.mark.parametrize("status", [200, 302, 404, 429, 500])
def test_any_answer_tells_the_time(status: int) -> None:
    with server({"Date": NOON, "Location": "http://127.0.0.1:1/"}, status) as (base, _):
        assert read_date(REAL, wire(base)) == datetime(2026, 12, 7, 12, 0, tzinfo=UTC)


def test_nothing_but_the_question_is_sent() -> None:
    with server({"Date": NOON}) as (base, asked):
        read_date(REAL, wire(base))
    assert asked[0].startswith("HEAD / HTTP/1.1\n")
    for word in ("authorization", "cookie", "referer"):
        assert word not in asked[0].lower()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Date": "noon"},
        {"Date": ""},
        {"Date": NOON, "Age": "7200"},
        {"Date": f"Mon, 07 Dec {10**20} 12:00:00 GMT"},
        {"Date": f"Mon, 07 Dec 2026 12:00:00 +{10**18}"},
    ],
)
def test_an_answer_without_a_time_of_its_own_is_none(headers: Mapping[str, str]) -> None:
    with server(headers) as (base, _), pytest.raises(NotSent):
        read_date(REAL, wire(base))


def test_a_server_that_is_not_there_is_none() -> None:
    with pytest.raises(NotSent):
        read_date(REAL, wire("http://127.0.0.1:1"))
