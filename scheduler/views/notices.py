"""What a person was told, and how he wants to be told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.requests import SignedInRequest
from scheduler import causes, notice_lines
from scheduler.models import Cause, Letter, Look, MailWish, Notice, Reader, Teller
from scheduler.views.reading import home_zone

A_PAGE = 20  # of what is over
ALIKE = 5  # more accounts than these with one cause are told in one line
LANGUAGES = (("id", "Bahasa Indonesia"), ("en", "English"))


@login_required
@require_safe
def page(request: SignedInRequest) -> HttpResponse:
    """What stands, and below it what is over, so that nothing just vanishes."""
    scope = request.scope
    unread = set(Notice.objects.unread_by(scope).values_list("pk", flat=True))
    visible = Notice.objects.visible_to(scope).select_related(
        "account__office", "account__kept_session"
    )
    standing = list(visible.standing().order_by("-last_at", "-pk"))
    left = notice_lines.standing([one.pk for one in standing])
    over = Paginator(visible.exclude(closed_at=None).order_by("-closed_at", "-pk"), A_PAGE)
    reader = Reader.objects.filter(person=request.user).first()
    context = {
        "rows": _rows(standing, left, unread),
        "page_obj": over.get_page(request.GET.get("page")),
        "unread": len(unread),
        "wish": reader.wish if reader else MailWish.SOON,
        "wishes": MailWish.choices,
        "language": reader.language if reader else get_language(),
        "languages": LANGUAGES,
        "now": timezone.now(),
        "zone": home_zone(request),
        **_mail(any(one.cause == Cause.MAIL for one in standing)),
    }
    context["past"] = [_row(one, one.count, unread) for one in context["page_obj"]]
    return render(request, "scheduler/notices.html", context)


@login_required
@require_POST
def read(request: SignedInRequest) -> HttpResponse:
    """All that stands, as far as it has come. What comes after rings again."""
    rows = Notice.objects.unread_by(request.scope)
    Look.objects.bulk_create(
        [Look(person=request.user, notice=one, news=one.news) for one in rows],
        update_conflicts=True,
        unique_fields=["person", "notice"],
        update_fields=["news"],
    )
    return redirect("scheduler:notices")


@login_required
@require_POST
def wish(request: SignedInRequest) -> HttpResponse:
    asked, language = request.POST.get("wish", ""), request.POST.get("language", "")
    if asked not in MailWish.values or language not in dict(LANGUAGES):
        messages.error(request, _("Pilih seberapa sering surel dikirim."))
        return redirect("scheduler:notices")
    Reader.objects.update_or_create(
        person=request.user, defaults={"wish": asked, "language": language}
    )
    messages.success(request, _("Pilihan Anda disimpan."))
    return redirect("scheduler:notices")


def _rows(
    standing: Sequence[Notice], left: Mapping[int, int], unread: Collection[int]
) -> list[dict[str, Any]]:
    """The most pressing cause first; many accounts with one cause are one row."""
    rows = []
    for cause in Cause:
        alike = [one for one in standing if one.cause == cause]
        if len(alike) > ALIKE:
            rows.append(_together(cause, alike, left, unread))
        else:
            rows += [_row(one, left.get(one.pk, 0), unread) for one in alike]
    return rows


def _row(one: Notice, number: int, unread: Collection[int]) -> dict[str, Any]:
    cause, account = Cause(one.cause), one.account
    where = causes.place(account) if account else ""
    until = causes.last_day(account) if one.closed_at is None else ""
    return {
        "cause": cause,
        "look": causes.LOOKS[cause],
        "sentence": causes.headline(cause, where, number, until),
        "account": account.called if account else "",
        "last_at": one.closed_at or one.last_at,
        "unread": one.pk in unread,
        "url": causes.leads_to(cause, account),
    }


def _together(
    cause: Cause, alike: Sequence[Notice], left: Mapping[int, int], unread: Collection[int]
) -> dict[str, Any]:
    deliveries = sum(left.get(one.pk, 0) for one in alike)
    return {
        "cause": cause,
        "look": causes.LOOKS[cause],
        "sentence": causes.summary(cause, deliveries, len(alike)),
        "last_at": max(one.last_at for one in alike),
        "unread": any(one.pk in unread for one in alike),
        "url": causes.leads_to_all(cause),
    }


def _mail(shown: bool) -> dict[str, Any]:
    """For whoever looks after the mail server: what it said, and who gets nothing."""
    if not shown:
        return {}
    refused = Letter.objects.filter(sent_at=None, next_try_at=None, tries__gt=0)
    return {
        "teller": Teller.objects.filter(pk=1).first(),
        "refused": list(refused.order_by("-made_at").values_list("person__name", flat=True)[:5]),
    }
