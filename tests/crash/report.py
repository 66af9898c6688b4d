"""What a campaign found, as a table; and whether that is good enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tests.crash.campaign import Outcome
from tests.crash.judge import Verdict
from tests.crash.options import Protection
from tests.crash.told import VERBS

COLUMNS = (
    " network", "deliveries", "accepted", "lost", "doubled", "untrue", "order",
    "overlaps", "astray", "misshown", "unconfirmed", "of them live", "unshown", "others listed",
)  # fmt: skip
GAP = 2


WRONG = (
    "lost", "doubled", "untrue", "unshown", "order", "unknown", "overlaps", "astray", "misshown",
)  # fmt: skip


def told(outcome: Outcome, networks: Sequence[str]) -> str:
    if outcome.protection is Protection.FULL:
        return table(outcome, networks)
    # It ends as soon as it has shown doubles, so nothing else in it is settled.
    doubled = len(outcome.verdict().doubled)
    return f"  {doubled} doubled after {outcome.toll.kills.total()} kills, as it has to be"


def table(outcome: Outcome, networks: Sequence[str]) -> str:
    lines = [_spaced(COLUMNS)]
    for network in networks:
        lines.append(_line(network, outcome.verdict(network)))
    if len(networks) > 1:
        lines.append(_line("all", outcome.verdict()))
    told = ", ".join(f"{what} {count}" for what, count in outcome.verdict().others.items())
    others = [f"  others listed: {told}"] if told else []
    return "\n".join([*lines, "", _verbs(outcome), _tolls(outcome), *others])


def failings(outcome: Outcome) -> list[str]:
    """Why the campaign is lost, in words; empty when it is won."""
    verdict = outcome.verdict()
    if outcome.protection is not Protection.FULL:
        return [] if verdict.doubled else [f"{outcome.protection}: no doubles: nothing is proved"]
    wrong = [
        f"{name}: {', '.join(keys[:10])}" for name in WRONG if (keys := getattr(verdict, name))
    ]
    counts = {
        "engines that ended by themselves": len(outcome.toll.unexpected),
        "calls that ended in a bug": outcome.bugs,
    }
    wrong += [f"{name}: {count}" for name, count in counts.items() if count]
    wrong += [f"still waiting at the end: {told}" for told in outcome.stuck]
    return [*wrong, f"what the engines said last:\n{outcome.log}"] if wrong else []


def _line(network: str, verdict: Verdict) -> str:
    numbers = (
        verdict.deliveries,
        verdict.accepted,
        len(verdict.lost),
        len(verdict.doubled),
        len(verdict.untrue),
        len(verdict.order),
        len(verdict.overlaps),
        len(verdict.astray),
        len(verdict.misshown),
        len(verdict.asked),
        verdict.asked_live,
        len(verdict.unshown),
        sum(verdict.others.values()),
    )
    return _spaced([network, *map(str, numbers)])


def _spaced(cells: Sequence[str]) -> str:
    """Each under the name of its column."""
    return "".join(f"{cell:>{len(name) + GAP}}" for cell, name in zip(cells, COLUMNS, strict=True))


def _verbs(outcome: Outcome) -> str:
    asked = Counter(row.verb for row in outcome.rows)
    done = Counter(one.verb for one in outcome.accepted)
    told = ", ".join(f"{verb} {done[verb]} of {asked[verb]}" for verb in VERBS.values())
    return f"accepted: {told}"


def _tolls(outcome: Outcome) -> str:
    toll = outcome.toll
    total = toll.kills.total()
    lines = [
        f"{total} kills and {toll.stops.total()} stops in {outcome.raged:.0f} s"
        f" ({total / outcome.raged:.1f} kills/s), then {outcome.calmed:.0f} s of calm"
    ]
    if toll.blows:
        lines.append(
            f"  PostgreSQL struck down {toll.blows} times; engines that ended with it and were"
            f" started again, by exit code: {dict(toll.felled) or 'none'}"
        )
    for name, counts in (("killed", toll.kills), ("stopped", toll.stops)):
        told = ", ".join(f"{point} {count}" for point, count in sorted(counts.items()))
        if told:
            lines.append(f"  {name}: {told}")
    return "\n".join(lines)
