from __future__ import annotations

from collections.abc import Sequence
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.addresses import is_public
from channels.guarded import Caps, Guard, check_address
from channels.outbound import AddressRefused, FetchError, FetchFailed, TooSlow, Why


def leads_to(*addresses: str) -> Guard:
    return Guard(resolve=lambda _host, _port: addresses)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://pontianak.imigrasi.go.id/feed", "https://pontianak.imigrasi.go.id/feed"),
        ("  HTTPS://Pontianak.Imigrasi.go.id/feed#top \n", "https://pontianak.imigrasi.go.id/feed"),
        ("http://kantor.example:80/rss?x=1", "http://kantor.example/rss?x=1"),
        ("https://imigrasi-á.example/", "https://xn--imigrasi--81a.example/"),
        ("https://103.28.12.1/feed", "https://103.28.12.1/feed"),
        ("https://[2a03:2880::1]/feed", "https://[2a03:2880::1]/feed"),
    ],
)
def test_a_good_address_is_kept_in_its_plain_form(typed: str, kept: str) -> None:
    assert check_address(typed, leads_to("103.28.12.1")) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", Why.BAD_SCHEME),
        ("kantor.example/feed", Why.BAD_SCHEME),
        ("//kantor.example/feed", Why.BAD_SCHEME),
        ("ftp://kantor.example/feed", Why.BAD_SCHEME),
        ("file:///etc/passwd", Why.BAD_SCHEME),
        ("javascript:alert(1)", Why.BAD_SCHEME),
        ("feed://kantor.example", Why.BAD_SCHEME),
        ("http://", Why.BAD_ADDRESS),
        ("http:///feed", Why.BAD_ADDRESS),
        ("http://kantor .example/", Why.BAD_ADDRESS),
        ("http://kantor%2eexample/", Why.BAD_ADDRESS),
        ("http://kantor.example\n.evil.example/", Why.BAD_ADDRESS),
        ("http://xn--/", Why.BAD_ADDRESS),
        ("http://kantor..example/", Why.BAD_ADDRESS),
        ("http://kantor.example./", Why.BAD_ADDRESS),
        ("http://-kantor-.example/", Why.BAD_ADDRESS),
        ("http://" + "a" * 70 + ".example/", Why.BAD_ADDRESS),
        ("http://kantor.example/" + "a" * 2000, Why.BAD_ADDRESS),
        ("http://kantor.example:99999/", Why.BAD_PORT),
        ("http://kantor.example:22/", Why.BAD_PORT),
        ("http://kantor.example:8080/", Why.BAD_PORT),
        ("http://budi:rahasia@kantor.example/", Why.HAS_PASSWORD),
        ("http://kantor.example\\@evil.example/", Why.HAS_PASSWORD),
        ("http://127.1/", Why.BAD_ADDRESS),
        ("http://0x7f.1/", Why.BAD_ADDRESS),
        ("http://0x7f000001/", Why.BAD_ADDRESS),
        ("http://2130706433/", Why.BAD_ADDRESS),
        ("http://017700000001/", Why.BAD_ADDRESS),
        ("http://0177.0.0.1/", Why.BAD_ADDRESS),
        ("http://127.0.0.1./", Why.BAD_ADDRESS),
        ("http://①②⑦.⓪.⓪.①/", Why.BAD_ADDRESS),
        ("http://١٢٧.0.0.1/", Why.BAD_ADDRESS),
        ("http://ＬＯＣＡＬＨＯＳＴ/", Why.BAD_ADDRESS),
        ("http://[fe80::1%25eth0]/", Why.BAD_ADDRESS),
        ("http://[1.2.3.4]/", Why.BAD_ADDRESS),
    ],
)
def test_an_odd_address_is_refused_before_anything_is_asked(typed: str, why: Why) -> None:
    def never(host: str, port: int) -> Sequence[str]:
        raise AssertionError(f"asked for {host}")

    with pytest.raises(AddressRefused) as refusal:
        check_address(typed, Guard(resolve=never))
    assert refusal.value.why is why


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.5", "169.254.169.254", "[::1]", "[fe80::1]"])
def test_a_private_number_is_refused_through_the_system_resolver(host: str) -> None:
    with pytest.raises(AddressRefused) as refusal:
        check_address(f"http://{host}/", Guard())
    assert refusal.value.why is Why.PRIVATE_ADDRESS


@pytest.mark.parametrize("number", ["127.1", "0x7f.1", "2130706433", "017700000001", "①②⑦.⓪.⓪.①"])
def test_the_system_resolver_hides_loopback_behind_no_spelling(number: str) -> None:
    with pytest.raises(FetchError):
        Guard().addresses(number, 80, seconds=5)


def test_one_private_answer_among_public_ones_refuses_the_name() -> None:
    with pytest.raises(AddressRefused) as refusal:
        check_address("http://kantor.example/", leads_to("103.28.12.1", "10.0.0.5"))
    assert refusal.value.why is Why.PRIVATE_ADDRESS


def test_a_name_nobody_knows_may_be_known_tomorrow() -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    for guard in (Guard(resolve=unknown), leads_to()):
        with pytest.raises(FetchFailed) as failure:
            check_address("http://kantor.example/", guard)
        assert failure.value.why is Why.NAME_UNKNOWN


def test_a_resolver_that_never_answers_does_not_hold_us() -> None:
    never = Event()
    guard = Guard(caps=Caps(connect=0.05), resolve=lambda _h, _p: [str(never.wait(5))])
    try:
        with pytest.raises(TooSlow):
            check_address("http://kantor.example/", guard)
    finally:
        never.set()


def test_an_exception_opens_one_host_and_one_port() -> None:
    guard = Guard(allow=frozenset({"127.0.0.1:8901", "[::1]:8901"}))
    assert check_address("http://127.0.0.1:8901/feed", guard) == "http://127.0.0.1:8901/feed"
    assert check_address("http://[::1]:8901/feed", guard) == "http://[::1]:8901/feed"
    for other in ("127.0.0.1:8902", "127.0.0.1:80", "127.0.0.2:8901", "localhost:8901"):
        with pytest.raises(AddressRefused):
            check_address(f"http://{other}/feed", guard)


@pytest.mark.parametrize("spot", ["127.0.0.1", "Kantor.example:80", "http://kantor.example:80", ""])
def test_a_misspelt_exception_is_refused_at_once(spot: str) -> None:
    with pytest.raises(ValueError, match="host:port"):
        Guard(allow=frozenset({spot}))


def test_an_error_tells_no_password_and_no_path() -> None:
    with pytest.raises(AddressRefused) as refusal:
        check_address("http://budi:rahasia@10.0.0.5/kunci?token=abc", Guard())
    assert not any(secret in str(refusal.value) for secret in ("rahasia", "kunci", "abc"))


ips = st.ip_addresses().map(str)


@given(st.lists(ips, max_size=4))
def test_addresses_pass_only_if_every_one_is_public(found: list[str]) -> None:
    try:
        passed = leads_to(*found).addresses("kantor.example", 443, seconds=5)
    except FetchError:
        assert not found or not all(is_public(ip) for ip in found)
    else:
        assert list(passed) == found
        assert all(is_public(ip) for ip in passed)


@given(st.text(max_size=60).map(lambda text: f"http://{text}") | st.text(max_size=60))
def test_whatever_is_typed_is_kept_or_refused(typed: str) -> None:
    guard = leads_to("103.28.12.1")
    try:
        kept = check_address(typed, guard)
    except FetchError:
        return
    assert check_address(kept, guard) == kept
