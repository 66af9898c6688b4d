"""Drawing compositions and revisions: what `channels.preview` needs, from either of them."""

from __future__ import annotations

from django.urls import reverse

from channels.preview import Shown, ShownPicture, show
from composer.compose import ChannelText, Composition, Picture
from content.models import Post


def of_draft(post: Post, composition: Composition, stamp: str) -> list[Shown]:
    """``stamp`` changes with the content, so that a browser may keep a drawn card."""
    return [_channel(post, composition.title, channel, stamp) for channel in composition.channels]


def _channel(post: Post, title: str, channel: ChannelText, stamp: str) -> Shown:
    return show(
        channel.kind,
        name=post.office.name,
        handle=post.office.handle(channel.kind),
        title=title,
        text=channel.text,
        pictures=[_picture(post, picture, stamp) for picture in channel.pictures],
        native=channel.native,
    )


def _picture(post: Post, picture: Picture, stamp: str) -> ShownPicture:
    if picture.media is not None:
        url = reverse("content:media", args=[picture.media.pk])
    else:
        url = reverse("composer:card", args=[post.public_id, picture.card]) + f"?v={stamp}"
    return ShownPicture(url, picture.alt, picture.caption, picture.credit)
