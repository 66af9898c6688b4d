"""A session for hosts that people type in: only public numbers, and the one that was checked."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from socket import gaierror, socket

import pytest
import requests
from cryptography import x509

from channels.base import DeliveryError, NotSent, Reason, Unconfirmed, asked
from channels.guard import guard as of_this_house
from channels.guarded import Guard
from channels.http import Session, Wire
from channels.models import Account
from channels.opening import wire
from tests.channels.certificates import issue
from tests.channels.offices import Dns, Office, in_turn, office, say, send, stay_silent
from tests.channels.sending import PATIENT, now

NAME = "sosial.example"
YES = say("200 OK", b'{"id": "1"}', content_type="application/json")
SHORT = timedelta(seconds=0.6)


@dataclass(frozen=True)
class Login:
    token: str = asked("Token", secret=True)


def session(
    guard: Guard, bases: Mapping[str, str] | None = None, timeout: timedelta = PATIENT
) -> Session:
    given = Wire(now=now, timeout=timeout, bases=bases or {}, guard=guard)
    return given.session(Login("rahasia-sekali"), guarded=True)


def excepted(server: Office, *answers: Sequence[str], name: str = NAME) -> Guard:
    """A guard that lets this name at this server's port through, wherever it leads."""
    return Guard(frozenset({f"{name}:{server.port}"}), resolve=Dns(*answers))


def ending(session: Session, url: str, body: bytes = b"") -> DeliveryError | None:
    """How a call ends that may change something."""
    try:
        session.ask(lambda: session.post(url, data=body), repeatable=False)
    except DeliveryError as error:
        return error
    return None


INWARDS = [
    "127.0.0.1", "10.0.0.7", "192.168.1.1", "169.254.169.254", "::1", "fd00::7", "::ffff:10.0.0.7",
    "100.64.0.1",
]  # fmt: skip


@pytest.mark.parametrize("number", INWARDS)
def test_a_name_that_leads_inwards_is_not_called(number: str) -> None:
    error = ending(session(Guard(resolve=Dns([number]))), f"https://{NAME}/api")
    assert isinstance(error, NotSent)
    assert error.reason is Reason.ADDRESS_REFUSED
    assert error.detail == f"{NAME} must not be called: private-address"


@pytest.mark.parametrize("number", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "[::1]"])
def test_a_number_typed_instead_of_a_name_is_not_called(number: str) -> None:
    error = ending(session(Guard()), f"https://{number}/api")
    assert isinstance(error, NotSent)
    assert error.reason is Reason.ADDRESS_REFUSED


def test_one_private_number_among_public_ones_is_enough() -> None:
    error = ending(session(Guard(resolve=Dns(["103.28.12.1", "10.0.0.7"]))), f"https://{NAME}/")
    assert isinstance(error, NotSent)
    assert error.reason is Reason.ADDRESS_REFUSED


@pytest.mark.parametrize(
    ("url", "why"),
    [
        (f"http://{NAME}/", "bad-scheme"),
        (f"https://siapa:sandi@{NAME}/", "has-password"),
        (f"https://{NAME}:5432/", "bad-port"),
        ("https://2130706433/", "bad-address"),
        ("https://0x7f.1/", "bad-address"),
    ],
)
def test_an_odd_address_is_not_called(url: str, why: str) -> None:
    error = ending(session(Guard(resolve=Dns(["103.28.12.1"]))), url)
    assert isinstance(error, NotSent)
    assert error.reason is Reason.ADDRESS_REFUSED
    assert error.detail.endswith(why)
    assert "sandi" not in str(error)


@pytest.mark.parametrize(
    "url", ["https://[separuh/", "https://", "bukan alamat", "https://\u2100/"]
)
def test_what_is_no_address_is_not_called(url: str) -> None:
    assert isinstance(ending(session(Guard()), url), NotSent)


def test_a_name_nobody_knows_is_safe_to_retry() -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise gaierror("no such name")

    error = ending(session(Guard(resolve=unknown)), f"https://{NAME}/")
    assert isinstance(error, NotSent)
    assert error.reason is Reason.UNREACHABLE


def test_a_name_that_turns_inwards_after_its_first_use_is_refused_at_the_next() -> None:
    """The open door is the port, so that nothing but the number can be what is refused."""
    with office(YES) as inside:
        guard = Guard(
            ports=frozenset({int(inside.port)}), resolve=Dns(["103.28.12.1"], ["127.0.0.1"])
        )
        guard.addresses(NAME, int(inside.port), 1)
        error = ending(session(guard), f"https://{NAME}:{inside.port}/")
    assert isinstance(error, NotSent)
    assert error.reason is Reason.ADDRESS_REFUSED
    assert inside.asked == []


def test_the_name_is_asked_once_for_check_and_connection() -> None:
    with office(YES) as server:
        guard = excepted(server, ["127.0.0.1"])  # a second question would find no answer
        assert ending(session(guard), f"http://{NAME}:{server.port}/api?a=1") is None
    assert server.asked[0].startswith("POST /api?a=1 HTTP/1.1\r\n")
    assert server.asked[0].lower().count(f"\r\nhost: {NAME}:{server.port}\r\n") == 1


def test_each_call_is_checked_anew_also_on_a_connection_that_is_open() -> None:
    with office(YES) as server:
        guard = Guard(frozenset({f"{NAME}:{server.port}"}), resolve=Dns(["127.0.0.1"], []))
        calling = session(guard)
        assert ending(calling, f"http://{NAME}:{server.port}/") is None
        assert isinstance(ending(calling, f"http://{NAME}:{server.port}/"), NotSent)
        assert len(server.asked) == 1


