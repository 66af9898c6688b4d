"""How an account is doing, in one chip and one sentence. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from channels import registry
from channels.base import Reason
from channels.models import Account, AccountState
from channels.words import word
from content.moments import short_when

# A rest shorter than this is over before anybody could do something about it.
MOMENT = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Health:
    """``tone`` and ``icon`` for a chip; ``said`` and ``advice`` are empty where all is well."""

    tone: str
    icon: str
    label: str
    said: str = ""
    advice: str = ""

    @property
    def needs_a_person(self) -> bool:
        return self.tone == "bad"


def health(account: Account, now: datetime) -> Health:
    if account.state == AccountState.RETIRED:
        return Health("neutral", "archive", _("Tidak dipakai lagi"))
    if not registry.is_usable(account.kind):
        return _broken(_("Kanal tidak dikenal"), Reason.NO_ADAPTER)
    if account.state == AccountState.DISCONNECTED:
        return _broken(_("Terputus"), account.state_reason)
    if account.rest_until is not None and account.rest_until > now + MOMENT:
        until = short_when(account.rest_until, account.office.zone)
        return Health(
            "wait",
            "zzz",
            _("Beristirahat"),
            _("Jaringan meminta jeda sampai %(until)s.") % {"until": until},
            _("Gema melanjutkan sendiri setelah itu."),
        )
    return Health("good", "plug-connected", _("Tersambung"))


def _broken(label: str, reason: str) -> Health:
    why = word(reason)
    return Health("bad", "plug-connected-x", label, str(why.said), str(why.advice))
