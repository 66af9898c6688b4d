"""Topics as people read them."""

from __future__ import annotations


def topic_label(topic: str) -> str:
    """siaran-pers → Siaran pers"""
    return topic.replace("-", " ").capitalize()
