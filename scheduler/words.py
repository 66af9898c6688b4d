"""Why a delivery stands where it stands, and what a stop reaches, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from channels.signs import sign
from channels.words import word
from content.topics import topic_label
from scheduler.models import Delivery, Hold, Reach, Stop


def why(delivery: Delivery) -> str:
    """Empty where nothing has to be explained."""
    if delivery.reason in Hold.values:
        return str(Hold(delivery.reason).label)
    return str(word(delivery.reason)) if delivery.reason else ""


def reach_of(stop: Stop) -> str:
    """``Akun Instagram @contoh``: everything that this stop reaches."""
    match stop.reach:
        case Reach.OFFICE if stop.office is not None:
            return _("%(office)s dan semua di bawahnya") % {"office": stop.office.name}
        case Reach.CHANNEL:
            return _("Semua kiriman ke %(channel)s") % {"channel": sign(stop.kind).label}
        case Reach.ACCOUNT if stop.account is not None:
            names = {"channel": sign(stop.account.kind).label, "account": stop.account.called}
            return _("Akun %(channel)s %(account)s") % names
        case Reach.TOPIC:
            return _topic(stop)
        case _all:
            return _("Semua pengiriman")


def _topic(stop: Stop) -> str:
    if stop.office is None:
        return _("Topik “%(topic)s”") % {"topic": topic_label(stop.topic)}
    return _("Topik “%(topic)s” di %(office)s dan semua di bawahnya") % {
        "topic": topic_label(stop.topic),
        "office": stop.office.name,
    }


def alarm_of(stop: Stop) -> str:
    """``Pengiriman ke Instagram dihentikan``: for the line on every page."""
    match stop.reach:
        case Reach.OFFICE if stop.office is not None:
            return _("Pengiriman %(office)s dihentikan") % {"office": stop.office.short_name}
        case Reach.CHANNEL:
            return _("Pengiriman ke %(channel)s dihentikan") % {"channel": sign(stop.kind).label}
        case Reach.ACCOUNT if stop.account is not None:
            names = {"channel": sign(stop.account.kind).label, "account": stop.account.called}
            return _("Pengiriman ke akun %(channel)s %(account)s dihentikan") % names
        case Reach.TOPIC if stop.office is not None:
            names = {"topic": topic_label(stop.topic), "office": stop.office.short_name}
            return _("Pengiriman topik “%(topic)s” di %(office)s dihentikan") % names
        case Reach.TOPIC:
            return _("Pengiriman topik “%(topic)s” dihentikan") % {"topic": topic_label(stop.topic)}
        case _all:
            return _("Semua pengiriman dihentikan")
