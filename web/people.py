"""People and their tasks, for administrators; auditors read along."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from content import people
from content.models import Membership, Office, Person, Role
from content.moments import short_date
from content.people import ADMINISTRATORS
from content.refusals import Refusal
from content.requests import SignedInRequest
from content.scope import Scope
from scheduler import approvers
from web.invitation import invitation
from web.task_form import NameForm, PersonForm, TaskForm

PER_PAGE = 50
READERS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})


@login_required
@require_safe
def people_list(request: SignedInRequest) -> HttpResponse:
    _check_reader(request.scope)
    now = timezone.now()
    found = people.visible_to(request.scope)
    query = request.GET.get("q", "").strip()[:100]
    if query:
        found = found.filter(
            Q(name__icontains=query)
            | Q(email__icontains=query)
            | Q(memberships__office__short_name__icontains=query)
        ).distinct()
    current = Membership.objects.current(now).filter(_reach(request.scope))
    tasks = Prefetch("memberships", current.select_related("office"), "shown_tasks")
    page = Paginator(found.order_by("name").prefetch_related(tasks), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "query": query,
        "administers": request.scope.has(Role.ADMINISTRATOR),
    }
    return render(request, "web/people.html", context)


@login_required
@require_safe
def person(request: SignedInRequest, person_id: int) -> HttpResponse:
    return _person_page(request, _person(request, person_id))


@login_required
def person_add(request: SignedInRequest) -> HttpResponse:
    _check_administrator(request.scope)
    initial = {"office": Office.objects.filter(code=request.GET.get("kantor", "")).first()}
    form = PersonForm(request.scope, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made, is_new = people.add(
                data["name"], data["email"], form.task(), by=request.user, at=timezone.now()
            )
        except Refusal as e:
            form.add_error(None, str(e))
        else:
            if is_new:
                return invitation(request, made)
            known = _("%(name)s sudah terdaftar, jadi hanya penugasannya yang ditambahkan.")
            messages.info(request, known % {"name": made.name})
            return redirect("person", made.pk)
    return render(
        request, "web/person_add.html", {"form": form}, status=422 if form.errors else 200
    )


@login_required
def person_edit(request: SignedInRequest, person_id: int) -> HttpResponse:
    """Name and address; whoever knew the old address only cannot sign in with it any more."""
    _check_administrator(request.scope)
    found = _person(request, person_id)
    form = NameForm(request.POST or None, initial={"name": found.name, "email": found.email})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            people.correct(found, data["name"], data["email"], by=request.user, at=timezone.now())
        except Refusal as e:
            form.add_error(None, str(e))
        else:
            EmailAddress.objects.filter(user=found).exclude(email=found.email).delete()
            messages.success(request, _("Data tersimpan."))
            return redirect("person", found.pk)
    context = {"form": form, "person": Person.objects.get(pk=found.pk)}
    return render(request, "web/person_edit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def membership_give(request: SignedInRequest, person_id: int) -> HttpResponse:
    _check_administrator(request.scope)
    found = _person(request, person_id)
    form = TaskForm(request.scope, request.POST)
    if form.is_valid():
        try:
            people.give(found, form.task(), by=request.user, at=timezone.now())
        except Refusal as e:
            form.add_error(None, str(e))
        else:
            messages.success(request, _("Penugasan diberikan."))
            return redirect("person", found.pk)
    return _person_page(request, found, form)


@login_required
@require_POST
def membership_end(request: SignedInRequest, membership_id: int) -> HttpResponse:
    reach = request.scope.reach(ADMINISTRATORS)
    tasks = Membership.objects.filter(reach).select_related("office", "person")
    task = get_object_or_404(tasks, pk=membership_id)
    try:
        people.end(task, by=request.user, at=timezone.now())
    except Refusal as e:
        messages.error(request, str(e))
    else:
        messages.success(request, _("Penugasan diakhiri."))
    return redirect("person", task.person_id)


@login_required
@require_POST
def person_switch(request: SignedInRequest, person_id: int, what: str) -> HttpResponse:
    """``nonaktifkan`` or ``aktifkan``."""
    _check_administrator(request.scope)
    found = _person(request, person_id)
    now = timezone.now()
    try:
        if what == "nonaktifkan":
            people.deactivate(found, by=request.user, at=now)
            messages.success(request, _("Akun dinonaktifkan; sesi yang terbuka ikut berakhir."))
            _say_what_waits(request, approvers.gone(found, now))
        else:
            people.activate(found, by=request.user, at=now)
            approvers.back(found, now)
            messages.success(request, _("Akun aktif lagi. Kirim tautan kata sandi yang baru."))
    except Refusal as e:
        messages.error(request, str(e))
    return redirect("person", found.pk)


@login_required
@require_POST
def person_link(request: SignedInRequest, person_id: int) -> HttpResponse:
    """A new one-time link for the password, for somebody wholly within this administrator's reach:
    who holds the link is that person."""
    _check_administrator(request.scope)
    found = _person(request, person_id)
    if not (found.is_active and people.administers(request.scope, found, timezone.now())):
        raise Http404
    return invitation(request, found)


def _say_what_waits(request: SignedInRequest, number: int) -> None:
    if number:
        said = ngettext(
            "%(n)d kiriman yang ia setujui ditahan. Mintalah moderator lain memutuskannya lagi.",
            "%(n)d kiriman yang ia setujui ditahan. Mintalah moderator lain memutuskannya lagi.",
            number,
        )
        messages.warning(request, said % {"n": number})


def _person_page(
    request: SignedInRequest, found: Person, form: TaskForm | None = None
) -> HttpResponse:
    now = timezone.now()
    tasks = found.memberships.filter(_reach(request.scope)).select_related("office")
    administers = request.scope.has(Role.ADMINISTRATOR)
    context = {
        "person": found,
        "tasks": sorted((_task_line(task, request.scope, now) for task in tasks), key=_order),
        "form": form or TaskForm(request.scope),
        "may_give": administers and found != request.user,
        "may_all": administers and people.administers(request.scope, found, now),
    }
    return render(request, "web/person.html", context, status=422 if form else 200)


def _task_line(task: Membership, scope: Scope, now: datetime) -> dict[str, Any]:
    over = task.ends_at is not None and task.ends_at <= now
    zone = task.office.zoneinfo
    last = task.ends_at - timedelta(microseconds=1) if task.ends_at else None
    return {
        "task": task,
        "over": over,
        "coming": task.starts_at is not None and task.starts_at > now,
        "starts": short_date(task.starts_at.astimezone(zone)) if task.starts_at else "",
        "ends": short_date(last.astimezone(zone)) if last else "",
        "may_end": not over
        and task.person_id != scope.person.pk
        and scope.may(ADMINISTRATORS, task.office),
    }


def _order(line: dict[str, Any]) -> tuple[bool, bool]:
    """What is held now, what is coming, what is over."""
    return line["over"], line["coming"]


def _reach(scope: Scope) -> Q:
    return scope.reach(READERS)


def _person(request: SignedInRequest, person_id: int) -> Person:
    visible: QuerySet[Person] = people.visible_to(request.scope)
    return get_object_or_404(visible, pk=person_id)


def _check_reader(scope: Scope) -> None:
    if not scope.has(*READERS):
        raise Http404


def _check_administrator(scope: Scope) -> None:
    if not scope.has(Role.ADMINISTRATOR):
        raise Http404
