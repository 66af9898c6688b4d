"""Every part on one page, for those who build screens and for the accessibility tests."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

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


def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
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
