"""Instagram's own error numbers. Pure.

Instagram Platform documentation, "Error codes", 2026-06-02. A container that failed names the
same number inside a sentence of its ``status``.
"""

from __future__ import annotations

import re
from datetime import timedelta

from channels.base import DeliveryError, Disconnected, NotSent, Reason, Refused
from channels.graph_errors import BAD_MEDIA, Row, Rows

AGAIN = Row(NotSent, Reason.NETWORK_TROUBLE)
NOT_READY = Row(NotSent, Reason.STILL_PROCESSING)
STOP = Row(Disconnected, Reason.ACCOUNT_RESTRICTED)

ROWS: Rows = {
    2207001: AGAIN,
    2207003: Row(NotSent, Reason.MEDIA_UNFETCHABLE),  # our picture came too slowly
    2207004: BAD_MEDIA,  # over 8 MB
    2207005: BAD_MEDIA,  # not a JPEG
    2207006: AGAIN,  # the container is gone
    2207008: NOT_READY,
    2207009: BAD_MEDIA,  # too tall or too wide
    2207010: Row(Refused, Reason.TOO_LONG),
    2207020: AGAIN,  # the container expired
    2207027: NOT_READY,
    2207028: BAD_MEDIA,  # how many pictures
    2207032: AGAIN,
    2207040: Row(Refused, Reason.REFUSED),  # more than 20 mentions
    2207042: Row(NotSent, Reason.QUOTA_USED_UP, timedelta(hours=1)),
    2207050: STOP,
    2207051: STOP,  # taken for spam
    2207052: Row(NotSent, Reason.MEDIA_UNFETCHABLE),
    2207053: AGAIN,
}
NUMBER = re.compile(r"\b2207\d{3}\b")


def failed(status: str) -> DeliveryError:
    """Why a container could not be made ready, from the sentence in its ``status``."""
    number = NUMBER.search(status)
    row = ROWS.get(int(number.group()), BAD_MEDIA) if number else BAD_MEDIA
    return row.made(f"container failed {number.group() if number else ''}".strip(), None)
