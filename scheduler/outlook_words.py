"""What is said of an account: the chip, what is wrong or will be, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels.health import Health, health
from channels.models import Account
from channels.signs import sign
from channels.terms import DAY
from content.moments import AMOUNTS, relative, say_clock, short_date, short_when
from content.zones import Unit
from scheduler.costs import Bill
from scheduler.forecast import Cost, Login, Overrun, Share
from scheduler.outlook import Line, Rank

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SYMBOLS = {"USD": "US$", "IDR": "Rp", "EUR": "€"}


@dataclass(frozen=True, slots=True)
class Worry:
    """``said`` in one sentence; ``advice``: what to do, "" where nothing can be done now."""

    said: str
    advice: str = ""


def chip(account: Account, line: Line, now: datetime) -> Health:
    """What is going to happen only counts where all is well today."""
    of_today = health(account, now)
    if of_today.tone == "bad":
        return of_today
    if line.rank is Rank.ENDING:
        over = line.login.until is not None and line.login.until <= now
        tone, label = ("bad", _("Izin berakhir")) if over else ("wait", _("Izin segera berakhir"))
        return Health(tone, "clock-exclamation", label)
    if line.rank is Rank.FULL:
        return Health("wait", "gauge", _("Kuota tidak cukup"))
    return of_today


def worries(account: Account, line: Line, now: datetime) -> Iterator[Worry]:
    """The most pressing first. The account has its office loaded."""
    of_today = health(account, now)
    if of_today.said:
        yield Worry(of_today.said, of_today.advice)
    if line.rank in (Rank.LOST, Rank.RETIRED):
        return
    if line.rank is Rank.ENDING and line.login.until is not None:
        yield _ending(account, line, line.login.until, now)
    if line.over is not None:
        yield _overrun(account, line.over)


def _ending(account: Account, line: Line, until: datetime, now: datetime) -> Worry:
    zone = account.office.zone
    if until <= now:
        said = _("Izin masuk akun ini sudah berakhir %(when)s.")
        return Worry(
            said % {"when": short_when(until, zone)},
            _("Sambungkan lagi sekarang, agar kiriman berikutnya keluar."),
        )
    words = {"when": _("%(date)s (%(left)s)") % _dates(until, zone, now), "n": line.after}
    return Worry(_ends(line) % words, _how_to_renew(account, line.login))


def _ends(line: Line) -> str:
    if not line.after:
        if line.login.at_the_latest:
            return _("Izin masuk akun ini berakhir paling lambat %(when)s.")
        return _("Izin masuk akun ini berakhir %(when)s.")
    if line.login.at_the_latest:
        return ngettext(
            "Izin masuk akun ini berakhir paling lambat %(when)s, sebelum %(n)d kiriman yang sudah"
            " direncanakan.",
            "Izin masuk akun ini berakhir paling lambat %(when)s, sebelum %(n)d kiriman yang sudah"
            " direncanakan.",
            line.after,
        )
    return ngettext(
        "Izin masuk akun ini berakhir %(when)s, sebelum %(n)d kiriman yang sudah direncanakan.",
        "Izin masuk akun ini berakhir %(when)s, sebelum %(n)d kiriman yang sudah direncanakan.",
        line.after,
    )


def _how_to_renew(account: Account, login: Login) -> str:
    if login.renews:
        return _("Gema belum berhasil memperpanjangnya. Sambungkan lagi sebelum hari itu.")
    label = {"label": sign(account.kind).label}
    said = _("%(label)s tidak mengizinkan Gema memperpanjangnya. Sambungkan lagi sebelum hari itu.")
    return said % label


def _dates(until: datetime, zone: str, now: datetime) -> dict[str, str]:
    return {"date": short_when(until, zone), "left": relative(until, now)}


def _overrun(account: Account, over: Overrun) -> Worry:
    """``62 kiriman Instagram … sedangkan batasnya 50``."""
    words = {
        "n": over.needs,
        "label": sign(account.kind).label,
        "most": number(over.quota.most),
        "span": span(over.quota.per),
        "when": short_when(over.until, account.office.zone),
        "out": over.left_out,
    }
    said = ngettext(
        "Dalam %(span)s sampai %(when)s rencana ini perlu %(n)d kiriman %(label)s, sedangkan"
        " batasnya %(most)s.",
        "Dalam %(span)s sampai %(when)s rencana ini perlu %(n)d kiriman %(label)s, sedangkan"
        " batasnya %(most)s.",
        over.needs,
    )
    advice = ngettext(
        "%(out)d kiriman tidak muat pada jamnya. Pindahkan sebagian ke waktu lain.",
        "%(out)d kiriman tidak muat pada jamnya. Pindahkan sebagian ke waktu lain.",
        over.left_out,
    )
    return Worry(said % words, advice % words)


def login_words(account: Account, line: Line, now: datetime) -> str:
    """Until when, for the list of facts; "" where nobody knows of an end."""
    login = line.login
    if login.until is None:
        return ""
    when = short_when(login.until, account.office.zone)
    if login.until <= now:
        return _("berakhir %(when)s") % {"when": when}
    said = _("%(date)s (%(left)s)") % _dates(login.until, account.office.zone, now)
    if login.at_the_latest:
        return _("paling lambat %(when)s") % {"when": said}
    return f"{said} · {_('diperpanjang Gema sendiri')}" if login.renews else said


def login_day(account: Account, line: Line) -> str:
    """The same in a column."""
    until = line.login.until
    return short_date(until.astimezone(account.office.zoneinfo)) if until else ""


def left_of(line: Line, now: datetime) -> str:
    """``38 dari 50``, of a day; what counts minutes is never used up for long."""
    share = line.share
    if share is None or share.quota.per < DAY:
        return ""
    words = {"left": number(share.left(now).number), "most": number(share.quota.most)}
    return _("%(left)s dari %(most)s") % words


def left_words(share: Share, now: datetime) -> str:
    """``sisa 38 dari 50 kiriman per 24 jam``."""
    words = {
        "left": number(share.left(now).number),
        "most": number(share.quota.most),
        "span": span(share.quota.per),
    }
    return _("sisa %(left)s dari %(most)s kiriman per %(span)s") % words


def source_words(account: Account, share: Share, now: datetime) -> str:
    """How it is known."""
    label, zone = sign(account.kind).label, account.office.zone
    if share.reading is None:
        said = _(
            "Dihitung dari yang dikirim Gema; yang dikirim lewat aplikasi %(label)s tidak terlihat."
        )
        return said % {"label": label}
    at = share.reading.at
    when = say_clock(at, zone) if now - at < 12 * HOUR else short_when(at, zone)
    said = _("Menurut %(label)s pukul %(when)s, ditambah yang dikirim Gema sesudahnya.")
    return said % {"label": label, "when": when}


def bill_words(bill: Bill) -> str:
    """``Rencana 30 hari ke depan di X: 12 kiriman, 4 dengan tautan, sekitar US$0,92.``"""
    words = {
        "label": sign(bill.kind).label,
        "n": bill.cost.calls,
        "linked": number(bill.cost.linked),
        "money": money(bill.cost.rounded, bill.cost.price.currency),
    }
    said = ngettext(
        "Rencana 30 hari ke depan di %(label)s: %(n)d kiriman, %(linked)s di antaranya dengan"
        " tautan, biayanya sekitar %(money)s.",
        "Rencana 30 hari ke depan di %(label)s: %(n)d kiriman, %(linked)s di antaranya dengan"
        " tautan, biayanya sekitar %(money)s.",
        bill.cost.calls,
    )
    return said % words


def price_words(cost: Cost) -> str:
    """Why a link matters, and what the sum leaves out."""
    price = cost.price
    words = {
        "linked": money(price.linked, price.currency, 3),
        "plain": money(price.publish, price.currency, 3),
        "times": price.times,
        "since": short_date(price.since),
        "source": price.source,
    }
    said = _(
        "Kiriman dengan tautan %(linked)s, tanpa tautan %(plain)s: %(times)d kali lipat. Harga"
        " sejak %(since)s (%(source)s), dibulatkan ke sen; biaya membaca tidak termasuk."
    )
    return said % words


def money(amount: Decimal, currency: str, digits: int = 2) -> str:
    """``US$0,92``: as the language of the screen writes numbers."""
    return f"{SYMBOLS.get(currency, currency + ' ')}{number_format(amount, digits)}"


def number(many: int) -> str:
    return number_format(many, 0, force_grouping=True)


def span(length: timedelta) -> str:
    """``24 jam``: never a day, which people take for one of the calendar."""
    if length % HOUR:
        return str(AMOUNTS[Unit.MINUTE] % {"n": length // MINUTE})
    return str(AMOUNTS[Unit.HOUR] % {"n": length // HOUR})
