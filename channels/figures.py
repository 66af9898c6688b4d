"""What a network tells of a post of ours, and how it may be asked. Plain Python, like ``base``.

What it does not tell is ``None``. It is never 0: nobody knows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Protocol, runtime_checkable

from channels.base import Pace, Remote


@dataclass(frozen=True, slots=True)
class Figures:
    """``views``: how often it was shown, as the network counts that. ``reach``: distinct people it
    was shown to. ``likes``: reactions of every kind. ``replies``: comments. ``reposts``: shares,
    quotes included. ``clicks``: on links in it.

    ``withheld``: permissions without which more of them stay untold.
    """

    views: int | None = None
    reach: int | None = None
    likes: int | None = None
    replies: int | None = None
    reposts: int | None = None
    clicks: int | None = None
    withheld: tuple[str, ...] = ()

    def told(self) -> dict[str, int]:
        """Those that the network tells, by their names."""
        found = ((name, getattr(self, name)) for name in NAMES)
        return {name: value for name, value in found if value is not None}


NAMES = tuple(field.name for field in fields(Figures) if field.name != "withheld")


@dataclass(frozen=True, slots=True)
class Measuring:
    """How the figures of an account's posts may be read.

    ``tells``: those that the network has at all. ``at_once``: most posts that one reading asks
    about. ``dollars``: what it costs to ask about one post once. ``pace``: how many readings of an
    account leave enough of its allowance for publishing. ``reposts``: a repost of ours has figures
    of its own.
    """

    tells: frozenset[str]
    at_once: int = 1
    dollars: float = 0.0
    pace: Pace | None = None
    reposts: bool = False


@runtime_checkable
class Tells(Protocol):
    """A channel that declares ``measuring``."""

    def measure(self, posts: Sequence[Remote]) -> Mapping[str, Figures | None]:
        """The figures of these posts, by their ``remote_id``; at most ``at_once`` of them.

        ``None``: the network says that it is not there any more. One that is left out was not
        spoken of this time. Only reads, so it raises what a read may: ``NotSent``, ``Refused``,
        ``Disconnected``; with a permission missing for all figures they are merely withheld.
        """
        ...


@runtime_checkable
class Counts(Protocol):
    """A board inside the house that knows how often something of its was shared."""

    def figures(self, account: str, target: Remote) -> Figures | None: ...


def number(value: object) -> int | None:
    """A count as networks write it; ``None`` for whatever else stands in its place."""
    return value if isinstance(value, int) and value >= 0 and value is not True else None


def together(*values: object) -> int | None:
    """The sum of the counts among these; ``None`` where there are none."""
    told = _told(values)
    return sum(told) if told else None


def _told(values: Iterable[object]) -> list[int]:
    return [count for count in map(number, values) if count is not None]
