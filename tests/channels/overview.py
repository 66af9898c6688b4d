"""``python -m tests.channels.overview`` writes docs/channels.md from what the channels declare."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from channels import registry
from channels.base import Capabilities, Channel, Counting, Limits, Verb
from channels.corrections import Pictures, Way
from channels.figures import NAMES
from channels.terms import Price, TellsUsage

PAGE = Path(__file__).parents[2] / "docs" / "channels.md"
INTRO = Path(__file__).with_name("overview.md").read_text(encoding="utf-8")
UNITS = {
    Counting.WEIGHTED: "weighted characters",
    Counting.CODE_POINTS: "characters",
    Counting.GRAPHEMES: "graphemes",
    Counting.FEDIVERSE: "graphemes, a link 23",
    Counting.EMOJI_BYTES: "characters, an emoji its bytes",
}
CORRECTIONS = {
    Way.EDIT: "edited in place",
    Way.REPLY: "a reply under it",
    Way.NEW_POST: "a post of its own that names the first",
    Way.MESSAGE: "a message that answers the first",
    Way.BY_HAND: "a person edits it there",
}
PICTURES = {
    Pictures.FREE: "",
    Pictures.SAME_NUMBER: ", with as many pictures as before",
    Pictures.STAY: ", its pictures stay",
}
COUNTED = {
    Verb.PUBLISH: "posts",
    Verb.REPLY: "replies",
    Verb.REPOST: "reposts",
    Verb.EDIT: "corrections",
    Verb.DELETE: "removals",
}
HEAD = (
    "channel",
    "text",
    "pictures",
    "besides",
    "repost",
    "correction",
    "taking down",
    "a lost answer",
    "pictures travel",
    "figures",
    "what connecting asks for",
)


def page() -> str:
    table = [_row(HEAD), _row(["---"] * len(HEAD))]
    table += [_row(_cells(registry.load(kind))) for kind in registry.CHANNELS]
    return INTRO + "\n".join(table) + "\n"


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(channel: type[Channel]) -> list[str]:
    limits, can = channel.limits, channel.capabilities
    return [
        f"**{channel.label}** (`{channel.kind}`)",
        _text(limits),
        _pictures(limits),
        "; ".join(_besides(channel)) or "–",
        "its own verb" if Verb.REPOST in can.verbs else "a post with credit",
        _correction(can),
        _taking_down(can),
        _lost(can),
        _travel(limits, can),
        _figures(can),
        _connecting(channel),
    ]


def _text(limits: Limits) -> str:
    said = f"{limits.text:,} {UNITS[limits.counting]}"
    if limits.text_bytes:
        said += f" and {limits.text_bytes:,} bytes"
    return f"{said}; {limits.caption:,} beside a picture" if limits.caption else said


def _pictures(limits: Limits) -> str:
    fewest, most = limits.images
    kinds = " or ".join(mime.partition("/")[2].upper() for mime in limits.mime_types)
    said = [f"{fewest} to {most}", kinds, f"{_megabytes(limits.image_bytes)} each"]
    said.append(f"alt text to {limits.alt:,}" if limits.alt else "no alt text")
    if limits.ratio:
        said.append(f"{limits.ratio[0]:g} to {limits.ratio[1]:g} as wide as high")
    if limits.least_width:
        said.append(f"at least {limits.least_width} pixels wide")
    if limits.most_width:
        said.append(f"at most {limits.most_width:,} pixels wide")
    if limits.most_pixels:
        said.append(f"at most {limits.most_pixels:,} pixels")
    if limits.most_sides:
        said.append(f"width and height together at most {limits.most_sides:,}")
    if limits.one_ratio:
        said.append("all in the shape of the first")
    return ", ".join(said)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:g} MB"


def _besides(channel: type[Channel]) -> Iterator[str]:
    limits, can = channel.limits, channel.capabilities
    for name in ("hashtags", "mentions", "links"):
        most = getattr(limits, name)
        if most is not None:
            yield f"at most {most} {name}"
    if not limits.links_clickable:
        yield "links lead nowhere"
    if can.app_pace:
        yield f"{can.app_pace.calls:,} calls in {_span(can.app_pace.per)} for all accounts together"
    yield from _quotas(channel)
    if can.price:
        yield _price(can.price)
    if can.one_per_post:
        yield "one entry a post, however often it is published"


def _quotas(channel: type[Channel]) -> Iterator[str]:
    for quota in channel.capabilities.quotas:
        verbs = " or ".join(COUNTED[verb] for verb in Verb if verb in quota.verbs)
        told = Verb.PUBLISH in quota.verbs and issubclass(channel, TellsUsage)
        own = " (or what the account says of itself)" if told else ""
        yield f"{quota.most:,} {verbs} in any {_span(quota.per)}{own}"


def _price(price: Price) -> str:
    return (
        f"{price.currency} {price.publish} a post, {price.linked} with a link,"
        f" {price.described} more a described picture, {price.repost} a repost,"
        f" {price.delete} a removal ({price.source}, {price.since})"
    )


def _correction(can: Capabilities) -> str:
    said = CORRECTIONS[can.correction]
    return said + PICTURES[can.edited_pictures] if can.correction is Way.EDIT else said


def _taking_down(can: Capabilities) -> str:
    if Verb.DELETE not in can.verbs:
        return "no"
    if can.by_hand:
        return "a person does it"
    if can.correction is Way.MESSAGE:
        return "cannot be taken back: a message says so"
    only_own = Verb.REPOST in can.verbs and not can.takes_back_reposts
    return "yes, but not a repost" if only_own else "yes"


def _lost(can: Capabilities) -> str:
    """How the engine finds out what became of a call without an answer."""
    if can.by_hand:
        return "nothing is sent by machine"
    if can.can_look:
        said = f"looked for after {_span(can.settling)}" if can.settling else "looked for at once"
        return f"{said}; a repeat is harmless" if can.deduplicates else said
    if can.deduplicates:
        return f"sent again under the same key after {_span(can.settling)}"
    return "a person looks: it cannot be read back"


def _travel(limits: Limits, can: Capabilities) -> str:
    if can.by_hand:
        return "a person saves them"
    return "by a short-lived address" if can.fetches_media else "along"


def _figures(can: Capabilities) -> str:
    """What it tells of a post, in the order of ``channels.figures``."""
    measuring = can.measuring
    if measuring is None:
        return "none"
    said = ", ".join(name for name in NAMES if name in measuring.tells)
    return f"{said}; ${measuring.dollars:g} a post and day" if measuring.dollars else said


def _connecting(channel: type[Channel]) -> str:
    keys = ", ".join(_asked(channel)) or "nothing: it is inside the house"
    oauth, lasts = channel.capabilities.oauth, channel.capabilities.token_lasts
    if lasts is not None:
        keys += f", which lasts {lasts.days} days"
    if oauth is None:
        return keys
    return f"signing in at {oauth.at or 'its server'}, or {keys}"


def _asked(channel: type[Channel]) -> Iterator[str]:
    for one in dataclasses.fields(channel.needs):
        if "label" not in one.metadata:
            continue
        marks = [name for name in ("secret",) if one.metadata[name]]
        marks += ["optional"] if one.default is not dataclasses.MISSING else []
        yield f"{one.metadata['label']} ({', '.join(marks)})" if marks else one.metadata["label"]


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    if seconds >= 3600:
        return f"{seconds // 3600} hours"
    return f"{seconds} seconds" if seconds % 60 or not seconds else f"{seconds // 60} minutes"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
