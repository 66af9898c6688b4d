"""Stopping and going on. A stop holds from the moment its transaction commits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from channels.base import Verb
from channels.models import Account
from content.models import Event, Office, Person, Role
from content.refusals import Refusal
from content.scope import Scope
from scheduler import engine, gate, halves, resuming
from scheduler.delivery import repeats, stopped
from scheduler.models import Delivery, Reach, State, Stop
from scheduler.resuming import Resumed, Wish

MAY_STOP = frozenset({Role.MODERATOR, Role.PUBLISHER})
GO_ON = Wish()
SENDS = Q(state=State.SENDING)


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
    """Say what to stop: everything, an office, a channel, an account, or a topic."""

    def __init__(self) -> None:
        super().__init__(_("Pilih dahulu apa yang dihentikan."))


class ChoiceMissing(Refusal):
    """Say what is to become of what has waited."""

    def __init__(self) -> None:
        super().__init__(_("Pilih dahulu apa yang terjadi dengan yang tertahan."))


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
    account: Account | None = None,
    topic: str = "",
) -> Stop:
    """Nothing that this reaches starts after this returns. Raises a ``Refusal``.

    ``office`` goes with an office or a topic, ``kind`` with a channel.
    """
    if not reason.strip():
        raise ReasonMissing
    office = account.office if account is not None else office
    if not may_stop(Scope.of(by, at), office):
        raise MayNotStop
    # Whoever is claiming finishes first: what is under way then has really begun, and no more.
    gate.close()
    made = Stop(
        reach=reach,
        office=office,
        kind=kind,
        account=account,
        topic=topic,
        reason=reason.strip()[:300],
        by=by,
        at=at,
    )
    made.under_way = _calls(made)
    made.save()
    Event.objects.create(
        kind="stop.on", office=office, by=by, at=at, note=made.reason, data={"stop": made.pk}
    )
    return made


def _calls(made: Stop) -> list[int]:
    """The sends under way that this stop reaches."""
    reached = Delivery.objects.filter(stopped([made]) or Q()).exclude(verb=Verb.DELETE)
    busy = reached.filter(SENDS | repeats(), busy__isnull=False)
    return sorted({*busy.values_list("pk", flat=True), *halves.being_served(reached)})


def lift(standing: Stop, wish: Wish = GO_ON, *, by: Person, at: datetime) -> Resumed | None:
    """Go on, with what has waited as wished. None: somebody has lifted it already.

    Raises a ``Refusal``; then the stop stands and nothing has changed.
    """
    if not may_lift(Scope.of(by, at), standing):
        raise MayNotLift(standing)
    with transaction.atomic():
        gate.close()
        if not _mark_lifted(standing, by, at):
            return None
        resumed = resuming.free(standing, wish, by=by, at=at)
        Event.objects.create(
            kind="stop.off",
            office=standing.office,
            by=by,
            at=at,
            data={"stop": standing.pk, "choice": wish.choice},
        )
        engine.wake()
    return resumed


def _mark_lifted(standing: Stop, by: Person, at: datetime) -> bool:
    rows = Stop.objects.filter(pk=standing.pk, lifted_at=None)
    return bool(rows.update(lifted_at=at, lifted_by=by))


def keeps_back(ids: Collection[int]) -> set[int]:
    """Those of these deliveries that a standing stop keeps from going out. Taking down goes on."""
    reached = stopped(Stop.objects.standing().select_related("office"))
    if reached is None:
        return set()
    rows = Delivery.objects.filter(reached, pk__in=list(ids)).exclude(verb=Verb.DELETE)
    return set(rows.values_list("pk", flat=True))


def may_stop(scope: Scope, office: Office | None) -> bool:
    """Within one office: whoever looks after it. Wider than any office: the centre only."""
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
