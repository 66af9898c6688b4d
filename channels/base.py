"""What a channel promises, and the words for how publishing can go wrong.

Plain Python: no Django, no network. Everything here can be built in a test in one line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from channels.corrections import Pictures, Way
from channels.limits import Counting as Counting
from channels.limits import Limits as Limits

if TYPE_CHECKING:
    from channels.figures import Measuring
    from channels.http import Wire
    from channels.oauth.declared import OAuth
    from channels.terms import Price, Quota


class Verb(StrEnum):
    """What a delivery does on its account."""

    PUBLISH = "publish"
    REPLY = "reply"  # a correction that stands beside what is out
    REPOST = "repost"
    EDIT = "edit"
    DELETE = "delete"


class Reason(StrEnum):
    """Why something did not go out. The sentence for people is in ``channels.words``."""

    UNREACHABLE = "unreachable"  # the request never left
    ADDRESS_REFUSED = "address-refused"  # where it leads nobody may call from here
    RATE_LIMITED = "rate-limited"
    QUOTA_USED_UP = "quota-used-up"
    OUT_OF_CREDIT = "out-of-credit"
    NETWORK_TROUBLE = "network-trouble"  # the network says it is ill, nothing was published
    LOST_ANSWER = "lost-answer"
    UNREADABLE_ANSWER = "unreadable-answer"
    STILL_PROCESSING = "still-processing"
    WRONG_SERVER = "wrong-server"  # the address that was typed belongs to something else
    LOGIN_ENDED = "login-ended"
    APP_REFUSED = "app-refused"  # the network does not know our app, or not by this secret
    PERMISSION_MISSING = "permission-missing"
    NOT_ADMIN = "not-admin"  # whoever speaks for us there may not post in it
    NO_SUCH_ACCOUNT = "no-such-account"  # a wrong name, or what we were connected to is gone
    ACCOUNT_RESTRICTED = "account-restricted"
    MAY_NOT_PUBLISH = "may-not-publish"  # the user's role at the network is too small
    MAY_NOT_UPLOAD = "may-not-upload"
    APP_PASSWORDS_OFF = "app-passwords-off"  # the network lets no program sign in
    CLOSED_DOOR = "closed-door"  # something in front of the network keeps us out
    MOVED = "moved"  # the address a person typed sends us on to another one
    DUPLICATE = "duplicate"
    TOO_LONG = "too-long"
    BAD_MEDIA = "bad-media"
    MEDIA_UNFETCHABLE = "media-unfetchable"  # the network could not fetch our picture
    MEDIA_MISSING = "media-missing"  # bytes on our disk are gone or changed
    NEEDS_IMAGE = "needs-image"
    BAD_LINK = "bad-link"
    MAIN_PASSWORD = "main-password"  # noqa: S105  opens more than we want to keep
    NOT_ALLOWED = "not-allowed"  # content or verb the network does not allow us
    GONE = "gone"  # what we wanted to touch is not there
    NOT_SET_UP = "not-set-up"  # our own installation lacks what this network needs
    NOBODY_THERE = "nobody-there"  # a list without a reader
    SENDER_REFUSED = "sender-refused"  # a mail server that does not let us write as who we are
    GOING_ON = "going-on"  # a part is out, the next one follows
    NO_ADAPTER = "no-adapter"  # this release cannot speak to that network (any more)
    OUTDATED = "outdated"  # the network no longer serves the version of its API that we speak
    REFUSED = "refused"  # refused for a reason we do not know


class DeliveryError(Exception):
    """Publishing did not end well. Each subclass is one thing the caller must do next.

    ``detail`` is technical and safe to log: no token, no full URL.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


