"""Drawing compositions: what `channels.preview` needs from a draft."""

from __future__ import annotations

from django.urls import reverse

from channels.preview import Shown, ShownPicture, show
from composer.card_state import CardState
from composer.compose import ChannelText, Composition, Picture
from content.models import Post


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
    )


def _picture(post: Post, picture: Picture, card: CardState) -> ShownPicture:
    if picture.card is None:
        url = reverse("content:media", args=[picture.media.pk]) if picture.media else ""
        return ShownPicture(url, picture.alt, picture.caption, picture.credit)
    url = reverse("composer:card", args=[post.public_id, picture.card]) + f"?v={card.stamp}"
    return ShownPicture(url, picture.alt, fault=card.sentence(picture.card))
