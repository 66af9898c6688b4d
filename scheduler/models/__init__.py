"""What the scheduler keeps."""

from __future__ import annotations

from scheduler.models.delivery import (
    ENDED,
    OPEN,
    READY,
    WAITING,
    Attempt,
    Delivery,
    DeliveryQuerySet,
    Hold,
    Mode,
    State,
    VerbWord,
    nobody_looks,
)
from scheduler.models.lead import Lead
from scheduler.models.notice import (
    OF_LOGINS,
    Cause,
    Letter,
    Look,
    MailWish,
    Notice,
    NoticeLine,
    Reader,
    Teller,
)
from scheduler.models.reading import Figures, Gauge, Measured, MeasuredQuerySet, Reading, Untold
from scheduler.models.record import Record, SafeMode, SafeModeQuerySet, Why
from scheduler.models.series import (
    Ending,
    Holiday,
    Occurrence,
    Part,
    Policy,
    Series,
    SeriesQuerySet,
    Turn,
)
from scheduler.models.stop import Reach, Stop, StopQuerySet
from scheduler.models.worker import Worker

__all__ = [
    "ENDED",
    "OF_LOGINS",
    "OPEN",
    "READY",
    "WAITING",
    "Attempt",
    "Cause",
    "Delivery",
    "DeliveryQuerySet",
    "Ending",
    "Figures",
    "Gauge",
    "Hold",
    "Holiday",
    "Lead",
    "Letter",
    "Look",
    "MailWish",
    "Measured",
    "MeasuredQuerySet",
    "Mode",
    "Notice",
    "NoticeLine",
    "Occurrence",
    "Part",
    "Policy",
    "Reach",
    "Reader",
    "Reading",
    "Record",
    "SafeMode",
    "SafeModeQuerySet",
    "Series",
    "SeriesQuerySet",
    "State",
    "Stop",
    "StopQuerySet",
    "Teller",
    "Turn",
    "Untold",
    "VerbWord",
    "Why",
    "Worker",
    "nobody_looks",
]
