"""What a receiver means by an answer that is not a 2xx. Pure.

Standard Webhooks, "Operational considerations": a 2xx is the receipt, 410 means stop, 429 and 503
mean slower. Whatever leaves the end unknown is settled by sending the same ``webhook-id`` again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from channels.answer import Answer, asked_wait, unclear
from channels.base import DeliveryError, Disconnected, NotSent, Reason, Refused

NO_WORD = timedelta(minutes=1)

STATUSES: Mapping[int, tuple[type[DeliveryError], Reason]] = {
    301: (Disconnected, Reason.NO_SUCH_ACCOUNT),  # for good: somebody has to write the new address
    308: (Disconnected, Reason.NO_SUCH_ACCOUNT),
    401: (Disconnected, Reason.LOGIN_ENDED),  # our signature does not prove anything there
    403: (Refused, Reason.NOT_ALLOWED),
    404: (NotSent, Reason.NO_SUCH_ACCOUNT),  # often only while something is being installed
    410: (Disconnected, Reason.NO_SUCH_ACCOUNT),
    413: (Refused, Reason.TOO_LONG),
    425: (NotSent, Reason.NETWORK_TROUBLE),
}


def meaning(answer: Answer, now: datetime) -> DeliveryError:
    """The error for an answer that is not a success. What the receiver wrote stays with it."""
    detail = answer.says("")
    wait = asked_wait(answer.headers, now)
    if answer.status == 429:
        again = wait or now + NO_WORD
        return NotSent(Reason.RATE_LIMITED, detail, again_at=again, whole_account=True)
    if answer.status == 503 and wait:
        return NotSent(Reason.NETWORK_TROUBLE, detail, again_at=wait, whole_account=True)
    if answer.status in STATUSES:
        error, reason = STATUSES[answer.status]
        return error(reason, detail)
    if 400 <= answer.status < 500 and answer.status != 408:
        return Refused(Reason.REFUSED, detail)
    return unclear(detail, repeatable=False)
