"""Where each network can be practised on, and what it says when it does not do what it is asked.

The answers are those of the networks' documentation, which ``meaning.py`` of each adapter names.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.stubs.faults import graph
from tests.stubs.linkedin import duplicate_of

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Busy:
    """A network's own way to say "too many, not before": the answer, and the moment it means."""

    answer: Callable[[datetime], Answer]
    until: Callable[[datetime], datetime]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a channel can be practised, and its calls that make a post public.

    ``origins``: the network's addresses that lead to the stub. ``form``: what a person types into
    the fields that are not secret. ``secret``: for a secret that has a form of its own.
    ``expired``: a login that has run out. ``refused``: content it will never take. ``inside``: an
    error in what calls itself a success. ``duplicate``: it has this already; text says why it never
    says so. ``busy``: its own forms of a 429. ``only_status``: a 2xx is a receipt, whatever is in
    it. ``later``: a blow after which its standard says that the same may be sent again.
    """

    stub: str
    public: str
    expired: Answer
    refused: Answer
    inside: Answer
    duplicate: Answer | str
    origins: Sequence[str]
    form: Mapping[str, str] = field(default_factory=dict)
    secret: Callable[[str], str] = str
    busy: Mapping[str, Busy] = field(default_factory=dict)
    only_status: bool = False
    later: str = ""


def _said(status: int, body: Any, **headers: str) -> Answer:
    return {"status": status, "body": body, "headers": headers}


def _in(**wait: int) -> Callable[[datetime], datetime]:
    return lambda now: now + timedelta(**wait)


def _second(moment: datetime) -> str:
    return str(int(moment.timestamp()))


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _of_x(status: int, detail: str) -> Answer:
    return _said(
        status, {"title": "Problem", "detail": detail, "type": "about:blank", "status": status}
    )


def _x_window(name: str, **wait: int) -> Busy:
    """X, "Rate limits": the reset of the window of 15 minutes is sent along with any other."""

    def answer(now: datetime) -> Answer:
        headers = {"x-rate-limit-reset": _second(now + timedelta(minutes=3))}
        headers |= {f"{name}-remaining": "0", f"{name}-reset": _second(_in(**wait)(now))}
        return _said(429, {"title": "Too Many Requests", "status": 429}, **headers)

    return Busy(answer, _in(**wait))


def _regained(minutes: int) -> Busy:
    """Graph API, "Rate Limits": a 400 with a code, and a header that counts in minutes."""
    usage = f'{{"4001": [{{"type": "pages", "estimated_time_to_regain_access": {minutes}}}]}}'
    headers = {"X-Business-Use-Case-Usage": usage}
    return Busy(lambda now: graph(32) | {"headers": headers}, _in(minutes=minutes))


def _of_linkedin(status: int, code: str, message: str) -> Answer:
    return _said(status, {"status": status, "code": code, "message": message})


def _of_telegram(code: int, said: str, **parameters: int) -> Answer:
    body = {"ok": False, "error_code": code, "description": said, "parameters": parameters}
    return _said(code, body)


def _of_wordpress(status: int, code: str) -> Answer:
    return _said(status, {"code": code, "message": "Begitu.", "data": {"status": status}})


def _as_webhooks_are(secret: str) -> str:
    return f"whsec_{b64encode(secret.encode().ljust(32, b'.')).decode()}"


META = ("https://graph.facebook.com", "https://www.facebook.com")

PLACES = {
    "x": Place(
        "x",
        r"POST /2/tweets$",
        origins=(
            "https://api.x.com",
            "https://x.com",
        ),
        expired=_of_x(401, "Unauthorized"),
        refused=_of_x(400, "Your Tweet text is too long."),
        inside=_said(200, {"errors": [{"title": "Over Capacity", "detail": "Try later."}]}),
        duplicate=_of_x(403, "You are not allowed to create a Tweet with duplicate content."),
        busy={
            "its window of 15 minutes": _x_window("x-rate-limit", minutes=10),
            "its day for the account": _x_window("x-user-limit-24hour", hours=2),
            "its day for the app": _x_window("x-app-limit-24hour", hours=3),
        },
    ),
    "facebook": Place(
        "meta",
        r"POST .*/(feed|photos)$",
        origins=META,
        form={"page_id": "4001"},
        expired=graph(190, 463),
        refused=graph(100),
        inside=graph(2, is_transient=True) | {"status": 200},
        duplicate=graph(506),
        busy={"minutes until access is regained": _regained(9)},
    ),
    "instagram": Place(
        "meta",
        r"POST .*/media_publish$",
        origins=META,
        form={"user_id": "17841400000000001"},
        expired=graph(190, 463),
        refused=graph(36003, 2207009),
        inside=graph(2, is_transient=True) | {"status": 200},
        duplicate=graph(24, 2207006),  # a container can be published once
        busy={"minutes until access is regained": _regained(9)},
    ),
    "mastodon": Place(
        "mastodon",
        r"POST /api/v1/statuses$",
        origins=("https://sosial.example",),
        form={"instance": "sosial.example"},
        expired=_said(401, {"error": "The access token expired"}),
        refused=_said(422, {"error": "Validation failed: Text character limit of 500 exceeded"}),
        inside=_said(200, {"error": "Something went wrong"}),
        duplicate="the same key again is answered with the status that it made",
        busy={
            "its moment in ISO 8601": Busy(
                lambda now: _said(
                    429,
                    {"error": "Too many requests"},
                    **{"X-RateLimit-Reset": (now + timedelta(minutes=4)).isoformat()},
                ),
                _in(minutes=4),
            )
        },
    ),
    "bluesky": Place(
        "bluesky",
        r"POST .*\.putRecord$",
        origins=("https://bsky.social",),
        form={"handle": "kantor.bsky.social", "pds": ""},
        expired=_said(400, {"error": "ExpiredToken", "message": "Token has expired"}),
        refused=_said(400, {"error": "InvalidRequest", "message": "grapheme too big at $.text"}),
        inside=_said(200, {"error": "InternalServerError", "message": "Something went wrong"}),
        duplicate=_said(400, {"error": "InvalidSwap", "message": "Record was at bafy"}),
        busy={
            "its second of reset": Busy(
                lambda now: _said(
                    429,
                    {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"},
                    **{"RateLimit-Reset": _second(now + timedelta(minutes=7))},
                ),
                _in(minutes=7),
            )
        },
    ),
    "threads": Place(
        "threads",
        r"POST .*/threads_publish$",
        origins=(
            "https://graph.threads.net",
            "https://threads.com",
        ),
        expired=graph(190, 463),
        refused=graph(36003, 2207009),
        inside=graph(2, is_transient=True) | {"status": 200},
        duplicate=graph(24, 4279009),  # a container can be published once
        busy={"minutes until access is regained": _regained(9)},
    ),
    "linkedin": Place(
        "linkedin",
        r"POST /rest/posts$",
        origins=(
            "https://api.linkedin.com",
            "https://www.linkedin.com",
        ),
        form={"organization_id": "5001"},
        expired=_of_linkedin(401, "EXPIRED_ACCESS_TOKEN", "The token has expired"),
        refused=_of_linkedin(400, "FIELD_LENGTH_TOO_LONG", "commentary is too long"),
        inside=_said(200, {"status": 500, "message": "Something went wrong"}),
        duplicate=_said(422, duplicate_of("urn:li:share:1")),
        busy={
            "its day, which ends at midnight UTC": Busy(
                lambda now: _of_linkedin(429, "TOO_MANY_REQUESTS", "MEMBER DAY limit reached"),
                lambda now: _midnight(now.astimezone(UTC)),
            )
        },
    ),
    "telegram": Place(
        "telegram",
        r"POST .*/send(Message|Photo|MediaGroup)$",
        origins=("https://api.telegram.org",),
        form={"channel": "@imigrasi_contoh"},
        secret="2001:{}".format,
        expired=_of_telegram(401, "Unauthorized"),
        refused=_of_telegram(400, "Bad Request: message is too long"),
        inside=_of_telegram(400, "Bad Request: message is too long") | {"status": 200},
        duplicate="a channel takes the same text any number of times",
        busy={
            "its seconds in the body": Busy(
                lambda now: _of_telegram(429, "Too Many Requests: retry after 90", retry_after=90),
                _in(seconds=90),
            )
        },
    ),
    "webhook": Place(
        "webhook",
        r"POST /gema$",
        origins=("https://redaksi.example",),
        form={"name": "Redaksi Contoh", "url": "https://redaksi.example/gema"},
        secret=_as_webhooks_are,
        expired=_said(401, {"error": "the signature is too old"}),
        refused=_said(422, {"error": "not for us"}),
        inside=_said(200, {"error": "Something went wrong"}),
        duplicate="a receiver answers a known webhook-id as it did the first time",
        only_status=True,
        later="503 that says when, accepted",
    ),
    "wordpress": Place(
        "wordpress",
        r"POST .*/wp/v2/posts/\d+$",
        origins=("https://situs.example",),
        form={"site": "https://situs.example", "user_name": "humas"},
        expired=_of_wordpress(401, "rest_not_logged_in"),
        refused=_of_wordpress(400, "rest_invalid_param"),
        inside=_said(200, {"code": "internal_server_error", "message": "Critical error."}),
        duplicate="a slug that is taken gets a number, and the adapter looks for that",
    ),
}

# What is typed in where there is no network to practise on: mail, and what a person posts.
FORMS: Mapping[str, Mapping[str, str]] = {
    "press": {"name": "Humas Contoh", "reply_to": "humas@kanim.example"},
    "whatsapp": {
        "title": "Kanim Contoh",
        "invite": "https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMnOp",
    },
    "tiktok": {"username": "@kanimcontoh"},
    "youtube": {"channel_handle": "@kanimcontoh"},
}
