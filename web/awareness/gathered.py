"""What one person may see of what was asked for: read when it is first needed, and once."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from content.models import Office
from content.scope import Scope
from web.awareness import rows
from web.awareness.asked import Asked
from web.awareness.gains import Gain, gains
from web.awareness.period import Stretch, stretches
from web.awareness.quiet import Silence, silences
from web.awareness.reckon import Reckoned, reckon
from web.awareness.rows import Nation


class Gathered:
    """``now`` is on the clock of the person's own office."""

    def __init__(self, scope: Scope, asked: Asked, now: datetime) -> None:
        self.scope = scope
        self.asked = asked
        self.now = now

    @cached_property
    def offices(self) -> list[Office]:
        """All that this person may see."""
        return rows.offices_of(self.scope)

    @cached_property
    def chosen(self) -> list[Office]:
        """Of these, what is looked at."""
        return rows.within(self.offices, self.asked.only.office)

    @cached_property
    def keys(self) -> list[int]:
        return [office.pk for office in self.chosen]

    @cached_property
    def names(self) -> dict[int, str]:
        return {office.pk: office.short_name for office in self.offices}

    @cached_property
    def codes(self) -> dict[int, str]:
        return {office.pk: office.code for office in self.offices}

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        return stretches(self.asked.period, self.now.date())

    @cached_property
    def reckoned(self) -> Reckoned:
        return reckon(
            rows.rows(self.keys, self.asked.period, self.asked.only),
            {office.pk: office.zoneinfo for office in self.chosen},
            self.stretches,
            self.asked.measure,
        )

    @cached_property
    def gains(self) -> list[Gain]:
        return gains(self.keys, self.asked.period, self.asked.only, self.asked.measure)

    @cached_property
    def silences(self) -> list[Silence]:
        return silences(self.chosen, self.now)

    @cached_property
    def nation(self) -> Nation | None:
        """Not for those who see the whole nation anyway."""
        if any(grant.path.count("/") == 1 for grant in self.scope.grants):
            return None
        return rows.nation(self.asked.period, self.asked.only)