class NotSent(DeliveryError):
    """Certainly not published. Try again, not sooner than ``again_at`` (UTC) if given.

    ``whole_account`` says that the whole lane has to wait, not only this delivery;
    ``whole_app``, that every account has to which our app speaks on this network. ``part``: a part
    of it is out, whose rest the same key goes on with: it is not too late for that.
    """

    def __init__(
        self,
        reason: Reason,
        detail: str = "",
        *,
        again_at: datetime | None = None,
        whole_account: bool = False,
        whole_app: bool = False,
        part: bool = False,
    ) -> None:
        super().__init__(reason, detail)
        self.again_at = again_at
        self.whole_account = whole_account
        self.whole_app = whole_app
        self.part = part


class Refused(DeliveryError):
    """The network refused this message and will refuse it again. Tell the author."""


class Disconnected(DeliveryError):
    """Our access was withdrawn. Stop using the account until someone reconnects it."""


class Unconfirmed(DeliveryError):
    """It may or may not be live. Look; never send again on a guess."""


class NotFound(DeliveryError):
    """Only from ``look``: after reading back, it is certainly not there."""


@dataclass(frozen=True, slots=True)
class Pace:
    """So many calls within any stretch of that length."""

    calls: int
    per: timedelta


@dataclass(frozen=True, slots=True)
class Kit:
    """What a person needs to do a verb in the network's own app.

    ``links``: what addresses of posts there look like, as regular
    expressions over ``example.com/path?query``; a group ``who`` in them is the account's own
    ``remote_id``. ``example``: one that people recognise. The steps are in plain Indonesian, each
    made with ``step(...)``.
    """

    links: tuple[str, ...]
    example: str
    publish: tuple[str, ...]
    edit: tuple[str, ...]
    delete: tuple[str, ...]

    def steps(self, verb: Verb) -> tuple[str, ...]:
        """Nothing for a repost: that is made as a post of its own."""
        return {Verb.PUBLISH: self.publish, Verb.EDIT: self.edit, Verb.DELETE: self.delete}.get(
            verb, ()
        )


def step(text: str) -> str:
    """One thing to do, marked so that it is translated. An adapter knows no gettext."""
    return text


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Which verbs there are, and how an unknown outcome can be settled.

    ``settling``: how long to wait before a look, so that a slow network has caught up.
    ``deduplicates``: sending the same key again does no harm. What cannot be looked for is then
    settled by sending it once more.
    ``forgets``: what it recognises a key by is in our own record, which a restore takes back; a
    person has to tell, then, what went out.
    ``correction``: how what is out is put right. ``edited_pictures``: what an edit does to them.
    ``fetches_media``: the network wants a public address for each image.
    ``one_per_post``: publishing a post again renews what is there instead of adding to it.
    ``takes_back_reposts``: ``delete`` works on the receipt of a repost, too.
    ``app_pace``: what all accounts that share our app may send together. ``quotas``, ``price``: see
    ``channels.terms``. ``token_lasts``: how long a token that somebody copied lasts at the most.
    ``call_timeout``: no request that changes something begins later than this after the start.
    ``by_hand``: a person carries out every verb, with this kit; the adapter is never called.
    ``handles``: its accounts have a name by which people write of them, such as @contoh.
    ``oauth``: a person may sign in at the network itself instead of bringing what ``needs`` asks.
    ``measuring``: figures can be read, as ``channels.figures.Tells`` says.
    """

    verbs: frozenset[Verb]
    can_look: bool = True
    settling: timedelta = timedelta(seconds=10)
    deduplicates: bool = False
    forgets: bool = False
    correction: Way = Way.EDIT
    edited_pictures: Pictures = Pictures.FREE
    fetches_media: bool = False
    one_per_post: bool = False
    takes_back_reposts: bool = False
    app_pace: Pace | None = None
    call_timeout: timedelta = timedelta(seconds=60)
    by_hand: Kit | None = None
    handles: bool = True
    oauth: OAuth | None = None
    measuring: Measuring | None = None
    quotas: tuple[Quota, ...] = ()
    price: Price | None = None
    token_lasts: timedelta | None = None

    @property
    def can_settle(self) -> bool:
        """Whether the engine can find out how a call ended, without a person."""
        return self.can_look or self.deduplicates


@dataclass(frozen=True, slots=True)
class Image:
    """One finished picture. ``url``: a short-lived public address, only where media are fetched.

    ``focus``: the point that matters, in hundredths from the left and the top, for networks that
    cut what they show in lists.
    """

    data: bytes
    mime: str
    alt: str
    width: int
    height: int
    sha256: str
    url: str = ""
    caption: str = ""
    credit: str = ""
    focus: tuple[int, int] = (50, 50)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One finished message. Nothing is left to decide but how to send it.

    ``key`` is the same for every attempt of one delivery, so that a network can recognise a repeat.
    ``extra`` carries what only boards inside the house and webhooks need (topic, correction…).
    """

    key: str
    text: str
    title: str = ""
    images: tuple[Image, ...] = ()
    language: str = "id"
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remote:
    """Something that is live on a network."""

    remote_id: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    remote_id: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """What ``look`` is told of an attempt whose end we do not know. ``noted`` is what the adapter
    wrote into its journal before the answer was lost.
    """

    key: str
    verb: Verb
    sent_at: datetime
    message: Outgoing | None
    target: Remote | None
    noted: Mapping[str, Any] = field(default_factory=dict)


