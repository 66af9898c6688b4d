"""The list of channels. Adding one is a new folder, a line here, and its tests."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from channels.base import Channel

# In the order in which people see them.
CHANNELS = {
    "newsroom": "channels.newsroom.adapter.Newsroom",
    "x": "channels.x.adapter.X",
    "facebook": "channels.facebook.adapter.Facebook",
    "instagram": "channels.instagram.adapter.Instagram",
    "practice": "channels.practice.adapter.Practice",
}


def load(kind: str) -> type[Channel]:
    """Import an adapter on first use, so that one broken SDK cannot stop the site."""
    return _imported(CHANNELS[kind])


@cache
def _imported(path: str) -> type[Channel]:
    module, _, name = path.rpartition(".")
    adapter: type[Channel] = getattr(import_module(module), name)
    return adapter
