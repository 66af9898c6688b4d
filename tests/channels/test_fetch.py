from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import timedelta

import pytest

from channels.fetch import Fetched, Status, fetch_feed
from channels.guarded import Caps, Guard
from channels.outbound import AddressRefused, Busy, FetchError, FetchFailed, TooLarge, TooSlow, Why
from tests.channels.offices import (
    Answer,
    Office,
    drip,
    in_turn,
    late,
    office,
    pour,
    say,
    send,
    stay_silent,
)

RSS = b"<rss version='2.0'><channel><title>Kanim Pontianak</title></channel></rss>"
CALM = Caps(total=20, connect=10, read=10, body=10_000, head=2_000)
QUICK = replace(CALM, total=0.5)


def guard_for(*servers: Office, caps: Caps = CALM) -> Guard:
    return Guard(
        allow=frozenset(server.spot for server in servers),
        agent="Gema/0.1 (+https://newsroom.example)",
        caps=caps,
    )


def ask(server: Office, *, etag: str = "", last_modified: str = "") -> Fetched:
    return fetch_feed(server.url, etag=etag, last_modified=last_modified, guard=guard_for(server))


def failure(server: Office, caps: Caps = CALM) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch_feed(server.url, guard=guard_for(server, caps=caps))
    return caught.value


def test_a_feed_comes_with_what_the_next_question_needs() -> None:
    says = say("200 OK", RSS, content_type="application/rss+xml", etag='W/"7"', last_modified="L")
    with office(says) as pontianak:
        assert ask(pontianak) == Fetched(
            Status.NEW,
            final_url=pontianak.url,
            body=RSS,
            content_type="application/rss+xml",
            etag='W/"7"',
            last_modified="L",
        )


def test_we_say_who_we_are_and_carry_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with office(say("200 OK", RSS)) as pontianak:
        ask(pontianak)
    head = pontianak.asked[0].lower()
    assert head.startswith("get /feed http/1.1\r\n")
    assert f"host: {pontianak.spot}" in head
    assert "user-agent: gema/0.1 (+https://newsroom.example)" in head
    assert not any(name in head for name in ("cookie", "authorization", "if-", "referer"))


def test_a_gzipped_feed_is_unpacked() -> None:
    with office(say("200 OK", gzip.compress(RSS), content_encoding="gzip")) as pontianak:
        assert ask(pontianak).body == RSS


@pytest.mark.parametrize(
    ("known", "header"),
    [
        ({"etag": '"7"'}, 'if-none-match: "7"'),
        ({"last_modified": "Mon, 09 Nov 2026 01:00:00 GMT"}, "if-modified-since: mon, 09 nov"),
    ],
)
def test_one_validator_is_enough_to_hear_that_nothing_changed(
    known: dict[str, str], header: str
) -> None:
    with office(send(b"HTTP/1.1 304 Not Modified\r\n\r\n")) as pontianak:
        assert ask(pontianak, **known).status is Status.NOT_MODIFIED
    assert header in pontianak.asked[0].lower()


def test_not_modified_without_a_validator_is_no_answer() -> None:
    with office(say("304 Not Modified")) as pontianak:
        assert failure(pontianak).why is Why.UNREADABLE_ANSWER


@pytest.mark.parametrize("etag", ["x" * 301, '"\xe9"', '"a"\r\nX-Evil: 1'])
def test_a_validator_we_cannot_send_back_as_it_came_is_dropped(etag: str) -> None:
    with office(say("200 OK", RSS)) as pontianak:
        assert ask(pontianak, etag=etag).status is Status.NEW
    assert "if-none-match" not in pontianak.asked[0].lower()
    assert "x-evil" not in pontianak.asked[0].lower()


@pytest.mark.parametrize("etag", ["x" * 301, '"\xe9"'])
def test_a_strange_validator_is_not_kept(etag: str) -> None:
    with office(say("200 OK", RSS, etag=etag)) as pontianak:
        assert ask(pontianak).etag == ""


def test_a_date_longer_than_any_date_is_not_kept() -> None:
    with office(say("200 OK", RSS, last_modified="x" * 101)) as pontianak:
        assert ask(pontianak).last_modified == ""


