"""The forms about a person and the tasks at an office."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from content.models import Office, Role
from content.people import ADMINISTRATORS, Task
from content.scope import Scope
from content.zones import wall_to_instant


class TaskForm(forms.Form):
    """A role at an office; days are days of that office, both included."""

    office = forms.ModelChoiceField(
        Office.objects.none(),
        label=gettext_lazy("Kantor"),
        empty_label=gettext_lazy("Pilih kantor"),
    )
    role = forms.ChoiceField(label=gettext_lazy("Peran"), choices=Role)
    starts = forms.DateField(
        label=gettext_lazy("Mulai"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Kosong: mulai sekarang."),
    )
    ends = forms.DateField(
        label=gettext_lazy("Sampai dengan"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Untuk Plh atau Plt. Kosong: seterusnya."),
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = self.fields["office"]
        if isinstance(office, forms.ModelChoiceField):
            office.queryset = Office.objects.filter(scope.reach(ADMINISTRATORS, prefix=""))

    def task(self) -> Task:
        data = self.cleaned_data
        office: Office = data["office"]
        return Task(
            office,
            Role(data["role"]),
            starts_at=_midnight(data["starts"], office),
            ends_at=_midnight(data["ends"], office, days=1),
        )


class NameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=80)
    email = forms.EmailField(label=gettext_lazy("Surel dinas"), max_length=254)


class PersonForm(NameForm, TaskForm):
    """Somebody new, with a first task."""

    field_order = ("name", "email", "office", "role", "starts", "ends")


def _midnight(day: date | None, office: Office, *, days: int = 0) -> datetime | None:
    if day is None:
        return None
    return wall_to_instant(day + timedelta(days=days), time(), office.zone).at
