"""Accounts are given by an administrator; nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from content.requests import SignedInRequest


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


@login_required
def own_address(request: SignedInRequest) -> HttpResponse:
    """Stands where allauth lets everybody change the address: that leaves no trace and asks
    nobody. An administrator does it on the person's page."""
    messages.info(request, _("Alamat surel Anda diubah oleh administrator kantor Anda."))
    return redirect("mfa_index")
