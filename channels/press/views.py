"""The office's screens of a press list: who is on it, and how each issue went."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from channels.models import Account, Issue, Recipient
from channels.press import consent, lists, reports, signs, table
from channels.press.address import as_kept, is_mailbox
from channels.press.consent import Hand, Reader
from channels.press.models import Source, Standing
from content.moments import short_when
from content.refusals import Refusal
from content.requests import SignedInRequest
from content.spreadsheets import Unreadable

PER_PAGE = 50
DONE: dict[str, str | Promise] = {
    "tanya": gettext_lazy("Surel konfirmasi dikirim sebentar lagi."),
    "berhenti": gettext_lazy("Dicatat: penerima ini berhenti."),
    "hapus": gettext_lazy("Datanya sudah dihapus."),
}


class AddForm(forms.Form):
    email = forms.CharField(label=gettext_lazy("Surel"), max_length=254, widget=forms.EmailInput)
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=120, required=False)
    desk = forms.CharField(label=gettext_lazy("Media"), max_length=120, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Bahasa surel"),
        choices=[("id", gettext_lazy("Indonesia")), ("en", gettext_lazy("Inggris"))],
    )

    def clean_email(self) -> str:
        email = as_kept(self.cleaned_data["email"])
        if not is_mailbox(email):
            raise ValidationError(_("Alamat ini tidak terbaca. Contoh: nama@media.example."))
        return email


@login_required
@require_safe
def recipients(request: SignedInRequest, account_id: int) -> HttpResponse:
    account = _list(request, account_id)
    state = request.GET.get("keadaan", "")
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    counts = lists.counts(account)
    page = Paginator(lists.search(account, state, query), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "account": account,
        "page": page,
        "rows": [(row, signs.of_reader(row)) for row in page],
        "state": state,
        "query": query,
        "states": [(one.value, one.label, counts[one.value]) for one in Standing],
        "subscribed": counts[Standing.SUBSCRIBED],
        "total": sum(counts.values()),
        "issues": reports.latest(account, timezone.now()),
    }
    return render(request, "channels/press_list.html", context)


@login_required
def add(request: SignedInRequest, account_id: int) -> HttpResponse:
    account = _list(request, account_id)
    form = AddForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = consent.add(account, Reader(**form.cleaned_data), _hand(request))
        except (consent.Known, consent.Erased) as refusal:
            form.add_error("email", _("Alamat ini %(why)s.") % {"why": refusal})
        else:
            messages.success(request, _("Ditambahkan. Surel konfirmasi dikirim sebentar lagi."))
            return redirect("channels:press_reader", account.pk, made.pk)
    context = {"account": account, "form": form}
    return render(request, "channels/press_add.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def bring_in(request: SignedInRequest, account_id: int) -> HttpResponse:
    account = _list(request, account_id)
    context: dict[str, Any] = {"account": account}
    if request.method != "POST":
        return render(request, "channels/press_import.html", context)
    upload = request.FILES.get("file")
    try:
        if not isinstance(upload, UploadedFile) or (upload.size or 0) > table.MOST_BYTES:
            raise Unreadable(_("Pilih dahulu berkas CSV, paling besar 1 MB."))
        read = table.read(upload.read())
    except Unreadable as problem:
        context["problem"] = str(problem)
        return render(request, "channels/press_import.html", context, status=422)
    brought = lists.bring_in(account, read, _hand(request, Source.IMPORT))
    context |= {
        "brought": brought,
        "faults": brought.faults[: table.MOST_FAULTS],
        "more": max(0, len(brought.faults) - table.MOST_FAULTS),
    }
    return render(request, "channels/press_import.html", context)


@login_required
@require_POST
def export(request: SignedInRequest, account_id: int) -> HttpResponse:
    """By POST, because it is written down who took the addresses out."""
    account = _list(request, account_id)
    name = f"penerima-{account.handle}-{timezone.now():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(
        lists.export(account, _hand(request)), "text/csv; charset=utf-8", headers=headers
    )


@login_required
@require_safe
def reader(request: SignedInRequest, account_id: int, reader_id: int) -> HttpResponse:
    account = _list(request, account_id)
    found = get_object_or_404(Recipient, account=account, pk=reader_id)
    zone = account.office.zone
    steps = [
        (step, short_when(step.at, zone))
        for step in reversed(found.steps.select_related("by").order_by("at", "pk"))
    ]
    context = {
        "account": account,
        "reader": found,
        "sign": signs.of_reader(found),
        "steps": steps,
        "copies": [(copy, signs.of_copy(copy)) for copy in reports.of_reader(found)],
        "may_ask": found.state in (Standing.ASKED, Standing.BOUNCED),
        "may_leave": found.state in (Standing.ASKED, Standing.SUBSCRIBED, Standing.BOUNCED),
        "may_erase": found.state != Standing.ERASED,
    }
    return render(request, "channels/press_reader.html", context)


@login_required
@require_POST
def act(request: SignedInRequest, account_id: int, reader_id: int, what: str) -> HttpResponse:
    account = _list(request, account_id)
    found = get_object_or_404(Recipient, account=account, pk=reader_id)
    hand = _hand(request)
    try:
        if what == "tanya":
            consent.ask_again(found, hand)
        elif what == "berhenti":
            consent.leave(found.pk, hand)
        elif consent.erase([found.pk], hand):
            lists.note(account, "press.erased", hand, recipient=found.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(DONE[what]))
    return redirect("channels:press_reader", account.pk, found.pk)


@login_required
@require_safe
def issue(request: SignedInRequest, account_id: int, issue_id: int) -> HttpResponse:
    account = _list(request, account_id)
    found = get_object_or_404(Issue, account=account, pk=issue_id)
    open_ones = reports.open_copies(found)
    page = Paginator(open_ones, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "account": account,
        "issue": found,
        "report": reports.report(found, timezone.now()),
        "begun": short_when(found.begun_at, account.office.zone),
        "page": page,
        "rows": [(copy, signs.of_copy(copy)) for copy in page],
    }
    return render(request, "channels/press_issue.html", context)


@login_required
@require_POST
def again(request: SignedInRequest, account_id: int, issue_id: int, copy_id: int) -> HttpResponse:
    """One reader once more, because a person says so. He may get it twice, and the page said so."""
    account = _list(request, account_id)
    found = get_object_or_404(Issue, account=account, pk=issue_id)
    hand = _hand(request)
    if reports.wanted_again(found, copy_id, hand.at):
        lists.note(account, "press.again", hand, issue=found.pk, copy=copy_id)
        messages.success(request, _("Dikirim lagi sebentar lagi, hanya ke penerima ini."))
    else:
        messages.error(request, _("Salinan ini tidak bisa dikirim lagi. Lihat keadaannya."))
    return redirect("channels:press_issue", account.pk, found.pk)


def _list(request: SignedInRequest, account_id: int) -> Account:
    return get_object_or_404(lists.kept_by(request.scope), pk=account_id)


def _hand(request: SignedInRequest, source: Source = Source.OFFICE) -> Hand:
    return Hand(source, timezone.now(), by=request.user)
