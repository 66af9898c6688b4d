"""A LinkedIn page: pictures first, then one post. Unknown ends are settled in the page's own feed.

For some minutes LinkedIn takes no text twice, and names the post that has it: after an attempt
whose end we do not know, that is our post. A text may be changed, its pictures may not; a share is
a post of the page's own. A post whose picture turns out to be bad is never shown, so each picture
has to be ready before.

Microsoft Learn, "Posts API", "Images API" and "MultiImage API", 2026-05.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from channels.answer import looking, plain
from channels.base import (
    Capabilities,
    Disconnected,
    Journal,
    Limits,
    NotFound,
    NotSent,
    Outgoing,
    Profile,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
)
from channels.corrections import Pictures
from channels.figures import Figures
from channels.http import Wire
from channels.limits import Look, Naming, tool
from channels.linkedin import little
from channels.linkedin.client import Client
from channels.linkedin.figures import MEASURING, read
from channels.linkedin.login import LASTS, OAUTH, Credentials
from channels.linkedin.meaning import Duplicate
from channels.linkedin.reading import content, created, is_reshare_of, same

PAUSES = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0)  # seconds before each question: half a minute
SKEW = timedelta(seconds=60)  # LinkedIn's clock and ours
MOST = 20

IsOurs = Callable[[Mapping[str, Any]], bool]


class LinkedIn:
    kind = "linkedin"
    label = "Halaman LinkedIn"
    icon = "brand-linkedin"
    limits = Limits(
        text=3000,
        images=(0, MOST),
        alt=4086,
        image_bytes=5_000_000,
        most_pixels=36_152_319,
        card="wide",
        look=Look(
            naming=Naming.NAME,
            tools=(
                tool("Suka", "thumb-up"),
                tool("Komentari", "message-circle"),
                tool("Posting ulang", "repeat"),
            ),
        ),
    )
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.REPOST, Verb.EDIT, Verb.DELETE}),
        handles=False,
        edited_pictures=Pictures.STAY,
        settling=timedelta(seconds=30),
        takes_back_reposts=True,
        call_timeout=timedelta(seconds=300),
        oauth=OAUTH,
        measuring=MEASURING,
        token_lasts=LASTS,
    )
    needs = Credentials

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._wire = wire
        self._id = credentials.organization_id
        self._client = Client(credentials, wire)

    def check(self) -> Profile:
        """Read the feed, then ask for an upload that is never made: both permissions are there."""
        with _needing("r_organization_social"):
            next(self._client.posts(self._wire.now()), None)
        with _needing("w_organization_social"):
            image, _ = self._client.new_image()
        with _needing("r_organization_social"):
            self._client.image_state(image)
        try:
            page = self._client.organization()
        except (Disconnected, Refused):  # the name is nice to have, and wants a third permission
            page = {}
        handle = str(page.get("vanityName") or self._id)
        name = str(page.get("localizedName") or "")
        return Profile(self._id, handle, name, f"https://www.linkedin.com/company/{handle}/")

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        if len(message.images) > MOST:
            raise Refused(Reason.BAD_MEDIA, f"{len(message.images)} pictures of at most {MOST}")
        images = self._images(message, journal)
        post = {"commentary": little.written(message.text)} | content(message, images)
        return self._create(post, journal, lambda found: same(found, message))

    def look(self, trace: Trace) -> Receipt:
        with looking():
            found = self._find(trace)
        if found is None:
            raise NotFound(Reason.GONE, f"{trace.verb} did not reach LinkedIn")
        return _receipt(found)

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "the post itself is edited")

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        post = {"commentary": "", "reshareContext": {"parent": target.remote_id}}
        return self._create(post, journal, lambda found: is_reshare_of(found, target.remote_id))

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        """Change the text; pictures and link card stay."""
        self._client.change(target.remote_id, little.written(message.text))
        return _receipt(target.remote_id)

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        """Take it down; what is gone already is down."""
        try:
            self._client.delete(target.remote_id)
        except Refused as error:
            if error.reason is not Reason.GONE:
                raise
        return _receipt(target.remote_id)

    def measure(self, posts: Sequence[Remote]) -> Mapping[str, Figures | None]:
        return read(self._client, [post.remote_id for post in posts])

    def _images(self, message: Outgoing, journal: Journal) -> list[str]:
        """Upload each picture once; another attempt goes on with those of the first."""
        noted = journal.noted.get("images")
        if isinstance(noted, list) and len(noted) == len(message.images):
            images = [str(urn) for urn in noted]
        else:
            images = [self._client.upload(image) for image in message.images]
            if images:
                journal.note(images=images)
        for urn in images:
            self._check_image(urn, journal)
        return images

    def _check_image(self, urn: str, journal: Journal) -> None:
        """Return when a picture is ready; else it stays noted, if it may still become so."""
        state = self._settled(urn)
        if state == "PROCESSING_FAILED":
            raise Refused(Reason.BAD_MEDIA, "LinkedIn could not process a picture")
        if state == "PROCESSING":
            raise NotSent(Reason.STILL_PROCESSING, "a picture is not ready yet")
        if state != "AVAILABLE":
            journal.note(images=[])
            raise NotSent(Reason.NETWORK_TROUBLE, f"a picture is {state[:40]}")

    def _settled(self, image: str) -> str:
        for pause in PAUSES:
            self._wire.pause(pause)
            state = self._client.image_state(image)
            if state != "PROCESSING":
                break
        return state

    def _create(self, post: Mapping[str, Any], journal: Journal, is_ours: IsOurs) -> Receipt:
        """The one call that makes it public."""
        first = journal.noted.get("first_sent_at")
        if not first:
            journal.note(first_sent_at=self._wire.now().isoformat())
        try:
            return _receipt(self._client.create(post))
        except Duplicate as error:
            if not first:
                raise
            duplicate = error
        return self._landed_before(duplicate, is_ours, datetime.fromisoformat(str(first)))

    def _landed_before(self, error: Duplicate, is_ours: IsOurs, first: datetime) -> Receipt:
        """We tried before, and LinkedIn names the post that has it: is it that attempt's?"""
        with looking():
            post = self._client.post(error.urn) if error.urn else None
        if post is None:
            raise Unconfirmed(Reason.DUPLICATE, "LinkedIn has it already, but does not show it")
        made = created(post)
        if made is None or made < first - SKEW or not is_ours(post):
            raise error
        return _receipt(error.urn)

    def _find(self, trace: Trace) -> str | None:
        target = trace.target.remote_id if trace.target else ""
        match trace.verb:
            case Verb.DELETE:
                return target if self._client.post(target) is None else None
            case Verb.EDIT:
                return target if self._is_changed(target, trace.message) else None
            case Verb.REPOST:
                return self._published(trace, lambda post: is_reshare_of(post, target))
        message = trace.message
        return self._published(trace, lambda post: same(post, message)) if message else None

    def _is_changed(self, target: str, message: Outgoing | None) -> bool:
        post = self._client.post(target)
        if post is None or message is None:
            return False
        return plain(little.read(post.get("commentary"))) == plain(message.text)

    def _published(self, trace: Trace, is_ours: IsOurs) -> str | None:
        for post in self._client.posts(trace.sent_at - SKEW):
            if is_ours(post) and post.get("lifecycleState") == "PUBLISH_REQUESTED":
                raise Unconfirmed(Reason.STILL_PROCESSING, "LinkedIn is still publishing it")
            if is_ours(post) and post.get("lifecycleState") == "PUBLISHED":
                return str(post.get("id", ""))
        return None


@contextmanager
def _needing(permission: str) -> Iterator[None]:
    """Name the permission that a refused call would have needed."""
    try:
        yield
    except Disconnected as error:
        if error.reason is not Reason.PERMISSION_MISSING:
            raise
        raise Disconnected(error.reason, f"needs {permission}: {error.detail}") from error


def _receipt(urn: str) -> Receipt:
    return Receipt(urn, f"https://www.linkedin.com/feed/update/{urn}/")
