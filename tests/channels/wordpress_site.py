"""What the tests of WordPress share: a site, a message for it, and how it says no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from channels.base import DeliveryError, Image, Outgoing, Receipt, Trace
from channels.wordpress.adapter import WordPress
from channels.wordpress.credentials import Credentials
from tests.channels.sending import PATIENT, jpeg, message, photo, wire_to
from tests.stubs.running import Network

PUBLIC = r"POST .*/wp/v2/posts/\d+$"
DRAFT = r"POST .*/wp/v2/posts$"
UPLOAD = r"POST .*/wp/v2/media$"
LIST = r"GET .*/wp/v2/posts$"
LOGIN = Credentials("https://situs.example", "humas", "abcd EFGH 1234 ijkl MNOP 5678")
OURS = {"edit_posts", "publish_posts", "upload_files", "delete_posts", "edit_published_posts"}


def site_at(network: Network, timeout: timedelta = PATIENT) -> WordPress:
    return WordPress(LOGIN, wire_to(("wordpress", network.url), timeout=timeout))


def no(code: str, status: int, **data: Any) -> dict[str, Any]:
    said = {"code": code, "message": "Begitu.", "data": {"status": status} | data}
    return {"status": status, "body": said}


def album(pictures: int) -> list[Image]:
    colours = [jpeg(64 + number, 64) for number in range(pictures)]
    return [photo(alt=f"Foto {n}", data=data) for n, data in enumerate(colours, start=1)]


def titled(text: str = "Buka pukul 08.00.", *images: Image) -> Outgoing:
    return replace(message(text, *images), title="Layanan paspor buka")


def look_at(network: Network, seen: Trace) -> Receipt | DeliveryError:
    try:
        return site_at(network).look(seen)
    except DeliveryError as error:
        return error


def raised(call: Callable[[], object]) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        call()
    return caught.value
