"""Publishing in two steps, as Meta's media APIs want it: a container first, then its publication.

Nobody sees a container, so one made for nothing does no harm. Its id is noted before it is
published. Whatever is lost after that, the container itself says whether it is live, and it can be
published only once.

Instagram Platform documentation, "Content Publishing", 2026-06; Threads API documentation, "Posts"
and "Troubleshooting", 2026-06.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from channels.answer import at, looking, plain, unclear
from channels.base import (
    DeliveryError,
    Disconnected,
    Image,
    Journal,
    NotSent,
    Outgoing,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
)
from channels.graph import Graph
from channels.http import Wire
from channels.terms import DAY, Usage

PAUSES = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0)  # seconds before each question: half a minute
SKEW = timedelta(seconds=60)  # the network's clock and ours


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one network calls things.

    ``media``, ``publication`` and ``quota`` are edges of the account; ``state``, ``why`` and
    ``text`` are fields of a container; ``fields`` are asked of a post. ``replies`` lists our
    answers, where the network has any. ``check`` raises for a
    message that cannot be sent, ``failed`` makes an error of what a container says in ``why``, and
    ``picture`` the fields of a container with one picture. ``kin`` tells a post of the same text
    apart by anything else.
    """

    media: str
    publication: str
    quota: str
    state: str
    why: str
    text: str
    fields: str
    check: Callable[[Outgoing], None]
    failed: Callable[[str], DeliveryError]
    picture: Callable[[Image], dict[str, Any]]
    kin: Callable[[Mapping[str, Any], Outgoing], bool] = lambda post, message: True
    words: Callable[[object], str] = plain
    replies: str = ""


