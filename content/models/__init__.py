"""The record. One file per noun; import from here."""

from __future__ import annotations

from content.models.feed import Feed, FeedItem, FeedState, ItemState
from content.models.media import Media, MediaRole
from content.models.office import Office, OfficeKind
from content.models.person import Membership, Person, Role
from content.models.post import Draft, Post, Status
from content.models.revision import CarriedPicture, Decision, Event, Revision, Verdict

__all__ = [
    "CarriedPicture",
    "Decision",
    "Draft",
    "Event",
    "Feed",
    "FeedItem",
    "FeedState",
    "ItemState",
    "Media",
    "MediaRole",
    "Membership",
    "Office",
    "OfficeKind",
    "Person",
    "Post",
    "Revision",
    "Role",
    "Status",
    "Verdict",
]
