"""The list of channels. Adding one is a new folder, a line here, and its tests."""

from __future__ import annotations

import logging
from functools import cache
from importlib import import_module

from channels.absent import absent
from channels.base import Channel

log = logging.getLogger(__name__)

# In the order in which people see them.
CHANNELS = {
    "newsroom": "channels.newsroom.adapter.Newsroom",
    "x": "channels.x.adapter.X",
    "facebook": "channels.facebook.adapter.Facebook",
    "instagram": "channels.instagram.adapter.Instagram",
    "mastodon": "channels.mastodon.adapter.Mastodon",
    "bluesky": "channels.bluesky.adapter.Bluesky",
    "threads": "channels.threads.adapter.Threads",
    "linkedin": "channels.linkedin.adapter.LinkedIn",
    "telegram": "channels.telegram.adapter.Telegram",
    "wordpress": "channels.wordpress.adapter.WordPress",
    "press": "channels.press.adapter.Press",
    "whatsapp": "channels.whatsapp.adapter.WhatsApp",
    "tiktok": "channels.tiktok.adapter.TikTok",
    "youtube": "channels.youtube.adapter.YouTube",
    "webhook": "channels.webhook.adapter.Webhook",
    "practice": "channels.practice.adapter.Practice",
}


def load(kind: str) -> type[Channel]:
    """Import an adapter on first use, so that one broken SDK cannot stop the site.

    Of a kind that is not ``usable`` there may be accounts all the same: see ``channels.absent``.
    """
    return _imported(CHANNELS[kind]) if is_usable(kind) else absent(kind)


def usable() -> list[str]:
    """The kinds that can be spoken to here: known to this release, and their SDK can be imported.

    A newer release may have connected others; they wait for one that knows them.
    """
    return [kind for kind, path in CHANNELS.items() if _can_import(path)]


def is_usable(kind: str) -> bool:
    path = CHANNELS.get(kind, "")
    return bool(path) and _can_import(path)


@cache
def _can_import(path: str) -> bool:
    try:
        _imported(path)
    except ImportError:
        log.exception("%s cannot be imported; its deliveries wait", path)
        return False
    return True


@cache
def _imported(path: str) -> type[Channel]:
    module, _, name = path.rpartition(".")
    adapter: type[Channel] = getattr(import_module(module), name)
    return adapter
