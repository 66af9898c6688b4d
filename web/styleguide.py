"""Every part on one page, for those who build screens and for the accessibility tests."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.models import Role
from content.requests import SignedInRequest
from web.chips import BY_NAME

TONES = ("neutral", "info", "wait", "good", "bad", "odd")


class Example(forms.Form):
    title = forms.CharField(
        label="Judul", max_length=80, help_text="Satu kalimat yang bisa dibaca tanpa isinya."
    )
    email = forms.EmailField(label="Surel narahubung")
    office = forms.ChoiceField(
        label="Kantor", choices=[("a", "Kantor Imigrasi Contoh"), ("b", "Kantor Wilayah Contoh")]
    )
    date = forms.DateField(
        label="Tanggal", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    body = forms.CharField(label="Isi", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label="Jadwal",
        choices=[("at-once", "Serentak"), ("local", "Waktu setempat")],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(label="Saya sudah memeriksa nama dan angka")


@login_required
@require_safe
def styleguide(request: SignedInRequest) -> HttpResponse:
    if not request.scope.has(Role.ADMINISTRATOR):
        raise Http404
    messages.success(request, "Kiriman disimpan.")
    form = Example({"title": "Layanan hari Jumat", "email": "bukan surel", "kind": "local"})
    context = {
        "form": form,
        "states": list(BY_NAME),
        "tones": TONES,
        "page": Paginator(range(60), 20).page(2),
        "counts": [(96, 280), (262, 280), (301, 280)],
    }
    return render(request, "web/styleguide.html", context)