def test_a_feed_that_is_gone_is_gone() -> None:
    with office(say("410 Gone")) as pontianak:
        assert ask(pontianak).status is Status.GONE


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry_after": "120"}, timedelta(minutes=2)),
        ({"retry_after": "99999999999999"}, timedelta(days=1)),
        ({"retry_after": "-5"}, None),
        ({"retry_after": "²"}, None),
        ({"retry_after": "nanti saja"}, None),
        ({}, None),
        (
            {
                "date": "Mon, 09 Nov 2026 01:00:00 GMT",
                "retry_after": "Mon, 09 Nov 2026 01:30:00 GMT",
            },
            timedelta(minutes=30),
        ),
        (
            {
                "date": "Mon, 09 Nov 2026 01:00:00 GMT",
                "retry_after": "Sun, 08 Nov 2026 01:30:00 GMT",
            },
            timedelta(0),
        ),
        (
            {
                "date": "Mon, 09 Nov 2026 01:00:00 GMT",
                "retry_after": "Tue, 09 Nov 2027 01:00:00 GMT",
            },
            timedelta(days=1),
        ),
        ({"retry_after": "Mon, 09 Nov 2026 01:30:00 GMT"}, None),
    ],
)
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_busy_server_is_heard(
    status: str, headers: dict[str, str], wait: timedelta | None
) -> None:
    with office(say(status, b"", **headers)) as pontianak:
        busy = failure(pontianak)
    assert isinstance(busy, Busy)
    assert busy.retry_after == wait


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("401 Unauthorized", Why.FORBIDDEN),
        ("403 Forbidden", Why.FORBIDDEN),
        ("404 Not Found", Why.NOT_FOUND),
        ("500 Oops", Why.SERVER_TROUBLE),
        ("599 Odd", Why.SERVER_TROUBLE),
        ("204 No Content", Why.UNREADABLE_ANSWER),
        ("206 Partial Content", Why.UNREADABLE_ANSWER),
        ("418 Teapot", Why.UNREADABLE_ANSWER),
    ],
)
def test_any_other_answer_is_a_failure_with_its_reason(status: str, why: Why) -> None:
    with office(say(status)) as pontianak:
        assert failure(pontianak).why is why


def test_a_move_for_good_is_reported_with_the_feed() -> None:
    with office(in_turn(say("301 Moved", location="/rss"), say("200 OK", RSS))) as pontianak:
        fetched = ask(pontianak)
    assert fetched.permanent_redirect_to == fetched.final_url == f"http://{pontianak.spot}/rss"
    assert fetched.body == RSS


def test_only_the_part_of_the_way_that_moved_for_good_is_reported() -> None:
    way = in_turn(
        say("308 Moved", location="/rss"),
        say("302 Found", location="/today"),
        say("301 Moved", location="/today.xml"),
        say("200 OK", RSS),
    )
    with office(way) as pontianak:
        fetched = ask(pontianak)
    assert fetched.permanent_redirect_to == f"http://{pontianak.spot}/rss"
    assert fetched.final_url == f"http://{pontianak.spot}/today.xml"


def test_cookies_are_not_carried_along_a_redirect() -> None:
    way = in_turn(say("302 Found", location="/b", set_cookie="a=b"), say("200 OK", RSS))
    with office(way) as pontianak:
        ask(pontianak)
    assert "cookie" not in pontianak.asked[1].lower()


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://169.254.169.254/latest/meta-data/", Why.PRIVATE_ADDRESS),
        ("http://127.0.0.1/", Why.PRIVATE_ADDRESS),
        ("http://[::ffff:127.0.0.1]/", Why.PRIVATE_ADDRESS),
        ("http://2130706433/", Why.BAD_ADDRESS),
        ("http://127.0.0.1:6379/", Why.BAD_PORT),
        ("http://budi:rahasia@kantor.example/", Why.HAS_PASSWORD),
        ("file:///etc/passwd", Why.BAD_SCHEME),
        ("gopher://127.0.0.1/", Why.BAD_SCHEME),
        ("http://xn--/", Why.BAD_ADDRESS),
    ],
)
def test_a_redirect_is_checked_like_a_typed_address(location: str, why: Why) -> None:
    with office(say("302 Found", location=location)) as pontianak:
        refusal = failure(pontianak)
    assert isinstance(refusal, AddressRefused)
    assert refusal.why is why


def test_a_redirect_to_another_server_inside_never_reaches_it() -> None:
    with office(say("200 OK", RSS)) as inside:
        with office(say("302 Found", location=inside.url)) as pontianak:
            assert isinstance(failure(pontianak), AddressRefused)
        assert inside.asked == []


