"""What is done to a network, and what stands there before: a scene for each verb a channel has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from channels.base import (
    Channel,
    DeliveryError,
    Image,
    Outgoing,
    Profile,
    Receipt,
    Remote,
    Trace,
    Verb,
)
from channels.figures import Figures, Tells
from tests.channels.sending import Notebook, jpeg, message, now, photo
from tests.faults.stage import Stage
from tests.stubs.server import Event

TEXT = "Layanan paspor buka pukul 08.00 WIB. #Paspor https://kantor.example/paspor"
OTHER = "Layanan paspor buka pukul 09.00 WIB. #Paspor https://kantor.example/paspor"
RALAT = "RALAT\nSemula: pukul 08.00 WIB\nYang benar: pukul 09.00 WIB"
# What a network keeps of each verb. A repost that is taken back is called in several ways.
KEPT = {
    Verb.PUBLISH: frozenset({"post"}),
    Verb.REPLY: frozenset({"post"}),
    Verb.REPOST: frozenset({"repost", "forward"}),
    Verb.EDIT: frozenset({"edit"}),
    Verb.DELETE: frozenset({"delete", "trash", "unrepost"}),
}
KEYS = {
    Verb.REPLY: "kunci-balasan",
    Verb.REPOST: "kunci-gema",
    Verb.EDIT: "kunci-ralat",
    Verb.DELETE: "kunci-tarik",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a reading of figures brought, by the post."""

    figures: Mapping[str, Figures | None]


Act = Callable[[Channel, Notebook], Receipt | Profile | Told]


