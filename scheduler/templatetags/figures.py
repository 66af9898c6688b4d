"""Figures of deliveries and accounts: ``{% load figures %}``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from channels.models import Account
from scheduler import figure_words
from scheduler.models import Delivery

register = template.Library()


@register.inclusion_tag("scheduler/_figures.html")
def figures_card(delivery: Delivery, now: datetime) -> dict[str, Any]:
    """Nothing for what nobody sees."""
    return {
        "shown": figure_words.shown(delivery, now),
        "history": figure_words.history(delivery),
    }


@register.simple_tag
def figures_line(delivery: Delivery, now: datetime) -> str:
    """ "480 tayangan · 12 reaksi", or why there are none; "" for what nobody sees."""
    found = figure_words.shown(delivery, now)
    return found.short if found else ""


@register.simple_tag
def figures_of(account: Account) -> str:
    """How reading them goes."""
    return figure_words.of_account(account, timezone.now())
