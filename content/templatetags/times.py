"""Moments in words: ``{% load times %}``."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from content.moments import relative, say_when, short_when

register = template.Library()


@register.simple_tag
def when(instant: datetime, zone: str) -> str:
    """``7 Des 2026, 08.00 WIB``"""
    return short_when(instant, zone)


@register.simple_tag
def when_long(instant: datetime, zone: str) -> str:
    """``Senin, 7 Desember 2026 pukul 08.00 WIB``"""
    return say_when(instant, zone)


@register.simple_tag
def when_ago(instant: datetime, now: datetime, zone: str = "Asia/Jakarta") -> SafeString:
    """``3 jam lalu``, with the exact moment for whoever asks."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        instant.isoformat(),
        short_when(instant, zone),
        relative(instant, now),
    )
