from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.addresses import is_public

INSIDE = [
    "0.0.0.0",  # noqa: S104
    "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.9.9.9",
    "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1",
    "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.1.1", "192.175.48.1", "198.18.0.1",
    "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255",
]  # fmt: skip
INSIDE_6 = [
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:2::1",
    "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1",
    "2620:4f:8000::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0",
    "fe80::1%2", "fec0::1", "ff02::1", "ff0e::1", "2a03:2880::1%eth0",
]  # fmt: skip
OUTSIDE = ["8.8.8.8", "103.28.12.1", "172.32.0.1", "100.128.0.1", "2a03:2880::1", "2001:4860::8888"]
ODD = ["127.1", "0x7f.1", "2130706433", "017700000001", "①②⑦.⓪.⓪.①", "127.0.0.1.", "", "localhost"]


@pytest.mark.parametrize("address", [*INSIDE, *INSIDE_6, *ODD])
def test_what_is_not_plainly_public_is_inside(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_ordinary_servers_are_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_passes_that_python_calls_special(address: IPv4Address) -> None:
    special = not address.is_global or address.is_multicast or address.is_reserved
    assert not (special and is_public(str(address)))


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_passes_that_python_calls_special(address: IPv6Address) -> None:
    special = (
        not address.is_global
        or address.is_multicast
        or address.is_reserved
        or address.is_site_local
        or address.ipv4_mapped
        or address.sixtofour
        or address.teredo
    )
    assert not (special and is_public(str(address)))


@given(st.ip_addresses(v=4))
def test_no_way_of_wrapping_ipv4_into_ipv6_passes(inner: IPv4Address) -> None:
    number = int(inner)
    wrapped = (
        number,  # IPv4-compatible
        0xFFFF << 32 | number,  # mapped
        0xFFFF << 48 | number,  # translated (SIIT)
        0x64FF9B << 96 | number,  # NAT64
        0x64FF9B0001 << 80 | number,  # local NAT64
        0x2002 << 112 | number << 80,  # 6to4
        0x20010000 << 96 | number ^ 0xFFFFFFFF,  # Teredo
    )
    assert not any(is_public(str(IPv6Address(form))) for form in wrapped)


@pytest.mark.parametrize("address", [*INSIDE_6, *OUTSIDE])
def test_how_an_address_is_written_changes_nothing(address: str) -> None:
    if "%" not in address:
        written = ip_address(address).exploded.upper()
        assert is_public(written) == is_public(address)
