"""The guard of this installation, from its settings."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from channels.guarded import Caps, Guard


@cache
def guard() -> Guard:
    gema = settings.GEMA
    caps = Caps(
        connect=gema.outbound.connect_seconds,
        read=gema.outbound.read_seconds,
        total=gema.outbound.read_seconds * 2,
        body=gema.feeds.max_megabytes * 1_000_000,
    )
    return Guard(
        allow=frozenset(gema.outbound.allow_private),
        agent=f"Gema/0.1 (+{gema.site.address}/ruang-berita/)",
        caps=caps,
    )
