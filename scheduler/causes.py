"""Why a delivery needs a person, and the sentence for all that share one cause on one account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from channels.models import Account
from channels.signs import sign
from content.moments import short_date
from scheduler.models import Cause, Hold, State


@dataclass(frozen=True, slots=True)
class Look:
    """How a cause is shown, and what a person does about it."""

    icon: str
    tone: str
    advice: str | Promise


LOOKS: Mapping[Cause, Look] = {
    Cause.DISCONNECTED: Look(
        "plug-connected-x",
        "bad",
        _lazy(
            "Begitu akunnya tersambung lagi, yang masih dalam tenggang dikirim dengan sendirinya."
        ),
    ),
    Cause.UNCONFIRMED: Look(
        "help-hexagon",
        "odd",
        _lazy("Buka akunnya, lalu lihat apakah kirimannya sudah tampil. Gema tidak menebak."),
    ),
    Cause.REFUSED: Look(
        "alert-triangle",
        "bad",
        _lazy("Pasti tidak tampil. Perbaiki sebabnya, lalu kirim; atau catat bahwa Anda tahu."),
    ),
    Cause.BY_HAND: Look(
        "hand-finger",
        "wait",
        _lazy("Gema sudah menyiapkan semuanya. Kerjakan di ponsel, lalu catat di sini."),
    ),
    Cause.MISSED: Look(
        "clock-x",
        "wait",
        _lazy("Waktunya sudah lewat, jadi tidak keluar dengan sendirinya. Masih perlu?"),
    ),
    Cause.HELD: Look("player-pause", "wait", _lazy("Tidak berjalan sampai seseorang memutuskan.")),
    Cause.ENDING: Look(
        "clock-exclamation",
        "wait",
        _lazy("Sambungkan lagi sebelum hari itu, agar tidak ada kiriman yang tertahan."),
    ),
    Cause.MAIL: Look("mail-x", "bad", _lazy("Gema terus mencoba; tidak ada surel yang hilang.")),
}


def cause_of(state: str, reason: str, *, broken: bool) -> Cause:
    """``broken``: the account's login is lost, which then is the cause of all that waits for it."""
    if state == State.UNCONFIRMED:
        return Cause.UNCONFIRMED
    if state == State.FAILED:
        return Cause.REFUSED
    if state == State.MISSED:
        return Cause.DISCONNECTED if broken and reason == Hold.OVERDUE else Cause.MISSED
    if reason in (Hold.HANDED, Hold.BY_HAND):
        return Cause.BY_HAND
    lost = broken and reason not in Hold.values
    return Cause.DISCONNECTED if lost else Cause.HELD


def place(account: Account) -> str:
    """``Instagram Kanim Contoh``: as people say it. The account has its office loaded."""
    return f"{sign(account.kind).label} {account.office.short_name}"


def last_day(account: Account | None) -> str:
    """Until when its login lasts: ``5 Des 2026``; "" where nobody knows of an end."""
    until = getattr(getattr(account, "kept_session", None), "lasts_until", None)
    return short_date(until.astimezone(account.office.zoneinfo)) if account and until else ""


def leads_to(cause: Cause, account: Account | None) -> str:
    """Where something is done about it; "" where that is nowhere in Gema."""
    if account is None:
        return ""
    if cause is Cause.ENDING:
        return reverse("scheduler:account", args=[account.pk])
    query = urlencode({"sebab": cause.value, "akun": account.pk})
    return f"{reverse('scheduler:needs')}?{query}"


def leads_to_all(cause: Cause) -> str:
    """The same for all accounts that share it."""
    if cause is Cause.ENDING:
        return f"{reverse('scheduler:accounts')}?keadaan=perlu"
    return f"{reverse('scheduler:needs')}?{urlencode({'sebab': cause.value})}"