class Journal(Protocol):
    """Where an adapter writes what it must not forget. Durable when ``note`` returns."""

    @property
    def noted(self) -> Mapping[str, Any]: ...

    def note(self, **facts: str | int | list[str]) -> None: ...


def asked(label: str, *, help: str = "", secret: bool = False, optional: bool = False) -> Any:
    """A field of ``Channel.needs``: what the connect form asks for, in plain Indonesian.

    An optional one is "" when left empty. A secret one never shows up in a ``repr``, and the
    transport cuts it out of every error.
    """
    return field(
        default="" if optional else MISSING,
        repr=not secret,
        metadata={"label": label, "help": help, "secret": secret},
    )


def given() -> Any:
    """A field of ``Channel.needs`` that no form asks for: what came along with a sign-in."""
    return field(default="", repr=False, metadata={"secret": False})


@dataclass(frozen=True, slots=True)
class Profile:
    """What a harmless read says about a connected account."""

    remote_id: str
    handle: str
    name: str
    url: str = ""


class Channel(Protocol):
    """One network, spoken to with one account's credentials.

    What stands before ``__init__`` belongs to the class and is read without an instance.
    Every verb returns or raises a ``DeliveryError``; nothing else ever comes out.
    ``look`` returns the receipt of what it found, raises ``NotFound`` when it is certainly not
    there, and ``Unconfirmed`` when it cannot tell, whatever the reason; it may be ``Disconnected``.
    ``needs`` may raise ``ValueError`` with a sentence for the person who filled in the form.
    One instance is used by one thread at a time.
    """

    kind: str
    label: str
    icon: str  # the name of a Tabler outline icon
    limits: Limits
    capabilities: Capabilities
    needs: type[Any]  # the dataclass whose fields the connect form asks for

    def __init__(self, credentials: Any, wire: Wire) -> None: ...

    def check(self) -> Profile: ...

    def publish(self, message: Outgoing, journal: Journal) -> Receipt: ...

    def look(self, trace: Trace) -> Receipt: ...

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt: ...

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt: ...

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt: ...

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt: ...


class Board(Protocol):
    """A network inside the house: the newsroom, the practice board.

    Repeating a key changes nothing. ``account`` is the account's id in Gema. A repost is a ``put``
    without text, whose ``extra`` names what is shared: ``{"repost": remote_id, "url": …}``.
    """

    def put(self, account: str, message: Outgoing) -> Receipt: ...

    def find(self, account: str, key: str) -> Receipt | None: ...

    def change(self, account: str, target: Remote, message: Outgoing) -> Receipt | None: ...

    def remove(self, account: str, target: Remote, note: str) -> Receipt | None: ...


Now = Callable[[], datetime]
