"""Changing one office by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels import connecting, registry
from channels.signs import sign
from content.intake import NotStored, Unusable, store
from content.models import MediaRole, Office
from content.offices import edit
from content.people import ADMINISTRATORS
from content.requests import SignedInRequest
from content.zones import INDONESIAN
from scheduler import rezoning


def zones() -> Iterator[tuple[str, Any]]:
    """The Indonesian ones first, by the names people use; then the world, for offices abroad."""
    yield (
        _("Indonesia"),
        [
            ("Asia/Jakarta", "WIB (Jakarta)"),
            ("Asia/Pontianak", "WIB (Pontianak)"),
            ("Asia/Makassar", "WITA (Makassar)"),
            ("Asia/Jayapura", "WIT (Jayapura)"),
        ],
    )
    others = sorted(name for name in available_timezones() if "/" in name)
    yield _("Luar negeri"), [(name, name) for name in others if name not in INDONESIAN]


# On Mastodon a name says its server, too: @contoh@server.example
HANDLE = r"^@?[\w.-]{1,60}(@[\w.-]{1,100})?$"


def _has_handles(kind: str) -> bool:
    return not connecting.is_inside(kind) and registry.load(kind).capabilities.handles


class OfficeForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    website = forms.URLField(
        label=gettext_lazy("Situs"), required=False, max_length=200, assume_scheme="https"
    )
    logo_file = forms.FileField(
        label=gettext_lazy("Logo baru"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG, atau WebP. Latar bening tetap bening."),
    )

    class Meta:
        model = Office
        fields = [name for name in edit.EDITABLE if name not in ("handles", "logo")]
        widgets = {
            "primary_colour": forms.TextInput(attrs={"type": "color"}),
            "accent_colour": forms.TextInput(attrs={"type": "color"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"] = forms.ChoiceField(
            label=self.fields["zone"].label or "", choices=list(zones())
        )
        self.fields["active"].help_text = _("Kantor yang tidak aktif tidak bisa memulai kiriman.")
        self.networks = [kind for kind in registry.CHANNELS if _has_handles(kind)]
        for kind in self.networks:
            self.fields[f"handle_{kind}"] = forms.RegexField(
                HANDLE,
                label=_("Nama akun di %(network)s") % {"network": sign(kind).label},
                required=False,
                initial=self.instance.handle(kind),
            )

    def values(self) -> dict[str, Any]:
        """What ``content.offices.edit`` writes; handles of networks we do not know stay."""
        kept = {k: v for k, v in self.initial_handles().items() if k not in self.networks}
        typed = {kind: self.cleaned_data[f"handle_{kind}"].lstrip("@") for kind in self.networks}
        data = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        return data | {"handles": kept | {kind: name for kind, name in typed.items() if name}}

    def initial_handles(self) -> dict[str, str]:
        handles: dict[str, str] = self.instance.handles
        return handles


@login_required
def office_edit(request: SignedInRequest, code: str) -> HttpResponse:
    office = get_object_or_404(
        Office.objects.filter(request.scope.reach(ADMINISTRATORS, prefix="")).select_related(
            "logo"
        ),
        code=code,
    )
    form = OfficeForm(request.POST or None, request.FILES or None, instance=office)
    if request.method == "POST" and form.is_valid():
        values = form.values() | _logo(request, form, office)
        if not form.errors:
            messages.success(request, _save(request, office, values))
            return redirect("office", office.code)
    context = {"form": form, "office": Office.objects.get(pk=office.pk)}
    return render(request, "web/office_edit.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _save(request: SignedInRequest, office: Office, values: dict[str, Any]) -> str:
    """What to tell whoever saved it."""
    zone = Office.objects.values_list("zone", flat=True).get(pk=office.pk)
    now = timezone.now()
    changed = edit.change(office, values, by=request.user, at=now)
    if not changed:
        return _("Tidak ada yang berubah.")
    moved = rezoning.keep_wall_clocks({office.pk: zone}, by=request.user, at=now)
    return " ".join([_("Data kantor disimpan."), *rezoning.words(moved)])


def _logo(request: SignedInRequest, form: OfficeForm, office: Office) -> dict[str, Any]:
    upload = form.cleaned_data.get("logo_file")
    if upload is None:
        return {}
    try:
        logo = store(upload, office, request.user, timezone.now(), role=MediaRole.LOGO)
    except (Unusable, NotStored) as e:
        form.add_error("logo_file", str(e))
        return {}
    return {"logo": logo}
