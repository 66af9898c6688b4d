"""Why a delivery stands where it stands, in a sentence."""

from __future__ import annotations

from channels.words import word
from scheduler.models import Delivery, Hold


def why(delivery: Delivery) -> str:
    """Empty where nothing has to be explained."""
    if delivery.reason in Hold.values:
        return str(Hold(delivery.reason).label)
    return str(word(delivery.reason)) if delivery.reason else ""