def hear_out(server: Office, client: socket) -> None:
    while not server.asked[0].endswith("halo"):
        server.asked[0] += client.recv(100).decode()
    YES(server, client)


def test_the_next_number_is_tried_when_the_first_does_not_answer() -> None:
    with office(hear_out) as server:  # it listens on the last only
        guard = excepted(server, ["::1", "::1", "127.0.0.1"])
        assert ending(session(guard), f"http://{NAME}:{server.port}/", b"halo") is None
    assert len(server.asked) == 1
    assert server.asked[0].endswith("\r\n\r\nhalo")


def test_after_the_request_has_left_no_other_number_is_tried() -> None:
    """Or one call would publish twice."""
    with office(send()) as server:
        guard = excepted(server, ["127.0.0.1", "127.0.0.1"])
        assert isinstance(ending(session(guard), f"http://{NAME}:{server.port}/"), Unconfirmed)
    assert len(server.asked) == 1


def test_when_no_number_answers_nothing_was_sent() -> None:
    with office(YES) as server:
        guard = excepted(server, ["::1", "::1"])
        error = ending(session(guard), f"http://{NAME}:{server.port}/")
    assert isinstance(error, NotSent)
    assert error.reason is Reason.UNREACHABLE
    assert server.asked == []


def test_an_answer_that_does_not_come_leaves_it_open() -> None:
    with office(stay_silent) as server:
        calling = session(excepted(server, ["127.0.0.1"]), timeout=SHORT)
        assert isinstance(ending(calling, f"http://{NAME}:{server.port}/"), Unconfirmed)


def test_an_exception_holds_for_its_own_host_and_port_only() -> None:
    with office(YES) as server, office(YES) as other:
        allow = frozenset({server.spot})
        assert ending(session(Guard(allow)), f"http://{server.spot}/") is None
        assert isinstance(ending(session(Guard(allow)), f"http://{other.spot}/"), NotSent)
        assert isinstance(
            ending(session(Guard(allow)), f"http://localhost:{server.port}/"), NotSent
        )
        assert other.asked == []


def test_a_base_of_the_operator_needs_no_exception_but_what_is_typed_does() -> None:
    with office(YES) as stub:
        bases = {f"https://{NAME}": f"http://{stub.spot}"}
        calling = session(Guard(resolve=Dns()), bases)
        assert ending(calling, f"https://{NAME}/api") is None
        prepared = requests.Request("GET", f"http://{stub.spot}/api").prepare()
        with pytest.raises(requests.ConnectionError):
            calling.send(prepared)  # past all that ``request`` does
        assert isinstance(ending(calling, f"http://{stub.spot}/api"), NotSent)
        assert len(stub.asked) == 1


def test_a_redirect_inwards_is_not_followed() -> None:
    with office(YES) as inside:
        moved = say("307 Moved", location=f"http://{inside.spot}/")
        with office(moved) as server:
            error = ending(
                session(excepted(server, ["127.0.0.1"])), f"http://{NAME}:{server.port}/"
            )
        assert error is None
        assert inside.asked == []


def test_a_proxy_of_the_environment_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would look up the name by itself, behind the guard's back."""
    with office(YES) as proxy, office(YES) as server:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://{proxy.spot}")
        monkeypatch.setenv("no_proxy", "")
        guard = excepted(server, ["127.0.0.1"])
        assert ending(session(guard), f"http://{NAME}:{server.port}/") is None
        assert proxy.asked == []
        assert len(server.asked) == 1


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return issue(tmp_path_factory.mktemp("tls") / "sosial.pem", x509.DNSName(NAME))


@pytest.fixture
def secure(certificate: Path) -> Iterator[Office]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with office(in_turn(YES, send()), context) as server:
        yield server


def trusting(guard: Guard, certificate: Path) -> Guard:
    return replace(guard, tls=ssl.create_default_context(cafile=str(certificate)))


def test_the_certificate_is_checked_for_the_name_though_we_connect_to_a_number(
    secure: Office, certificate: Path
) -> None:
    guard = trusting(excepted(secure, ["127.0.0.1"], ["127.0.0.1"]), certificate)
    calling = session(guard)
    assert ending(calling, f"https://{NAME}:{secure.port}/") is None
    assert secure.names == [NAME]
    lost = ending(calling, f"https://{NAME}:{secure.port}/")
    assert isinstance(lost, Unconfirmed), "what breaks after the handshake may have been heard"


def test_a_certificate_for_another_name_means_nothing_was_sent(
    secure: Office, certificate: Path
) -> None:
    guard = trusting(excepted(secure, ["127.0.0.1"], name="lain.example"), certificate)
    assert isinstance(ending(session(guard), f"https://lain.example:{secure.port}/"), NotSent)
    assert secure.asked == []


def test_a_certificate_nobody_vouches_for_means_nothing_was_sent(secure: Office) -> None:
    guard = excepted(secure, ["127.0.0.1"])
    assert isinstance(ending(session(guard), f"https://{NAME}:{secure.port}/"), NotSent)
    assert secure.asked == []


def test_an_account_is_spoken_to_with_the_guard_of_this_installation() -> None:
    assert wire(Account(kind="x")).guard is of_this_house()
