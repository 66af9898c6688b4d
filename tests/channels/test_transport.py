"""The road under the SDKs: what never left, what was lost, what nobody may see."""

from __future__ import annotations

import gzip
import ipaddress
import logging
import ssl
from datetime import timedelta
from pathlib import Path
from socket import SO_RCVBUF, SOL_SOCKET, socket

import pytest
from cryptography import x509

from channels.base import DeliveryError, NotSent, Outgoing, Reason, Unconfirmed
from channels.facebook.adapter import Facebook
from channels.facebook.login import Credentials
from tests.channels.certificates import issue
from tests.channels.offices import Answer, Office, drip, office, pour, say, send
from tests.channels.sending import (
    PATIENT,
    Notebook,
    message,
    outcome,
    photo,
    wire_to,
    wire_to_nowhere,
)

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
SHORT = timedelta(seconds=0.6)
TOKEN = "token-that-nobody-may-see"


def posting(base: str, timeout: timedelta = PATIENT, page: str = "4001") -> Facebook:
    return Facebook(Credentials(page, TOKEN), wire_to(("meta", base), timeout=timeout))


def ending(answer: Answer, timeout: timedelta = PATIENT) -> DeliveryError | None:
    """How a publish ends when the network answers like this."""
    with office(answer) as server:
        return outcome(posting(f"http://{server.spot}", timeout), message(), Notebook())


def reading(answer: Answer, timeout: timedelta = PATIENT) -> DeliveryError:
    """How a harmless read ends when the network answers like this."""
    with office(answer) as server, pytest.raises(DeliveryError) as caught:
        posting(f"http://{server.spot}", timeout).check()
    return caught.value


def test_an_answer_that_never_ends_is_given_up_in_time() -> None:
    error = ending(drip(HEAD + b"\r\n", b" "), SHORT)
    assert isinstance(error, Unconfirmed)
    assert error.reason is Reason.LOST_ANSWER


def test_a_head_that_never_ends_is_given_up_in_time() -> None:
    """Each byte comes within the timeout; all of them together never end."""
    error = ending(drip(b"HTTP/1.1 200 OK\r\n", b"x"), SHORT)
    assert isinstance(error, Unconfirmed)
    assert error.reason is Reason.LOST_ANSWER


def test_an_answer_that_is_far_too_long_is_not_read_to_the_end() -> None:
    error = ending(pour(HEAD + b"\r\n", b" " * 65_536))
    assert isinstance(error, Unconfirmed)
    assert error.reason is Reason.UNREADABLE_ANSWER


def test_an_answer_that_swells_when_unpacked_is_not_read_to_the_end() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    error = ending(say("200 OK", bomb, content_type="application/json", content_encoding="gzip"))
    assert isinstance(error, Unconfirmed)
    assert error.reason is Reason.UNREADABLE_ANSWER


def take_slowly(server: Office, client: socket) -> None:
    """Like an office on a thin line: the picture trickles in, but never stops for long."""
    client.setsockopt(SOL_SOCKET, SO_RCVBUF, 131_072)
    wanted = int(server.asked[0].lower().partition("content-length: ")[2].split()[0])
    taken = len(server.asked[0].partition("\r\n\r\n")[2])
    while taken < wanted and not server.closed.wait(0.02):
        taken += len(client.recv(131_072))
    say("200 OK", b'{"id": "1", "post_id": "4001_1"}', content_type="application/json")(
        server, client
    )


def test_an_upload_may_take_longer_than_the_timeout_as_long_as_it_moves() -> None:
    picture = photo(data=bytes(9_500_000))
    with office(take_slowly) as server:
        sending = posting(f"http://{server.spot}", SHORT)
        assert outcome(sending, message("Foto", picture), Notebook()) is None


def test_a_packed_answer_is_unpacked() -> None:
    packed = gzip.compress(b'{"id": "1_2"}')
    answer = say("200 OK", packed, content_type="application/json", content_encoding="gzip")
    assert ending(answer) is None


