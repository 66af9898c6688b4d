"""Stopping and going on. A stop holds from the moment its transaction commits."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.models import Event, Office, Person, Role
from content.refusals import Refusal
from content.scope import Scope
from scheduler import gate
from scheduler.acts import resume
from scheduler.delivery import stopped
from scheduler.models import Delivery, Hold, Reach, State, Stop

MAY_STOP = frozenset({Role.MODERATOR, Role.PUBLISHER})


class MayNotStop(Refusal):
    """Ask the desk that looks after these offices."""

    def __init__(self) -> None:
        super().__init__(_("Hanya moderator atau penerbit yang membawahi ini dapat menghentikan."))


class MayNotLift(Refusal):
    """Ask whoever stopped it, or an office above."""

    def __init__(self, standing: Stop) -> None:
        super().__init__(
            _(
                "Dihentikan oleh %(name)s. Hanya yang membawahi kantor setingkat itu"
                " dapat melanjutkan."
            )
            % {"name": standing.by.name}
        )


class ReachMissing(Refusal):
    """Say what to stop: everything, an office, or a channel."""

    def __init__(self) -> None:
        super().__init__(_("Pilih dahulu apa yang dihentikan."))


class ReasonMissing(Refusal):
    """A stop without a reason helps nobody."""

    def __init__(self) -> None:
        super().__init__(_("Tuliskan alasannya: semua orang akan membacanya."))


@transaction.atomic
def stop(
    reach: Reach,
    reason: str,
    *,
    by: Person,
    at: datetime,
    office: Office | None = None,
    kind: str = "",
) -> Stop:
    """Nothing that this reaches starts after this returns. Raises a ``Refusal``."""
    if not reason.strip():
        raise ReasonMissing
    if not may_stop(Scope.of(by, at), office):
        raise MayNotStop
    gate.close()
    made = Stop.objects.create(
        reach=reach, office=office, kind=kind, reason=reason.strip()[:300], by=by, at=at
    )
    Event.objects.create(
        kind="stop.on", office=office, by=by, at=at, note=made.reason, data={"stop": made.pk}
    )
    return made


@transaction.atomic
def lift(standing: Stop, *, by: Person, at: datetime) -> None:
    """Go on. What is still in its grace goes out; what is not asks a person."""
    if not may_lift(Scope.of(by, at), standing):
        raise MayNotLift(standing)
    gate.close()
    if not Stop.objects.filter(pk=standing.pk, lifted_at=None).update(lifted_at=at, lifted_by=by):
        return
    Event.objects.create(
        kind="stop.off", office=standing.office, by=by, at=at, data={"stop": standing.pk}
    )
    held = Delivery.objects.filter(state=State.HELD, reason=Hold.STOPPED)
    still = stopped(Stop.objects.standing())
    if still is not None:
        held = held.exclude(still)
    resume(held.select_related("post"), at)


def may_stop(scope: Scope, office: Office | None) -> bool:
    """One office: whoever looks after it. All, or a whole network: the centre only."""
    if office is not None:
        return scope.may(MAY_STOP, office)
    top = Office.objects.filter(parent=None)
    return any(scope.may(MAY_STOP, centre) for centre in top)


def may_lift(scope: Scope, standing: Stop) -> bool:
    """Who looks after as much as whoever stopped it: a region does not lift the centre's stop."""
    if standing.office is None:
        return may_stop(scope, None)
    height = _set_from(standing, standing.office)
    return any(grant.role in MAY_STOP and height.startswith(grant.path) for grant in scope.grants)


def _set_from(standing: Stop, office: Office) -> str:
    """The highest place from which the stop could have been set."""
    grants = Scope.of(standing.by, standing.at).grants
    paths = [grant.path for grant in grants if grant.role in MAY_STOP and grant.covers(office)]
    return min(paths, key=len, default=office.path)
