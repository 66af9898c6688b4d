"""Names, numbers and certificates: what is checked is what is connected to."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from cryptography import x509

from channels.fetch import fetch_feed
from channels.guarded import Caps, Guard, check_address
from channels.outbound import AddressRefused, FetchError, Why
from channels.pinned import GuardedTransport
from tests.channels.certificates import issue
from tests.channels.offices import Dns, Office, office, say

NAME = "kanim.example"
CALM = Caps(total=20, connect=10, read=10)


def open_for(server: Office, *answers: Sequence[str]) -> Guard:
    spot = f"{NAME}:{server.port}"
    return Guard(allow=frozenset({spot}), caps=CALM, resolve=Dns(*answers))


def test_a_name_that_turns_inwards_after_it_was_saved_is_refused_at_use() -> None:
    with office(say("200 OK")) as inside:
        port = int(inside.port)
        guard = Guard(
            ports=frozenset({port}), caps=CALM, resolve=Dns(["103.28.12.1"], ["127.0.0.1"])
        )
        url = check_address(f"http://{NAME}:{port}/feed", guard)
        with pytest.raises(AddressRefused) as refusal:
            fetch_feed(url, guard=guard)
    assert refusal.value.why is Why.PRIVATE_ADDRESS
    assert inside.asked == []


def test_the_name_is_asked_once_for_check_and_connection() -> None:
    with office(say("200 OK")) as pontianak:
        guard = open_for(pontianak, ["127.0.0.1"])  # a second question would find no answer
        fetch_feed(f"http://{NAME}:{pontianak.port}/", guard=guard)
    assert f"host: {NAME}:{pontianak.port}\r\n" in pontianak.asked[0].lower()


def test_the_next_address_is_tried_when_the_first_does_not_answer() -> None:
    with office(say("200 OK", b"<rss/>")) as pontianak:
        guard = open_for(pontianak, ["::1", "127.0.0.1"])  # we listen on the second only
        fetched = fetch_feed(f"http://{NAME}:{pontianak.port}/", guard=guard)
    assert fetched.body == b"<rss/>"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return issue(tmp_path_factory.mktemp("tls") / "office.pem", x509.DNSName(NAME))


@pytest.fixture
def secure(certificate: Path) -> Iterator[Office]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with office(say("200 OK", b"<rss/>"), context) as server:
        yield server


def test_the_certificate_is_checked_for_the_name_though_we_connect_to_a_number(
    secure: Office, certificate: Path
) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    guard = replace(open_for(secure, ["127.0.0.1"]), tls=trusting)
    assert fetch_feed(f"https://{NAME}:{secure.port}/", guard=guard).body == b"<rss/>"
    assert secure.names == [NAME]


def test_a_certificate_for_another_name_is_refused(secure: Office, certificate: Path) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    guard = Guard(frozenset({secure.spot}), caps=CALM, tls=trusting)
    assert failure(f"https://{secure.spot}/", guard).why is Why.BAD_CERTIFICATE


def test_a_certificate_nobody_vouches_for_is_refused(secure: Office) -> None:
    guard = open_for(secure, ["127.0.0.1"])
    assert failure(f"https://{NAME}:{secure.port}/", guard).why is Why.BAD_CERTIFICATE
    assert secure.asked == []


def test_a_secure_address_may_not_send_us_on_to_a_plain_one(certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with office(say("301 Moved", location="http://kantor.example/"), context) as server:
        guard = replace(open_for(server, ["127.0.0.1"]), tls=trusting)
        refusal = failure(f"https://{NAME}:{server.port}/", guard)
    assert isinstance(refusal, AddressRefused)
    assert refusal.why is Why.DOWNGRADE


def test_any_httpx_client_can_stand_behind_the_guard() -> None:
    with office(say("200 OK", b"ada")) as pontianak:
        transport = GuardedTransport(Guard(frozenset({pontianak.spot}), caps=CALM))
        with httpx.Client(transport=transport, trust_env=False) as client:
            assert client.post(pontianak.url, content=b"apa kabar").text == "ada"
            for elsewhere in ("http://127.0.0.1/", "http://2130706433/"):
                with pytest.raises(AddressRefused):
                    client.get(elsewhere)
    assert pontianak.asked[0].startswith("POST /feed")


def test_the_guard_reads_the_address_before_it_asks_for_the_name() -> None:
    transport = GuardedTransport(Guard(resolve=Dns()))  # a question would find no answer
    with (
        httpx.Client(transport=transport, trust_env=False) as client,
        pytest.raises(AddressRefused) as refusal,
    ):
        client.get("http://127.1/")
    assert refusal.value.why is Why.BAD_ADDRESS


def failure(url: str, guard: Guard) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch_feed(url, guard=guard)
    return caught.value
