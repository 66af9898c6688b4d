"""What templates say about deliveries: ``{% load deliveries %}``."""

from __future__ import annotations

from django import template

from scheduler import words
from scheduler.models import Delivery

register = template.Library()


@register.filter
def why(delivery: Delivery) -> str:
    """The reason in words, empty where there is none."""
    return words.why(delivery)