@dataclass(frozen=True, slots=True)
class Scene:
    """``column``: where it stands in the table. ``noted`` is in the journal from earlier attempts.

    ``verb``: what the engine would call it, None for a check. ``looks``: it only reads back, and
    what it looks for is there, or ``absent``. ``again``: an earlier attempt was lost. ``trace``:
    what is known when the end of the act is not. ``told``: what a reading of figures tells when
    nothing breaks.
    """

    column: str
    name: str
    verb: Verb | None
    act: Act
    before: Sequence[Event] = ()
    noted: Mapping[str, Any] = field(default_factory=dict)
    looks: bool = False
    absent: bool = False
    again: bool = False
    trace: Trace | None = None
    told: Told | None = None

    @property
    def kept(self) -> frozenset[str]:
        return KEPT[self.verb] if self.verb and not self.looks else frozenset()

    @property
    def publishes(self) -> bool:
        return self.verb in {Verb.PUBLISH, Verb.REPLY, Verb.REPOST} and not self.looks

    def count(self, accepted: Sequence[Event]) -> int:
        """How often the network did what the scene asks of it."""
        return sum(one["kind"] in self.kept for one in accepted[len(self.before) :])


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a scene. ``shows``: the world something; ``keeps``: the network anything."""

    turn: int
    line: str
    shows: bool
    keeps: bool

    @property
    def what(self) -> tuple[str, bool]:
        return self.line, self.shows


@dataclass(frozen=True, slots=True)
class Played:
    """A scene that went well: what it made, what was noted, and what the network keeps since."""

    scene: Scene
    receipt: Receipt
    noted: Mapping[str, Any]
    after: Sequence[Event]


def scenes(stage: Stage) -> Iterator[Scene]:
    """Everything that can be done there; publishing with most pictures comes first."""
    yield Scene("check", "check", None, lambda channel, notes: channel.check())
    published = None
    for scene in _publications(stage):
        yield scene
        published = published or _played(stage, scene)
    assert published is not None
    yield replace(_lost(stage, published.scene), name="publish, second try", again=True)
    done = [published]
    for scene in _acts(stage, published):
        yield scene
        done.append(_played(stage, scene))
    can = stage.adapter.capabilities
    for one in done:
        if one.scene.verb is Verb.REPOST and can.takes_back_reposts:
            yield _delete(one, "a repost is taken back")
    if can.measuring is not None:
        yield _measure(stage, published)
    if can.can_look:
        yield from map(_look, done)
        yield from (_look_in_vain(stage, one) for one in done)


def requests_of(stage: Stage, scene: Scene) -> list[Request]:
    """What a scene asks the network when all goes well, in order."""
    with stage.world(scene.before) as world:
        with suppress(DeliveryError):  # a look in vain
            scene.act(stage.channel(world), Notebook(dict(scene.noted)))
        heard = world.heard()
    return [
        Request(turn, one["line"], bool(scene.kept & set(one["kinds"])), bool(one["kinds"]))
        for turn, one in enumerate(heard)
    ]


def _publications(stage: Stage) -> Iterator[Scene]:
    fewest, most = stage.adapter.limits.images
    for number, name in ((2, "two pictures"), (1, "one picture"), (0, "a text")):
        if fewest <= number <= most:
            yield _publish(_message(stage, TEXT, number), f"publish {name}")


def _publish(sent: Outgoing, name: str) -> Scene:
    return Scene(
        "publish",
        name,
        Verb.PUBLISH,
        lambda channel, notes: channel.publish(sent, notes),
        trace=Trace(sent.key, Verb.PUBLISH, now(), sent, None),
    )


def _acts(stage: Stage, published: Played) -> Iterator[Scene]:
    verbs, target = stage.adapter.capabilities.verbs, _remote(published)
    if Verb.REPLY in verbs:
        yield _reply(stage, published)
    if Verb.REPOST in verbs:
        yield Scene(
            "repost",
            "repost",
            Verb.REPOST,
            lambda channel, notes: channel.repost(target, KEYS[Verb.REPOST], notes),
            before=published.after,
            trace=_trace(Verb.REPOST, target),
        )
    if Verb.EDIT in verbs:
        pictures = min(2, stage.adapter.limits.images[1])
        changed = replace(_message(stage, OTHER, pictures, edited=True), key=KEYS[Verb.EDIT])
        yield Scene(
            "edit",
            "edit",
            Verb.EDIT,
            lambda channel, notes: channel.edit(target, changed, notes),
            before=published.after,
            trace=replace(_trace(Verb.EDIT, target), message=changed),
        )
    if Verb.DELETE in verbs:
        yield _delete(published, "delete")


def _reply(stage: Stage, published: Played) -> Scene:
    """A correction beside what is there; with a picture only where nothing goes without."""
    target, pictures = _remote(published), stage.adapter.limits.images[0]
    said = replace(_message(stage, RALAT, pictures), key=KEYS[Verb.REPLY])
    return Scene(
        "reply",
        "reply",
        Verb.REPLY,
        lambda channel, notes: channel.reply(target, said, notes),
        before=published.after,
        trace=replace(_trace(Verb.REPLY, target), message=said),
    )


def _delete(of: Played, name: str) -> Scene:
    target, key = _remote(of), KEYS[Verb.DELETE]
    return Scene(
        "delete",
        name,
        Verb.DELETE,
        lambda channel, notes: channel.delete(target, key, notes, "Salah tanggal."),
        before=of.after,
        trace=_trace(Verb.DELETE, target),
    )


def _measure(stage: Stage, published: Played) -> Scene:
    post = _remote(published)

    def act(channel: Channel, notes: Notebook) -> Told:
        assert isinstance(channel, Tells)
        return Told(channel.measure([post]))

    with stage.world(published.after) as world:
        told = act(stage.channel(world), Notebook())
    return Scene("figures", "figures", None, act, before=published.after, told=told)


def _look(done: Played) -> Scene:
    """It is there, and nobody knows yet."""
    assert done.scene.trace is not None
    trace = replace(done.scene.trace, noted=done.noted)
    return Scene(
        "look",
        f"look for {done.scene.name}",
        done.scene.verb,
        lambda channel, notes: channel.look(trace),
        before=done.after,
        looks=True,
    )


def _look_in_vain(stage: Stage, done: Played) -> Scene:
    """It never arrived, and nobody knows that either."""
    lost = _lost(stage, done.scene)
    assert lost.trace is not None
    trace = replace(lost.trace, noted=lost.noted)
    return Scene(
        "look in vain",
        f"look in vain for {done.scene.name}",
        done.scene.verb,
        lambda channel, notes: channel.look(trace),
        before=lost.before,
        looks=True,
        absent=True,
    )


def _lost(stage: Stage, scene: Scene) -> Scene:
    """The same scene after an attempt whose decisive request did not arrive."""
    turn = next(one.turn for one in requests_of(stage, scene) if one.shows)
    with stage.world(scene.before, {"do": "drop", "skip": turn}) as world:
        notes = Notebook(dict(scene.noted))
        with suppress(DeliveryError):
            scene.act(stage.channel(world), notes)
        return replace(scene, before=world.accepted(), noted=notes.noted)


def _played(stage: Stage, scene: Scene) -> Played:
    with stage.world(scene.before) as world:
        notes = Notebook(dict(scene.noted))
        receipt = scene.act(stage.channel(world), notes)
        assert isinstance(receipt, Receipt)
        return Played(scene, receipt, notes.noted, world.accepted())


def _remote(played: Played) -> Remote:
    return Remote(played.receipt.remote_id, played.receipt.url)


def _trace(verb: Verb, target: Remote) -> Trace:
    return Trace(KEYS[verb], verb, now(), None, target)


def _message(stage: Stage, text: str, pictures: int, *, edited: bool = False) -> Outgoing:
    """An edit draws the last picture anew."""
    widths = [320, 400 + 16 * edited][:pictures]
    return replace(message(text, *(_shown(stage, width) for width in widths)), title="Jam layanan")


def _shown(stage: Stage, width: int) -> Image:
    data = jpeg(width, 320)
    image = photo(stage.gallery.show(f"{width}.jpg", data), data=data)
    return replace(image, width=width, height=320)
