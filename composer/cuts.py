"""What each channel makes of a post's pictures: whole, cut around the point that matters, or not
at all. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from channels.base import Limits
from channels.frames import frame_of
from content.fit import MIDDLE, Box, Cut, Focus, Frame, Unfit, fit
from content.fitted import original

if TYPE_CHECKING:
    from composer.compose import ChannelText, Picture
    from composer.working import Photo


@dataclass(frozen=True, slots=True)
class Fitting:
    """``plan``: of a photo, what becomes of it in this frame. None for a card, which is drawn to
    fit."""

    frame: Frame
    plan: Cut | Unfit | None


@dataclass(frozen=True, slots=True)
class Trim:
    """A part of one photo, and the channels that show no more of it."""

    box: Box
    whole: tuple[int, int]
    labels: tuple[str, ...]

    @property
    def shade(self) -> str:
        """What is left out, as the path of a drawing in the photo's own pixels."""
        box, (width, height) = self.box, self.whole
        outer = f"M0 0H{width}V{height}H0Z"
        return f"{outer}M{box.left} {box.top}H{box.right}V{box.bottom}H{box.left}Z"


def fitted(limits: Limits, pictures: Sequence[Picture]) -> tuple[Picture, ...]:
    """Each with what the channel makes of it. Where a network cuts all pictures to the ratio of the
    first, we do, so that the author says which part is kept."""
    first: tuple[int, int] | None = None
    done = []
    for picture in pictures:
        frame = frame_of(limits, first)
        plan = plan_of(picture, frame)
        done.append(replace(picture, fitting=Fitting(frame, plan)))
        first = first or _size(picture, plan)
    return tuple(done)


def plan_of(picture: Picture, frame: Frame) -> Cut | Unfit | None:
    media = picture.media
    if media is None:
        return None
    return fit(original(media), picture.focus, frame)


def _size(picture: Picture, plan: Cut | Unfit | None) -> tuple[int, int] | None:
    """As it will be there; None for what will not."""
    if isinstance(plan, Cut):
        return plan.width, plan.height
    return (picture.width, picture.height) if plan is None and picture.height else None


def trims(channels: Iterable[ChannelText], media_id: int) -> list[Trim]:
    """Where a photo is cut, each part once, in the order of the channels."""
    found: dict[Box, Trim] = {}
    for channel in channels:
        for picture in channel.pictures:
            box, media = cut_of(picture), picture.media
            if media is not None and media.pk == media_id and box is not None:
                known = found.get(box, Trim(box, (media.width, media.height), ()))
                found[box] = replace(known, labels=(*known.labels, channel.label))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether a photo goes to a channel that does not take them all."""

    kind: str
    label: str
    icon: str
    chosen: bool


def choices(channels: Iterable[ChannelText], photo: Photo) -> list[Choice]:
    """Only where there is something to choose: too many, or one was left out."""
    return [
        Choice(channel.kind, channel.label, channel.icon, channel.kind not in photo.without)
        for channel in channels
        if not channel.native and (channel.crowded or channel.kind in photo.without)
    ]


def refusing(channels: Iterable[ChannelText], media_id: int) -> list[str]:
    """The channels that cannot take this photo at all."""
    return [
        channel.label
        for channel in channels
        for picture in channel.pictures
        if picture.media is not None
        and picture.media.pk == media_id
        and picture.fitting is not None
        and isinstance(picture.fitting.plan, Unfit)
    ]


def cut_of(picture: Picture) -> Box | None:
    """The part that is shown; None where all of it is, or nothing can be."""
    plan = picture.fitting.plan if picture.fitting else None
    if not isinstance(plan, Cut) or picture.media is None:
        return None
    whole = plan.box.is_whole(picture.media.width, picture.media.height)
    return None if whole else plan.box


NINTHS = (17, MIDDLE, 83)
PLACES = (
    gettext_lazy("Kiri atas"), gettext_lazy("Atas"), gettext_lazy("Kanan atas"),
    gettext_lazy("Kiri"), gettext_lazy("Tengah"), gettext_lazy("Kanan"),
    gettext_lazy("Kiri bawah"), gettext_lazy("Bawah"), gettext_lazy("Kanan bawah"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ninth:
    """One of nine places to choose from, for a page without scripts."""

    x: int
    y: int
    label: str
    chosen: bool


def ninths(focus: Focus) -> list[Ninth]:
    points = [(x, y) for y in NINTHS for x in NINTHS]
    nearest = min(points, key=lambda at: (at[0] - focus.x) ** 2 + (at[1] - focus.y) ** 2)
    named = zip(points, PLACES, strict=True)
    return [Ninth(x, y, str(label), (x, y) == nearest) for (x, y), label in named]