def headline(cause: Cause, where: str, number: int, until: str = "") -> str:
    """One line for all that share a cause. ``where``: from ``place``; ``until``: ``last_day``."""
    if cause is Cause.DISCONNECTED and not number:
        return _("%(where)s terputus") % {"where": where}
    if cause is Cause.ENDING and not until:
        return _("%(where)s: izin masuk segera berakhir") % {"where": where}
    if cause is Cause.ENDING and not number:
        return _("%(where)s: izin masuk berakhir %(until)s") % {"where": where, "until": until}
    if cause is Cause.MAIL:
        return _("Surel pemberitahuan tidak bisa dikirim")
    return SENTENCES[cause](number) % {"where": where, "n": number, "until": until}


SENTENCES: Mapping[Cause, Callable[[int], str]] = {
    Cause.DISCONNECTED: lambda n: ngettext(
        "%(where)s terputus: %(n)d kiriman menunggu",
        "%(where)s terputus: %(n)d kiriman menunggu",
        n,
    ),
    Cause.UNCONFIRMED: lambda n: ngettext(
        "%(where)s: %(n)d kiriman belum pasti terkirim",
        "%(where)s: %(n)d kiriman belum pasti terkirim",
        n,
    ),
    Cause.REFUSED: lambda n: ngettext(
        "%(where)s: %(n)d kiriman ditolak", "%(where)s: %(n)d kiriman ditolak", n
    ),
    Cause.BY_HAND: lambda n: ngettext(
        "%(where)s: %(n)d kiriman menunggu dikerjakan",
        "%(where)s: %(n)d kiriman menunggu dikerjakan",
        n,
    ),
    Cause.MISSED: lambda n: ngettext(
        "%(where)s: %(n)d kiriman terlewat", "%(where)s: %(n)d kiriman terlewat", n
    ),
    Cause.HELD: lambda n: ngettext(
        "%(where)s: %(n)d kiriman ditahan", "%(where)s: %(n)d kiriman ditahan", n
    ),
    Cause.ENDING: lambda n: ngettext(
        "%(where)s: izin masuk berakhir %(until)s, sebelum %(n)d kiriman",
        "%(where)s: izin masuk berakhir %(until)s, sebelum %(n)d kiriman",
        n,
    ),
}


def summary(cause: Cause, deliveries: int, accounts: int) -> str:
    """One line where many accounts share a cause, as after days without power."""
    if cause is Cause.DISCONNECTED:
        said = ngettext("%(n)d akun terputus", "%(n)d akun terputus", accounts)
        return said % {"n": accounts}
    if cause is Cause.ENDING:
        said = ngettext(
            "Izin masuk %(n)d akun segera berakhir",
            "Izin masuk %(n)d akun segera berakhir",
            accounts,
        )
        return said % {"n": accounts}
    return SUMMARIES[cause](deliveries) % {"n": deliveries, "accounts": accounts}


SUMMARIES: Mapping[Cause, Callable[[int], str]] = {
    Cause.UNCONFIRMED: lambda n: ngettext(
        "%(n)d kiriman belum pasti terkirim di %(accounts)d akun",
        "%(n)d kiriman belum pasti terkirim di %(accounts)d akun",
        n,
    ),
    Cause.REFUSED: lambda n: ngettext(
        "%(n)d kiriman ditolak di %(accounts)d akun",
        "%(n)d kiriman ditolak di %(accounts)d akun",
        n,
    ),
    Cause.BY_HAND: lambda n: ngettext(
        "%(n)d kiriman menunggu dikerjakan di %(accounts)d akun",
        "%(n)d kiriman menunggu dikerjakan di %(accounts)d akun",
        n,
    ),
    Cause.MISSED: lambda n: ngettext(
        "%(n)d kiriman terlewat di %(accounts)d akun",
        "%(n)d kiriman terlewat di %(accounts)d akun",
        n,
    ),
    Cause.HELD: lambda n: ngettext(
        "%(n)d kiriman ditahan di %(accounts)d akun",
        "%(n)d kiriman ditahan di %(accounts)d akun",
        n,
    ),
}
