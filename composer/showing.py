"""Drawing compositions: what `channels.preview` needs from a draft."""

from __future__ import annotations

from django.urls import reverse

from channels.preview import Shown, ShownPicture, show
from composer.card_state import CardState
from composer.compose import ChannelText, Composition, Picture
from composer.cuts import cut_of
from content.models import Media, Post

WHOLE, PART = 1280, 640  # pixels wide


def of_draft(post: Post, composition: Composition, card: CardState) -> list[Shown]:
    return [_channel(post, composition.title, channel, card) for channel in composition.channels]


def _channel(post: Post, title: str, channel: ChannelText, card: CardState) -> Shown:
    return show(
        channel.kind,
        name=post.office.name,
        handle=post.office.handle(channel.kind),
        title=title,
        text=channel.text,
        pictures=[_picture(post, picture, card) for picture in channel.pictures],
        native=channel.native,
        faults=[one.sentence for one in channel.problems if one.place == f"media-{channel.kind}"],
        beside=channel.beside,
    )


def _picture(post: Post, picture: Picture, card: CardState) -> ShownPicture:
    if picture.media is not None:
        return _photo(picture, picture.media)
    if picture.card is None:
        return ShownPicture("", picture.alt)
    url = reverse("composer:card", args=[post.public_id, picture.card]) + f"?v={card.stamp}"
    fault, (width, height) = card.sentence(picture.card), picture.card.size
    return ShownPicture(url, picture.alt, fault=fault, width=width, height=height)


def _photo(picture: Picture, media: Media) -> ShownPicture:
    """As the network will show it: the part that is kept, small enough for a phone."""
    words = (picture.alt, picture.caption, picture.credit)
    box = cut_of(picture)
    if box is None:
        url = reverse("content:thumb", args=[media.pk, WHOLE])
        return ShownPicture(url, *words, width=media.width, height=media.height)
    edges = (box.left, box.top, box.right, box.bottom)
    url = reverse("content:cut", args=[media.pk, PART, *edges])
    return ShownPicture(url, *words, width=box.width, height=box.height)
