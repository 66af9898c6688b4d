"""What every page may draw: ``{% load gema %}``."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zlib import crc32

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from web import icons
from web.chips import BY_NAME, CHIPS

register = template.Library()

AVATAR_TONES = ("info", "wait", "good", "odd", "neutral")
MESSAGE_TONES = {"success": "good", "warning": "wait", "error": "bad"}
TONE_ICONS = {
    "good": "circle-check",
    "wait": "alert-circle",
    "bad": "alert-triangle",
    "odd": "help-hexagon",
}


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """``{% icon "calendar" %}``. With a ``label`` it is read aloud, without it is decoration."""
    shapes = icons.shapes(Path(settings.GEMA_ICONS), name)
    voice = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none"'
        ' stroke="currentColor" stroke-width="1.9" stroke-linecap="round"'
        ' stroke-linejoin="round" {1}>{2}</svg>',
        size,
        mark_safe(voice),  # noqa: S308 - built by format_html above
        mark_safe(shapes),  # noqa: S308 - a file of the icon package
    )


@register.inclusion_tag("web/parts/_chip.html")
def chip(state: str, word: str = "") -> dict[str, Any]:
    """``{% chip post.status %}``: the state in its icon, tone and word."""
    known = BY_NAME[str(state)]
    return {"icon": CHIPS[known].icon, "tone": CHIPS[known].tone, "word": word or known.label}


@register.inclusion_tag("web/parts/_avatar.html")
def avatar(name: str) -> dict[str, Any]:
    """``{% avatar office.name %}``: initials, in a tone that stays the same for the same name."""
    words = [word for word in str(name).split() if word[0].isalnum()]
    tone = AVATAR_TONES[crc32(str(name).encode()) % len(AVATAR_TONES)]
    return {"initials": "".join(word[0] for word in words[:2]).upper(), "tone": tone}


@register.inclusion_tag("web/parts/_meter.html")
def meter(used: int, room: int) -> dict[str, Any]:
    """``{% meter 242 280 %}``: how much of the room for text is used."""
    percent = min(100, round(100 * used / room)) if room else 0
    tone = "bad" if used > room else "wait" if percent >= 90 else ""
    return {"used": used, "room": room, "left": room - used, "percent": percent, "tone": tone}


@register.filter
def tone(message: Message) -> str:
    """The tone of one of Django's messages."""
    return MESSAGE_TONES.get(message.level_tag, "info")


@register.filter
def tone_icon(tone: str) -> str:
    return TONE_ICONS.get(tone, "info-circle")