@pytest.mark.parametrize(
    "answer",
    [
        send(HEAD + b"content-length: 500\r\n\r\n", b'{"id": "1'),
        send(HEAD + b"transfer-encoding: chunked\r\n\r\n", b"zz\r\n"),
        send(b"this is not HTTP\r\n\r\n"),
        say("200 OK", b"not gzip", content_type="application/json", content_encoding="gzip"),
    ],
    ids=["cut short", "bad chunk", "not HTTP", "bad packing"],
)
def test_a_broken_answer_is_a_lost_one(answer: Answer) -> None:
    assert isinstance(ending(answer), Unconfirmed)
    assert isinstance(reading(answer), NotSent)


def test_a_redirect_is_never_followed() -> None:
    with office(say("200 OK", b'{"id": "1_2"}')) as elsewhere:
        away = f"http://{elsewhere.spot}/?stolen="
        assert isinstance(ending(say("307 Moved", location=away)), Unconfirmed)
        assert isinstance(reading(say("302 Moved", location=away)), NotSent)
        assert elsewhere.asked == []


def test_a_name_that_nobody_knows_is_safe_to_retry() -> None:
    error = outcome(posting("http://no-such-host.invalid"), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.reason is Reason.UNREACHABLE


def test_an_address_that_is_none_is_safe_to_retry() -> None:
    assert isinstance(outcome(posting("htp:/"), message(), Notebook()), NotSent)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    spot = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    return issue(tmp_path_factory.mktemp("tls") / "stub.pem", spot)


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def hang_up(server: Office, client: socket) -> None:
    """Read the request, then go."""


def secure_ending(server: Office) -> DeliveryError | None:
    return outcome(posting(f"https://{server.spot}"), message(), Notebook())


def test_a_certificate_that_nobody_vouches_for_means_nothing_was_sent(
    tls: ssl.SSLContext,
) -> None:
    with office(hang_up, tls) as server:
        assert isinstance(secure_ending(server), NotSent)
        assert server.asked == []


def test_a_handshake_that_fails_means_nothing_was_sent() -> None:
    with office(send(b"HTTP/1.1 400 Speak plainly\r\n\r\n")) as server:
        assert isinstance(secure_ending(server), NotSent)


def test_a_handshake_that_hangs_means_nothing_was_sent() -> None:
    with office(drip(b"", b"")) as server:
        error = outcome(posting(f"https://{server.spot}", SHORT), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.reason is Reason.UNREACHABLE


def test_a_secure_connection_that_breaks_after_the_request_leaves_it_open(
    tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with office(hang_up, tls) as server:
        assert isinstance(secure_ending(server), Unconfirmed)
        assert len(server.asked) == 1


def test_a_login_in_the_home_folder_is_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with office(say("200 OK", b'{"id": "1_2"}', content_type="application/json")) as server:
        assert outcome(posting(f"http://{server.spot}"), message(), Notebook()) is None
        assert "authorization" not in server.asked[0].lower()


def test_a_token_in_an_address_is_in_no_error_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    """facebook-sdk puts it there for every GET and DELETE."""
    with caplog.at_level(logging.DEBUG), pytest.raises(NotSent) as caught:
        Facebook(Credentials("4001", TOKEN), wire_to_nowhere()).check()
    with caplog.at_level(logging.DEBUG):
        reading(say("200 OK", b"{}"))
    assert TOKEN not in caplog.text
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert "http" not in caught.value.detail


def test_a_warning_about_odd_headers_does_not_name_the_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """urllib3 warns with the whole address, and there the token stands."""
    odd = b"no header at all\r\n"
    with caplog.at_level(logging.DEBUG, logger="root"):
        reading(send(b"HTTP/1.1 200 OK\r\n", odd, b"content-length: 2\r\n\r\n{}"))
    assert TOKEN not in caplog.text


def test_a_token_that_the_network_repeats_is_cut_out() -> None:
    """Meta answers "Malformed access token EAAB…" with the token in full."""
    body = f'{{"error": {{"code": 190, "message": "Malformed access token {TOKEN}"}}}}'
    error = ending(say("400 Bad", body.encode(), content_type="application/json"))
    assert error is not None
    assert TOKEN not in str(error)
    assert "Malformed access token" in error.detail


def test_a_network_is_not_asked_under_its_real_name_when_a_base_is_set() -> None:
    with office(say("200 OK", b'{"id": "1_2"}', content_type="application/json")) as server:
        posting(f"http://{server.spot}/").publish(Outgoing("k", "Halo"), Notebook())
        assert server.asked[0].startswith("POST /v26.0/4001/feed HTTP/1.1")
