"""Why a delivery stands where it stands, in a sentence."""

from __future__ import annotations

from channels.words import sentence

from channels.base import Reason
from scheduler.models import Delivery, Hold


def why(delivery: Delivery) -> str:
    """Empty where nothing has to be explained."""
    if delivery.reason in Hold.values:
        return str(Hold(delivery.reason).label)
    if delivery.reason in list(Reason):
        return sentence(Reason(delivery.reason))
    return ""