def test_a_redirect_loop_ends_after_five_hops() -> None:
    with office(say("302 Found", location="/feed")) as pontianak:
        assert failure(pontianak).why is Why.MANY_REDIRECTS
    assert len(pontianak.asked) == 6


def test_five_redirects_are_followed() -> None:
    hop = say("302 Found", location="/feed")
    with office(in_turn(*[hop] * 5, say("200 OK", RSS))) as pontianak:
        assert ask(pontianak).body == RSS


def test_redirects_share_the_time_of_one_call() -> None:
    with office(late(0.2, say("302 Found", location="/feed"))) as pontianak:
        assert failure(pontianak, QUICK).why is Why.TOO_SLOW
    assert len(pontianak.asked) < 5


def test_a_new_address_too_long_to_keep_is_not_reported() -> None:
    long = "/" + "a" * 600
    with office(in_turn(say("301 Moved", location=long), say("200 OK", RSS))) as pontianak:
        fetched = ask(pontianak)
    assert fetched.final_url.endswith(long)
    assert fetched.permanent_redirect_to == ""


def test_a_redirect_to_nowhere_ends() -> None:
    with office(say("302 Found")) as pontianak:
        assert failure(pontianak).why is Why.MANY_REDIRECTS


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (drip(HEAD + b"content-length: 9000\r\n\r\n", b"x"), TooSlow),
        (drip(HEAD, b"x: y\r\n"), TooSlow),
        (drip(b"", b"HTTP/1.1 102 Processing\r\n\r\n"), TooSlow),
        (pour(b"", b"HTTP/1.1 102 Processing\r\n\r\n"), TooLarge),
        (stay_silent, TooSlow),
        (pour(HEAD + b"\r\n", b"x" * 5000), TooLarge),
        (say("200 OK", b"x" * 10_001), TooLarge),
        (pour(HEAD + b"transfer-encoding: chunked\r\n\r\n", b"3e8\r\n" + b"x" * 1000 + b"\r\n"),
         TooLarge),
        (say("200 OK", RSS, x="y" * 3000), TooLarge),
        (pour(HEAD, b"x: " + b"y" * 90 + b"\r\n"), TooLarge),
        (say("200 OK", gzip.compress(b"x" * 9_000_000), content_encoding="gzip"), TooLarge),
        (say("200 OK", gzip.compress(b"x" * 9_000_000), content_encoding=" GZIP "), TooLarge),
    ],
    ids=["drip-body", "drip-head", "drip-1xx", "pour-1xx", "silence", "endless", "long", "chunked",
         "long-header", "endless-head", "gzip-bomb", "gzip-bomb-in-capitals"],
)  # fmt: skip
def test_a_server_without_measure_is_cut_off(answer: Answer, kind: type[FetchError]) -> None:
    with office(answer) as pontianak:
        assert isinstance(failure(pontianak, QUICK if kind is TooSlow else CALM), kind)


def test_a_server_that_says_nothing_for_too_long_is_left() -> None:
    with office(stay_silent) as pontianak:
        assert isinstance(failure(pontianak, replace(CALM, read=0.2)), TooSlow)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (send(b""), Why.LOST_ANSWER),
        (send(HEAD + b"content-length: 500\r\n\r\n<rss"), Why.LOST_ANSWER),
        (send(b"SSH-2.0-OpenSSH_9.2\r\n"), Why.LOST_ANSWER),
        (send(HEAD + b"content-length: 1\r\ncontent-length: 2\r\n\r\nab"), Why.LOST_ANSWER),
        (say("200 OK", gzip.compress(RSS)[:-20], content_encoding="gzip"), Why.LOST_ANSWER),
        (say("200 OK", RSS, content_encoding="gzip"), Why.UNREADABLE_ANSWER),
        (say("200 OK", RSS, content_encoding="br"), Why.UNREADABLE_ANSWER),
        (say("200 OK", RSS, content_encoding="gzip, gzip"), Why.UNREADABLE_ANSWER),
    ],
    ids=["reset", "cut", "ssh", "two-lengths", "cut-gzip", "not-gzip", "brotli", "twice"],
)
def test_a_broken_answer_is_a_failure_for_today(answer: Answer, why: Why) -> None:
    with office(answer) as pontianak:
        broken = failure(pontianak)
    assert isinstance(broken, FetchFailed)
    assert broken.why is why


def test_a_closed_port_is_unreachable() -> None:
    with office(say("200 OK")) as pontianak:
        pass
    assert failure(pontianak).why is Why.UNREACHABLE
