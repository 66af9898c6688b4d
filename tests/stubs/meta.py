"""Meta's Graph API v26.0 for Pages and Instagram accounts: ``python -m tests.stubs.meta``.

Any token is good. An id that begins with 17841 is an Instagram account, any other a Page.

Settings: ``visible_after`` (seconds until a post is listed), ``revoked``, ``app_secret`` (demand
its proof), ``container_status`` (one, or a list used up one by one), ``container_error``,
``quota_total``, ``counts`` and ``numbers`` (of every post, and its insights), ``lacking``
(permissions that the token has not), and those of ``meta_login`` and ``consent``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.stubs import consent, insta, meta_login, page
from tests.stubs.graph import VERSION, check_token, error, form, insights
from tests.stubs.server import Event, Stub, run
from tests.stubs.wire import Rejected, Reply, Request


class Meta(Stub):
    specification = "meta"
    defaults = {
        "visible_after": 0,
        "revoked": False,
        "app_secret": "",
        "container_status": "FINISHED",
        "container_error": 2207053,
        "quota_total": 50,
        "lacking": [],
        "counts": {**page.COUNTS, **insta.COUNTS},
        "numbers": {**page.NUMBERS, **insta.NUMBERS},
        **meta_login.SETTINGS,
        **consent.SETTINGS,
    }

    def forget(self) -> None:
        super().forget()
        self.posts: dict[str, Event] = {}
        self.photos: dict[str, Event] = {}
        self.containers: dict[str, Event] = {}
        self.media: dict[str, Event] = {}
        self.consent = meta_login.consent(self)

    def apply(self, event: Event) -> None:
        self.consent.apply(event)
        match event["kind"]:
            case "photo":
                self.photos[event["id"]] = event
            case "container":
                self.containers[event["id"]] = dict(event)
            case "post" if "container" in event:
                self.media[event["id"]] = event
                self.containers[event["container"]]["published"] = True
            case "post":
                self.posts[event["id"]] = dict(event)
            case "edit":
                self.posts[event["id"]]["message"] = event["message"]
            case "delete":
                self.posts.pop(event["id"], None)
                self.media.pop(event["id"], None)

    def new_id(self, begin: str) -> str:
        return f"{begin}{self.next_number:012d}"

    def unlike(self, fault: str) -> Rejected:
        return error(100, f"(#100) {fault}")

    def answer(self, request: Request) -> Reply:
        version, _, rest = request.path.strip("/").partition("/")
        if version != VERSION:
            raise error(2635, f"(#2635) You are calling a deprecated version ({version})")
        if rest == "dialog/oauth":
            return self.consent.page(request)
        if (request.method, rest) == ("GET", "oauth/access_token"):
            return meta_login.token(self.consent, request)
        given = form(request)[0] if request.method == "POST" else request.query
        if request.method == "POST" and request.query:
            raise error(100, "(#100) A POST keeps its parameters, and its token, in the body")
        access = given.get("access_token", "")
        check_token(given, self.settings)
        if rest == "me/permissions":
            return meta_login.permissions(self.consent, access)
        if rest == "me/accounts":
            return meta_login.accounts(self.consent, access, given)
        node, _, edge = rest.partition("/")
        reply = (
            self._insights(node, given)
            if edge == "insights"
            else self._account(request, node, edge, given)
            if edge or re.fullmatch(r"17841\d+", node)
            else self._object(request, node, given)
        )
        return Reply(reply.status, reply.body, {"facebook-api-version": VERSION})

    def _insights(self, node: str, given: dict[str, str]) -> Reply:
        of_page = node in self.posts
        if not of_page and node not in self.media:
            raise error(100, f"Unsupported request. Object with ID '{node}' does not exist", 33)
        permission = "read_insights" if of_page else "instagram_manage_insights"
        known = set(page.NUMBERS if of_page else insta.NUMBERS)
        numbers = {name: n for name, n in self.settings["numbers"].items() if name in known}
        return insights(node, given, numbers, lacking=permission in self.settings["lacking"])

    def _account(self, request: Request, node: str, edge: str, given: dict[str, str]) -> Reply:
        edges: dict[tuple[str, str, bool], Callable[[], Reply]] = {
            ("GET", "", True): lambda: insta.about(node, given),
            ("POST", "media", True): lambda: insta.create(self, node, given),
            ("POST", "media_publish", True): lambda: insta.publish(self, node, given),
            ("GET", "media", True): lambda: insta.listing(self, node, given),
            ("GET", "content_publishing_limit", True): lambda: insta.quota(self, node, given),
            ("POST", "feed", False): lambda: page.feed(self, node, given),
            ("POST", "photos", False): lambda: page.photo(self, node, request, given),
            ("GET", "published_posts", False): lambda: page.published(self, node, given),
        }
        handle = edges.get((request.method, edge, node.startswith("17841")))
        if handle is None:
            raise error(100, f"Unsupported {request.method.lower()} request.", 33)
        return handle()

    def _object(self, request: Request, node: str, given: dict[str, str]) -> Reply:
        match request.method:
            case "GET" if node in self.containers:
                return insta.status(self, node, given)
            case "GET" if node in self.media:
                return insta.read(self, node, given)
            case "DELETE" if node in self.media:
                return insta.remove(self, node)
            case "GET" if "_" in node:
                return page.read(self, node, given)
            case "POST" if "_" in node:
                return page.change(self, node, given)
            case "DELETE" if "_" in node:
                return page.remove(self, node)
            case "GET" if not node.startswith(("179", "180")):
                return page.about(node, request, given)
        raise error(100, f"Unsupported request. Object with ID '{node}' does not exist", 33)


if __name__ == "__main__":
    run(Meta)
