"""Who has not signed in gets nowhere, at any address there is, but where the public is welcome."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

# Before signing in, for journalists, for machines, and for how a page looks.
PUBLIC = (
    "akun/login/", "akun/logout/", "akun/signup/", "akun/password/reset/", "akun/inactive/",
    "akun/confirm-email/", "akun/login/code/", "akun/2fa/", "akun/reauthenticate/",
    "ruang-berita/", "livez", "readyz", "pinjam/", "bahasa/", "tema/", "gaya/",
)  # fmt: skip


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address of the site, with something plausible in its gaps."""
    for pattern in patterns:
        if not isinstance(pattern.pattern, RoutePattern):
            continue
        path = before + filled(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path)
        else:
            yield path


def filled(route: RoutePattern) -> str:
    text = str(route)
    for name, converter in route.converters.items():
        kind = type(converter).__name__
        sample = {
            "IntConverter": "1",
            "UUIDConverter": "00000000-0000-0000-0000-000000000000",
            "StringConverter": "x",
            "SlugConverter": "x",
            "DayConverter": "2026-12-25",
        }.get(kind, converter.regex.split("|")[0])
        start = text.index("<")
        end = text.index(">") + 1
        assert text[start:end].endswith(f"{name}>")
        text = text[:start] + sample + text[end:]
    return text


ALL = sorted(set(addresses(get_resolver().url_patterns)))
CLOSED = [path for path in ALL if not path.startswith(PUBLIC)]


def test_the_walk_finds_the_whole_site() -> None:
    assert len(CLOSED) > 50
    assert {"", "kantor/", "orang/", "kanal/", "papan/", "media/1/"} <= set(CLOSED)


@pytest.mark.django_db
@pytest.mark.parametrize("path", CLOSED)
def test_a_stranger_is_sent_to_the_door(path: str) -> None:
    stranger = Client()
    for answer in (stranger.get(f"/{path}"), stranger.post(f"/{path}")):
        assert answer.status_code in (302, 405), path
        if answer.status_code == 302:
            assert answer["Location"].startswith("/akun/login/"), path
