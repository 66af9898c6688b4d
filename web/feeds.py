"""Feeds of an office: adding an address through the guard, pausing, reading soon."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from channels.guard import guard
from channels.guarded import check_address
from channels.outbound import FetchError
from content import following
from content.feeds.trouble import Trouble
from content.feeds.words import sentence
from content.models import Feed, Office
from content.people import ADMINISTRATORS
from content.refusals import Refusal
from content.requests import SignedInRequest


class FeedForm(forms.Form):
    """The address is checked by the guard before it is kept, and again at every reading."""

    url = forms.CharField(
        label=gettext_lazy("Alamat RSS atau Atom"),
        max_length=500,
        help_text=gettext_lazy("Biasanya alamat situs kantor dengan /feed di belakangnya."),
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )

    def clean_url(self) -> str:
        typed: str = self.cleaned_data["url"].strip()
        address = typed if "://" in typed else f"https://{typed}"
        try:
            return check_address(address, guard())
        except FetchError as e:
            raise forms.ValidationError(sentence(Trouble(e.why))) from e


@login_required
@require_POST
def add(request: SignedInRequest, code: str) -> HttpResponse:
    office = get_object_or_404(
        Office.objects.filter(request.scope.reach(ADMINISTRATORS, prefix="")), code=code
    )
    form = FeedForm(request.POST)
    if form.is_valid():
        try:
            following.follow(office, form.cleaned_data["url"], by=request.user, at=timezone.now())
        except Refusal as e:
            form.add_error("url", str(e))
        else:
            messages.success(request, _("Umpan ditambahkan. Sebentar lagi dibaca."))
            return redirect("office", code)
    return render(request, "web/feed_add.html", {"form": form, "office": office}, status=422)


@login_required
@require_POST
def act(request: SignedInRequest, feed_id: int, what: str) -> HttpResponse:
    """``jeda``, ``lanjut`` or ``baca``."""
    feed = get_object_or_404(
        Feed.objects.filter(request.scope.reach(ADMINISTRATORS)).select_related("office"),
        pk=feed_id,
    )
    now = timezone.now()
    if what == "jeda":
        following.pause(feed, by=request.user, at=now)
        messages.success(request, _("Umpan dijeda."))
    elif what == "lanjut":
        following.resume(feed, by=request.user, at=now)
        messages.success(request, _("Umpan dibaca lagi."))
    else:
        following.read_soon(feed, at=now)
        messages.success(request, _("Umpan dibaca dalam beberapa detik."))
    return redirect("office", feed.office.code)
