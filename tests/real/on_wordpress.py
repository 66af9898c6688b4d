"""What the tests of WordPress share: adapters for one site, and messages no other test sends."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from channels.base import Image, Outgoing, Receipt, Remote, Trace, Verb
from channels.wordpress.adapter import WordPress
from tests.channels.sending import Notebook, jpeg, message, now, photo
from tests.real.site_server import Site

NUMBERS = count(1)


def at(site: Site, user: str = "humas") -> WordPress:
    """An adapter as a process has it that was just started."""
    return WordPress(site.login(user), site.door.wire())


def fresh(*images: Image, text: str = "Loket buka pukul 08.00 WIB. #paspor") -> Outgoing:
    number = next(NUMBERS)
    sent = replace(message(text, *images), key=f"kunci-{number}")
    return replace(sent, title=f"Kabar ke-{number}")


def published(site: Site, sent: Outgoing) -> Receipt:
    return at(site).publish(sent, Notebook())


def picture(number: int, alt: str = "Antrean di loket") -> Image:
    """Each number another picture."""
    return photo(alt=f"{alt} {number}", data=jpeg(300 + number, 200))


def remote(receipt: Receipt) -> Remote:
    return Remote(receipt.remote_id, receipt.url)


def about(verb: Verb, target: Remote, key: str = "kunci") -> Trace:
    return Trace(key, verb, now(), None, target)
