"""What a letter says: in the reader's language, plainly, with a way to each thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from content.scope import Scope
from content.workflow import PUBLISHERS
from scheduler.causes import (
    LOOKS,
    headline,
    last_day,
    leads_to,
    leads_to_all,
    place,
    summary,
)
from scheduler.models import OF_LOGINS, Cause, Letter, MailWish, Notice, NoticeLine, Reader, State
from scheduler.notice_lines import standing
from scheduler.words import why

MOST = 12  # things in one letter; the rest is a number and a link
ALIKE = 3  # more accounts than these with one cause are told in one line
TITLES = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One thing: the sentence, what to do, where. ``posts``: titles, each with what was wrong."""

    sentence: str
    advice: str
    url: str
    posts: tuple[tuple[str, str], ...] = ()


def message(letter: Letter, server: BaseEmailBackend) -> EmailMultiAlternatives | None:
    """None: nothing is left to say."""
    reader = Reader.objects.get(person=letter.person_id)
    with translation.override(reader.language):
        parts = _parts(letter)
        if not parts:
            return None
        context = _context(letter, reader, parts)
        mail = EmailMultiAlternatives(
            subject=_subject(parts),
            body=render_to_string("scheduler/mail/notice.txt", context),
            to=[letter.person.email],
            headers=_headers(letter),
            connection=server,
        )
        mail.attach_alternative(
            render_to_string("scheduler/mail/notice.html", context), "text/html"
        )
        return mail


def _headers(letter: Letter) -> dict[str, str]:
    host = urlsplit(settings.GEMA.site.address).hostname
    return {
        "Message-ID": letter.message_id,
        "List-Id": f"{settings.GEMA.site.name} <pemberitahuan.{host}>",
        "List-Unsubscribe": f"<{_address('scheduler:notices')}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _subject(parts: Sequence[Part]) -> str:
    if len(parts) == 1:
        said = parts[0].sentence
    else:
        said = _("%(n)d hal perlu tindakan Anda") % {"n": len(parts)}
    # A line break would begin another header.
    return " ".join(f"{settings.GEMA.site.name}: {said}".split())


def _context(letter: Letter, reader: Reader, parts: Sequence[Part]) -> dict[str, Any]:
    return {
        "name": letter.person.name,
        "parts": parts[:MOST],
        "rest": max(0, len(parts) - MOST),
        "all": _address("scheduler:needs"),
        "settings": _address("scheduler:notices"),
        "daily": reader.wish == MailWish.DAILY,
        "site": settings.GEMA.site.name,
        "language": reader.language,
    }


def _parts(letter: Letter) -> list[Part]:
    """What still stands of the letter's lines, the most pressing first; many alike are one."""
    lines = _lines(letter)
    notices = {line.notice_id: line.notice for line in lines}
    left = standing(notices)
    scope = Scope.of(letter.person, letter.made_at)
    parts: list[Part | None] = []
    for cause in Cause:
        alike = [one for one in notices.values() if one.cause == cause]
        open_ = [one for one in alike if _may_act(one, scope) and one.closed_at is None]
        if len(open_) > ALIKE:
            parts.append(_together(cause, open_, left))
            alike = [one for one in alike if one not in open_]
        for notice in alike:
            own = [one for one in lines if one.notice_id == notice.pk]
            parts.append(_part(notice, own, left, scope))
    return [part for part in parts if part is not None]


def _together(cause: Cause, alike: Sequence[Notice], left: dict[int, int]) -> Part:
    deliveries = sum(left.get(one.pk, 0) for one in alike)
    return Part(
        summary(cause, deliveries, len(alike)),
        str(LOOKS[cause].advice),
        f"{settings.GEMA.site.address}{leads_to_all(cause)}",
    )


def _may_act(notice: Notice, scope: Scope) -> bool:
    """Also on a login: nobody else is told of one."""
    if notice.account is None or notice.cause in OF_LOGINS:
        return notice.account is not None
    return scope.may(PUBLISHERS, notice.account.office)


def _lines(letter: Letter) -> list[NoticeLine]:
    rows = NoticeLine.objects.filter(
        pk__gt=letter.after, pk__lte=letter.upto, rings=True, notice__account__isnull=False
    )
    scope = Scope.of(letter.person, letter.made_at)
    mine = rows.filter(notice__in=Notice.objects.visible_to(scope))
    account = ("notice__account__office", "notice__account__kept_session")
    return list(mine.select_related(*account, "delivery__post").order_by("-pk"))


def _part(
    notice: Notice, lines: Sequence[NoticeLine], left: dict[int, int], scope: Scope
) -> Part | None:
    cause, account = Cause(notice.cause), notice.account
    if account is None:
        return None
    if not _may_act(notice, scope):
        return _of_author(place(account), lines, scope)
    if notice.closed_at is not None:
        return None
    return Part(
        headline(cause, place(account), left.get(notice.pk, 0), last_day(account)),
        str(LOOKS[cause].advice),
        f"{settings.GEMA.site.address}{leads_to(cause, account)}",
        _posts(lines) if cause is Cause.REFUSED else (),
    )


def _of_author(where: str, lines: Iterable[NoticeLine], scope: Scope) -> Part | None:
    """Whoever wrote it hears what the network said, whether or not somebody has acted since."""
    own = [
        line
        for line in lines
        if line.delivery is not None
        and line.delivery.post.author_id == scope.person.pk
        and line.delivery.state == State.FAILED
    ]
    if not own or own[0].delivery is None:
        return None
    post = own[0].delivery.post
    return Part(
        headline(Cause.REFUSED, where, len(own)),
        _("Anda yang menulisnya. Meja pusat sudah diberi tahu juga."),
        _address("composer:post", post.public_id),
        _posts(own),
    )


def _posts(lines: Iterable[NoticeLine]) -> tuple[tuple[str, str], ...]:
    told = {
        line.delivery_id: (line.delivery.post.title, why(line.delivery))
        for line in lines
        if line.delivery is not None and line.delivery.state == State.FAILED
    }
    return tuple(told.values())[:TITLES]


def _address(name: str, *args: object) -> str:
    return f"{settings.GEMA.site.address}{reverse(name, args=args)}"