class Containers:
    """One account's containers and what became of them."""

    def __init__(self, wire: Wire, graph: Graph, user: str, dialect: Dialect) -> None:
        self._wire = wire
        self._graph = graph
        self._user = user
        self._dialect = dialect

    def publish(self, message: Outgoing, journal: Journal, under: str = "") -> Receipt:
        """``under``: the post that this answers."""
        container = str(journal.noted.get("container", ""))
        with looking():
            state = self._state(container) if container else "NONE"
            if state == "PUBLISHED":
                since = _time(journal.noted.get("made_at"), self._wire.now())
                return self._live(message, since, under)
        if state in {"NONE", "ERROR", "EXPIRED"}:  # there is none that could still go live
            container = self._build(message, under)
            journal.note(container=container, made_at=self._wire.now().isoformat())
        self._wait_for(container)
        path = f"{self._user}/{self._dialect.publication}"
        return self.receipt(str(self._graph.post(path, {"creation_id": container})["id"]))

    def published(self, trace: Trace, under: str = "") -> Receipt | None:
        """Ask the container. Without one, nothing was ever published."""
        container = str(trace.noted.get("container", ""))
        if not container or trace.message is None:
            return None
        state = self._state(container)
        if state == "PUBLISHED":
            since = _time(trace.noted.get("made_at"), trace.sent_at)
            return self._live(trace.message, since, under)
        if state in {"FINISHED", "ERROR", "EXPIRED"}:
            return None
        raise Unconfirmed(Reason.STILL_PROCESSING, f"container is {state}")

    def gone(self, target: Remote) -> Receipt | None:
        """The receipt of a removal, if the post is not there any more."""
        try:
            self._graph.get(target.remote_id, fields="id")
        except Refused as error:
            if error.reason is not Reason.GONE:
                raise
        else:
            return None
        self._graph.sees(f"{self._user}/{self._dialect.media}")
        return Receipt(target.remote_id, target.url)

    def receipt(self, media: str) -> Receipt:
        """It is live: a link that cannot be read now must not make that a failure."""
        try:
            return Receipt(media, str(self._graph.get(media, fields="permalink")["permalink"]))
        except (DeliveryError, KeyError):
            return Receipt(media)

    def check_quota(self, of: str = "", *, whole_account: bool = True) -> None:
        """The account knows what it may still do: the documentation and reality differ."""
        told = self._usage(of)
        if told is not None and told.used >= told.most:
            raise NotSent(
                Reason.QUOTA_USED_UP,
                f"{told.used} of {told.most} {of or 'post'} in 24 hours",
                again_at=self._wire.now() + timedelta(hours=1),
                whole_account=whole_account,
            )

    def usage(self) -> Usage:
        """What the account says of its posts."""
        told = self._usage()
        if told is None:
            raise unclear("a quota without numbers", repeatable=True)
        return told

    def _usage(self, of: str = "") -> Usage | None:
        usage, config = f"{of}quota_usage", f"{of}config"
        path = f"{self._user}/{self._dialect.quota}"
        said = next(iter(self._graph.rows(path, fields=f"{usage},{config}")), {})
        used, most = said.get(usage), at(said, config, "quota_total")
        if not (isinstance(used, int) and isinstance(most, int)):
            return None
        seconds = at(said, config, "quota_duration")
        is_given = isinstance(seconds, int) and seconds > 0
        return Usage(used, most, timedelta(seconds=seconds) if is_given else DAY)

    def _build(self, message: Outgoing, under: str) -> str:
        """Make the container. Nobody sees it, so making another one does no harm."""
        self._dialect.check(message)
        if not under:  # answers are counted apart, and reading their number asks for more rights
            self.check_quota()
        text = {self._dialect.text: message.text} | ({"reply_to_id": under} if under else {})
        pictures = [self._dialect.picture(image) for image in message.images]
        if not pictures:
            return self._container({"media_type": "TEXT"} | text)
        if len(pictures) == 1:
            return self._container(pictures[0] | text)
        children = [self._container(picture | {"is_carousel_item": True}) for picture in pictures]
        for child in children:
            self._wait_for(child)
        return self._container({"media_type": "CAROUSEL", "children": ",".join(children)} | text)

    def _container(self, fields: Mapping[str, Any]) -> str:
        path = f"{self._user}/{self._dialect.media}"
        return str(self._graph.post(path, fields, repeatable=True)["id"])

    def _wait_for(self, container: str) -> None:
        """Return when a container is ready, or raise; it stays noted for the next attempt."""
        for pause in PAUSES:
            self._wire.pause(pause)
            state = self._state(container)
            if state == "FINISHED":
                return
            if state == "ERROR":
                raise self._dialect.failed(self._ask(container, self._dialect.why))
            if state != "IN_PROGRESS":
                raise NotSent(Reason.NETWORK_TROUBLE, f"container is {state}")
        raise NotSent(Reason.STILL_PROCESSING, "container is not ready yet")

    def _state(self, container: str) -> str:
        return self._ask(container, self._dialect.state)

    def _ask(self, container: str, field: str) -> str:
        return str(self._graph.get(container, fields=field).get(field, ""))

    def _live(self, message: Outgoing, since: datetime, under: str) -> Receipt:
        """The post that a published container became. An answer that we may not list is live all
        the same; which one it is, only a person can see then."""
        try:
            return self._listed(message, since, self._dialect.replies if under else "")
        except Disconnected as error:
            if under and error.reason is Reason.PERMISSION_MISSING:
                return Receipt("")
            raise

    def _listed(self, message: Outgoing, since: datetime, edge: str) -> Receipt:
        start, words = str(int((since - SKEW).timestamp())), self._dialect.words
        path = f"{self._user}/{edge or self._dialect.media}"
        for post in self._graph.pages(path, fields=self._dialect.fields, since=start):
            same = words(post.get(self._dialect.text)) == words(message.text)
            if same and self._dialect.kin(post, message):
                return Receipt(str(post["id"]), str(post.get("permalink", "")))
        raise Unconfirmed(Reason.STILL_PROCESSING, "it is live, but not in the list yet")


def check_pictures(message: Outgoing, most: int) -> None:
    """What every network that fetches pictures asks of them."""
    if len(message.images) > most:
        raise Refused(Reason.BAD_MEDIA, f"{len(message.images)} pictures of at most {most}")
    if not all(image.url for image in message.images):
        raise NotSent(Reason.MEDIA_UNFETCHABLE, "a picture has no public address")


def picture(image: Image) -> dict[str, Any]:
    described = {"alt_text": image.alt} if image.alt else {}
    return {"image_url": image.url} | described


def _time(noted: object, otherwise: datetime) -> datetime:
    return datetime.fromisoformat(str(noted)) if noted else otherwise
