"""Press lists, for the public: signing up, confirming, leaving, being forgotten.

None of this rests on a cookie or on who is signed in: what allows it is the signed address that
only a mailbox holds, or nothing at all. So there is nothing for a forged request to borrow, the
forms need no CSRF token, and mail programs can press the button of RFC 8058.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from channels.models import Account, Recipient
from channels.press import consent, tokens, wording
from channels.press.address import as_kept, is_mailbox
from channels.press.consent import Hand, Reader, origin_of
from channels.press.models import Source, Standing
from content.models import Office
from newsroom import catalogue
from newsroom.answer import HTML
from newsroom.contacts import press_contact

View = Callable[..., HttpResponse]


class SignUp(forms.Form):
    """``website`` is a trap: people do not see it, machines fill it in."""

    account = forms.ModelChoiceField(
        queryset=Account.objects.none(), label=gettext_lazy("Daftar"), empty_label=None
    )
    email = forms.CharField(
        label=gettext_lazy("Surel"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Kami kirim satu surel ke sini untuk memastikan ini alamat Anda."),
    )
    name = forms.CharField(
        label=gettext_lazy("Nama"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    desk = forms.CharField(
        label=gettext_lazy("Media"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, lists: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        field.queryset = lists  # type: ignore[attr-defined]
        field.label_from_instance = _called  # type: ignore[attr-defined]
        if lists.count() == 1:
            field.widget = forms.HiddenInput()
            self.initial["account"] = lists[0].pk

    def clean_email(self) -> str:
        email = as_kept(self.cleaned_data["email"])
        if not is_mailbox(email):
            raise ValidationError(_("Alamat ini tidak terbaca. Contoh: nama@media.example."))
        return email

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_desk(self) -> str:
        return " ".join(self.cleaned_data["desk"].split())


def _called(account: Account) -> str:
    return account.name or account.handle


def open_page(view: View) -> View:
    """A page for one reader: in Indonesian, kept by nobody, found by no search engine, and telling
    no other site its address."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
        with translation.override("id"):
            try:
                response = view(request, *args, **kwargs)
            except Http404:
                response = _draw("newsroom/missing.html", {}, status=404)
        response.headers["Content-Language"] = "id"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return shown


@open_page
def sign_up(request: HttpRequest, code: str) -> HttpResponse:
    """The answer is the same whether the address is known or not."""
    office = catalogue.office_or_404(code)
    lists = lists_of(office)
    if not lists.exists():
        raise Http404
    form = SignUp(lists, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _wish(request, form.cleaned_data)
        except consent.TooMany as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("newsroom:mail_asked", office.code.lower())
    context = {"office": office, "form": form, "wording": wording.current()}
    status = 422 if form.errors else 200
    return _draw("newsroom/mail_sign_up.html", context | _of(office), status=status)


@open_page
def asked(request: HttpRequest, code: str) -> HttpResponse:
    office = catalogue.office_or_404(code)
    return _draw("newsroom/mail_asked.html", {"office": office})


@open_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Only the button confirms: programs that look into mail follow every address in it."""
    try:
        number = tokens.confirming(token)
    except tokens.Unreadable:
        return _say("unreadable", status=404)
    except tokens.TooOld:
        return _say("too_old", status=410)
    reader = _reader(number)
    if request.method != "POST":
        if reader.state == Standing.SUBSCRIBED:
            return _say("confirmed", reader)
        word = "confirm" if reader.state == Standing.ASKED else "gone"
        return _say(word, reader, wording=wording.current())
    done = consent.confirm(number, _hand(request, Source.MAIL))
    return _say("confirmed" if done else "gone", reader)


@open_page
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """By a button on the page, or by one POST from a mail program; as often as one likes."""
    reader = _reader(_leaving(token))
    left = request.method == "POST"
    if left:
        one_click = request.POST.get("List-Unsubscribe") == "One-Click"
        consent.leave(reader.pk, _hand(request, Source.CLICK if one_click else Source.MAIL))
    elif reader.state in (Standing.LEFT, Standing.ERASED):
        left = True
    return _say("left" if left else "leave", reader, token=token)


@open_page
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """The address and all that came with it, from every list: the owner has asked."""
    reader = _reader(_leaving(token))
    if request.method != "POST":
        return redirect("newsroom:mail_leave", token)
    consent.erase(consent.everywhere(reader.pk), _hand(request, Source.MAIL))
    return _say("erased", reader)


def lists_of(office: Office) -> Any:
    return Account.objects.usable().filter(kind="press", office=office).order_by("name", "pk")


def writing_offices() -> Any:
    """Offices with a press list."""
    return Account.objects.usable().filter(kind="press").values("office")


def _wish(request: HttpRequest, said: dict[str, Any]) -> None:
    if said["website"]:  # a machine; it is told what everybody is told
        return
    reader = Reader(said["email"], said["name"], said["desk"])
    consent.wish(said["account"], reader, _hand(request, Source.FORM))


def _hand(request: HttpRequest, source: Source) -> Hand:
    return Hand(source, timezone.now(), origin=origin_of(_caller(request)))


def _caller(request: HttpRequest) -> str:
    """Whence it came: what our own proxy says, of which the last word is its own."""
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if settings.GEMA.site.behind_proxy and said:
        return said
    return str(request.META.get("REMOTE_ADDR", ""))


def _leaving(token: str) -> int:
    try:
        return tokens.leaving(token)
    except tokens.Unreadable:
        raise Http404 from None


def _reader(number: int) -> Recipient:
    found = Recipient.objects.select_related("account__office__parent__parent__parent")
    reader = found.filter(pk=number).first()
    if reader is None:  # from before a restore
        raise Http404
    return reader


def _say(
    word: str, reader: Recipient | None = None, *, status: int = 200, **more: str
) -> HttpResponse:
    context: dict[str, Any] = {"word": word, **more}
    if reader is not None:
        office = reader.account.office
        context |= {"reader": reader, "list": _called(reader.account)} | _of(office)
    return _draw("newsroom/mail_word.html", context, status=status)


def _of(office: Office) -> dict[str, Any]:
    return {
        "office": office,
        "contact": press_contact(office),
        "sign_up": reverse("newsroom:mail_sign_up", args=[office.code.lower()]),
    }


def _draw(template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    said = {"newsroom_title": settings.GEMA.newsroom.title, **context}
    return HttpResponse(render_to_string(template, said), HTML, status=status)
