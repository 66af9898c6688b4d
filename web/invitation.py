"""The one-time link with which a person makes a password."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from content.models import Person
from content.requests import SignedInRequest


@never_cache
def invitation(request: SignedInRequest, found: Person) -> HttpResponse:
    """Send the link; where no mail leaves this desk, show it once instead."""
    link = link_for(found)
    by_mail = settings.GEMA.mail.kind == "smtp"
    if by_mail:
        _send(found, link)
    context = {"person": found, "link": "" if by_mail else link}
    return render(request, "web/person_link.html", context)


def link_for(found: Person) -> str:
    """Good for one use and three days."""
    key = default_token_generator.make_token(found)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(found), "key": key},
    )
    return f"{settings.GEMA.site.address}{path}"


def _send(found: Person, link: str) -> None:
    """In the desk's language: the reader has chosen none yet."""
    with translation.override(settings.LANGUAGE_CODE):
        send_mail(_("Selamat datang di Gema"), _letter(found, link), None, [found.email])


def _letter(found: Person, link: str) -> str:
    return _(
        "Halo %(name)s,\n\nbuatlah kata sandi Gema Anda lewat tautan ini:\n%(link)s\n\n"
        "Tautan hanya berlaku satu kali dan selama tiga hari. Bila sudah lewat, mintalah yang "
        "baru kepada administrator kantor Anda.\n"
    ) % {"name": found.name, "link": link}
