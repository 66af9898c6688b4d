"""What a view receives: who is asking, and what this person may see right now."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django_htmx.middleware import HtmxDetails

from content.models import Person
from content.scope import Scope


class SignedInRequest(HttpRequest):
    """What a view behind ``login_required`` receives."""

    user: Person
    scope: Scope
    htmx: HtmxDetails


class ScopeMiddleware:
    """Give each signed-in request its ``scope``, read from the database when first used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def read() -> Scope:
            user = request.user
            if not isinstance(user, Person):
                raise PermissionError("A scope was asked for before anybody signed in.")
            return Scope.of(user, timezone.now())

        request.scope = SimpleLazyObject(read)  # type: ignore[attr-defined]
        return self.get_response(request)
