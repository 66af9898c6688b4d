"""Which IP addresses are out on the public internet. Pure.

``ipaddress.is_global`` is no filter: it lets through multicast, NAT64, 6to4 and IPv4-compatible
forms that lead back into our own network. So the table is written out, with its reasons.
https://www.iana.org/assignments/iana-ipv4-special-registry
https://www.iana.org/assignments/iana-ipv6-special-registry
"""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network

DENIED_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # "this host": on Linux it reaches loopback
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT; some clouds keep their metadata here
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # looks public, but is Azure's own service inside every machine
        "169.254.0.0/16",  # link-local; cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # automatic multicast tunnelling
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)

DENIED_6 = tuple(
    IPv6Network(block)
    for block in (
        # Everything but global unicast (2000::/3). Below it: unspecified, loopback, IPv4-mapped
        # and -compatible, NAT64 (64:ff9b::/96, 64:ff9b:1::/48), discard-only.
        "::/3",
        "4000::/2",
        "8000::/1",  # unique local, link-local, site-local, multicast
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarking
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4 carries any IPv4 address inside
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)


def is_public(address: str) -> bool:
    """True only for a plain address on the public internet; a zone id is never public."""
    try:
        four = IPv4Address(address)
    except AddressValueError:
        return _is_public_6(address)
    return not any(four in block for block in DENIED_4)


def _is_public_6(address: str) -> bool:
    try:
        six = IPv6Address(address)
    except AddressValueError:
        return False
    return six.scope_id is None and not any(six in block for block in DENIED_6)
