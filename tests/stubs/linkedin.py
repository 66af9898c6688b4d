"""LinkedIn's versioned REST API for pages: ``python -m tests.stubs.linkedin``.

Any token is good and administers any page. Checked against Microsoft Learn, "Posts API", "Images
API", "MultiImage API", "Organization Lookup", "Organization Share Statistics", "Versioning" and
"Rate limits", 2026-05.

Settings: ``visible_after`` (seconds until a post is in the feed and can be read), ``revoked``,
``scopes`` (what the token was granted), ``image_status`` (one, or a list used up one by one),
``state`` (the ``lifecycleState`` of new posts), ``counts`` (of every post), ``uncounted`` (posts of
which nothing is counted yet), and those of ``linkedin_login`` and ``consent``.
"""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from PIL import Image, UnidentifiedImageError

from tests.stubs import consent, linkedin_login
from tests.stubs.little import shown
from tests.stubs.server import Event, Stub, run
from tests.stubs.wire import Rejected, Reply, Request

VERSIONS = {"202601", "202605", "202609", "202610"}
READS, WRITES, ADMIN = "r_organization_social", "w_organization_social", "rw_organization_admin"
PAGE = re.compile(r"urn:li:organization:\d+")
POST = {
    "author", "commentary", "visibility", "distribution", "lifecycleState", "content",
    "isReshareDisabledByAuthor", "reshareContext", "contentLandingPage",
}  # fmt: skip
REQUIRED = {"author", "commentary", "visibility", "distribution", "lifecycleState"}
FINDER = {"author", "q", "count", "start", "sortBy", "viewContext"}
COUNTS = {
    "impressionCount": 150, "uniqueImpressionsCount": 120, "clickCount": 11, "likeCount": 8,
    "commentCount": 2, "shareCount": 1, "engagement": 0.14,
}  # fmt: skip
LISTED = re.compile(r"List\((urn%3Ali%3Ashare%3A\d+(?:,urn%3Ali%3Ashare%3A\d+)*)\)")
MINUTES = 10  # that a text may not be repeated
MOST_PIXELS = 36_152_320


def rejected(status: int, code: str, message: str, **more: Any) -> Rejected:
    return Rejected(Reply(status, {"status": status, "code": code, "message": message} | more))


def invalid(message: str, code: str = "INVALID_VALUE_FOR_FIELD") -> Rejected:
    return rejected(400, code, message)


class LinkedIn(Stub):
    defaults = {
        "visible_after": 0,
        "revoked": False,
        "scopes": [READS, WRITES, ADMIN],
        "image_status": "AVAILABLE",
        "state": "PUBLISHED",
        "counts": COUNTS,
        "uncounted": [],
        **linkedin_login.SETTINGS,
        **consent.SETTINGS,
    }

    def forget(self) -> None:
        super().forget()
        self.posts: dict[str, Event] = {}
        self.images: dict[str, Event] = {}
        self.consent = linkedin_login.consent(self)

    def apply(self, event: Event) -> None:
        self.consent.apply(event)
        match event["kind"]:
            case "image":
                self.images[event["id"]] = dict(event)
            case "upload":
                self.images[event["id"]]["here"] = True
            case "post" | "repost":
                self.posts[event["id"]] = dict(event)
            case "edit":
                self.posts[event["id"]] |= {"commentary": event["commentary"]}
            case "delete":
                self.posts.pop(event["id"], None)

    def answer(self, request: Request) -> Reply:
        of_access = linkedin_login.answer(self.consent, request)
        if of_access is not None:
            return of_access
        self._check_login(request)
        if request.path.startswith("/dms-uploads/"):
            return self._upload(request)
        _check_head(request)
        routes: dict[str, Callable[..., Reply]] = {
            r"POST /rest/images": self._new_image,
            r"GET /rest/images/(.+)": self._image,
            r"POST /rest/posts": self._create,
            r"GET /rest/posts": self._feed,
            r"GET /rest/posts/(.+)": self._one,
            r"POST /rest/posts/(.+)": self._change,
            r"DELETE /rest/posts/(.+)": self._delete,
            r"GET /rest/organizations/(\d+)": self._page,
            r"GET /rest/organizationAcls": self._roles,
            r"GET /rest/organizationalEntityShareStatistics": self._statistics,
        }
        for route, handle in routes.items():
            found = re.fullmatch(route, f"{request.method} {request.path}")
            if found:
                return handle(request, *(_key(part) for part in found.groups()))
        raise rejected(404, "RESOURCE_NOT_FOUND", f"No virtual resource found for {request.path}")

    def _check_login(self, request: Request) -> None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not token.strip():
            raise rejected(401, "EMPTY_ACCESS_TOKEN", "Empty oauth2 access token")
        if self.consent.is_over(token):
            raise rejected(401, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired")
        if self.settings["revoked"]:
            raise rejected(401, "REVOKED_ACCESS_TOKEN", "The token used in the request has been"
                           " revoked by the user", serviceErrorCode=65601)  # fmt: skip

    def _roles(self, request: Request) -> Reply:
        self._allow(ADMIN, "organizationAcls.FINDER-roleAssignee")
        return linkedin_login.roles(self.consent, request)

    def _allow(self, scope: str, what: str) -> None:
        if scope not in self.settings["scopes"]:
            message = f"Not enough permissions to access: {what}.20260901"
            raise rejected(403, "ACCESS_DENIED", message, serviceErrorCode=100)

    def _new_image(self, request: Request) -> Reply:
        self._allow(WRITES, "images.ACTION-initializeUpload")
        asked = _json(request, {"initializeUploadRequest"})
        owner = (asked.get("initializeUploadRequest") or {}).get("owner", "")
        if request.query != {"action": "initializeUpload"} or not PAGE.fullmatch(owner):
            raise invalid("initializeUploadRequest wants an owner")
        urn = f"urn:li:image:C4E{len(self.accepted) + 1:08d}"
        self.accept("image", id=urn, owner=owner, here=False)
        url = f"https://www.linkedin.com/dms-uploads/{urn.rpartition(':')[2]}/uploaded-image/0"
        value = {"uploadUrl": url, "image": urn, "uploadUrlExpiresAt": int(time.time() + 3600)}
        return Reply(200, {"value": value})

    def _upload(self, request: Request) -> Reply:
        urn = f"urn:li:image:{request.path.split('/')[2]}"
        if request.method != "PUT" or urn not in self.images:
            raise rejected(404, "NOT_FOUND", "No such upload")
        try:
            with Image.open(io.BytesIO(request.body)) as image:
                kind, pixels = image.format, image.width * image.height
        except UnidentifiedImageError:
            kind, pixels = "", 0
        if kind not in {"JPEG", "PNG", "GIF"} or pixels >= MOST_PIXELS:
            raise rejected(415, "UNSUPPORTED_MEDIA_TYPE", "Not a picture we take")
        self.accept("upload", id=urn, size=len(request.body))
        return Reply(201, "", type="")

    def _image(self, request: Request, urn: str) -> Reply:
        self._allow(READS, "images.GET")
        if urn not in self.images:
            raise rejected(404, "NOT_FOUND", "No such image")
        status = self._ordered() if self.images[urn]["here"] else "WAITING_UPLOAD"
        return Reply(200, {"id": urn, "owner": self.images[urn]["owner"], "status": status})

    def _create(self, request: Request) -> Reply:
        self._allow(WRITES, "posts.CREATE")
        asked = _json(request, POST)
        _check_post(asked)
        images = self._attached(asked)
        parent = (asked.get("reshareContext") or {}).get("parent", "")
        if parent and parent not in self.posts:
            raise invalid("reshareContext/parent does not exist")
        self._check_duplicate(asked)
        urn = f"urn:li:share:{7_398_000_000_000_000_000 + len(self.accepted) + 1}"
        self.accept(
            "repost" if parent else "post", id=urn, author=asked["author"],
            commentary=asked["commentary"], text=shown(asked["commentary"]),
            content=asked.get("content"), parent=parent, state=self.settings["state"],
            alts=[image.get("altText", "") for image in images],
        )  # fmt: skip
        return Reply(201, "", {"x-restli-id": urn}, type="")

    def _attached(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        content = asked.get("content") or {}
        if len(content) > 1 or set(content) - {"media", "multiImage", "article"}:
            raise invalid("content has one kind")
        if "article" in content and not {"source", "title"} <= set(content["article"]):
            raise invalid("content/article wants source and title")
        images = [content["media"]] if "media" in content else []
        if "multiImage" in content:
            images = content["multiImage"]["images"]
            if not 2 <= len(images) <= 20:
                raise invalid("content/multiImage wants 2 to 20 images")
        for image in images:
            _check_image(image, self.images.get(image.get("id", "")), asked["author"])
        return images

    def _check_duplicate(self, asked: dict[str, Any]) -> None:
        """An exact duplicate of a post of the last ten minutes."""
        recent = time.time() - MINUTES * 60
        parent = (asked.get("reshareContext") or {}).get("parent", "")
        for post in self.posts.values():
            ours = post["author"] == asked["author"] and post["at"] > recent
            if ours and (post["commentary"], post["parent"]) == (asked["commentary"], parent):
                raise Rejected(Reply(422, duplicate_of(post["id"])))

    def _change(self, request: Request, urn: str) -> Reply:
        self._allow(WRITES, "posts.PARTIAL_UPDATE")
        if request.headers.get("X-RestLi-Method") != "PARTIAL_UPDATE":
            raise invalid("POST to one post is a PARTIAL_UPDATE")
        fields = (_json(request, {"patch"}).get("patch") or {}).get("$set") or {}
        if set(fields) != {"commentary"} or len(shown(fields["commentary"])) > 3000:
            raise invalid("only commentary is changed here")
        if urn not in self.posts:
            raise rejected(404, "NOT_FOUND", "No such post")
        words = fields["commentary"]
        self.accept("edit", id=urn, commentary=words, text=shown(words))
        return Reply(204, "", type="")

    def _delete(self, request: Request, urn: str) -> Reply:
        """Documented as idempotent."""
        self._allow(WRITES, "posts.DELETE")
        if request.headers.get("X-RestLi-Method") != "DELETE":
            raise invalid("X-RestLi-Method does not fit")
        if urn in self.posts:
            self.accept("delete", id=urn)
        return Reply(204, "", type="")

    def _one(self, request: Request, urn: str) -> Reply:
        self._allow(READS, "posts.GET")
        post = self.posts.get(urn)
        if post is None or not self._visible(post):
            raise rejected(404, "NOT_FOUND", f"Could not find entity with key {urn}")
        return Reply(200, _shown(post))

    def _feed(self, request: Request) -> Reply:
        self._allow(READS, "posts.FINDER-author")
        query = request.query
        if request.headers.get("X-RestLi-Method") != "FINDER" or query.get("q") != "author":
            raise invalid("the finder is q=author")
        if set(query) - FINDER or not PAGE.fullmatch(query.get("author", "")):
            raise invalid("the finder wants an author")
        start, count = int(query.get("start", "0")), int(query.get("count", "10"))
        if not 1 <= count <= 100 or query.get("sortBy") not in {"CREATED", "LAST_MODIFIED"}:
            raise invalid("count is 1 to 100")
        mine = [p for p in self.posts.values() if p["author"] == query["author"]]
        mine = sorted(filter(self._visible, mine), key=lambda p: float(p["at"]), reverse=True)
        rest = [{"rel": "next", "type": "application/json"}] if mine[start + count :] else []
        paging = {"start": start, "count": count, "links": rest}
        elements = [_shown(post) for post in mine[start : start + count]]
        return Reply(200, {"paging": paging, "elements": elements})

    def _page(self, request: Request, page: str) -> Reply:
        self._allow(ADMIN, "organizations.GET")
        return Reply(
            200, {"id": int(page), "vanityName": f"kantor-{page}", "localizedName": "Kantor"}
        )

    def _statistics(self, request: Request) -> Reply:
        """Parts of the query stand in it as Rest.li writes them, so they are read raw."""
        self._allow(ADMIN, "organizationalEntityShareStatistics.FINDER-organizationalEntity")
        if request.headers.get("X-RestLi-Method") != "FINDER":
            raise invalid("X-RestLi-Method does not fit")
        pairs = (part.partition("=") for part in request.target.partition("?")[2].split("&"))
        query = {name: value for name, _, value in pairs}
        listed = LISTED.fullmatch(query.get("shares", ""))
        page = unquote(query.get("organizationalEntity", ""))
        if query.get("q") != "organizationalEntity" or not listed or not PAGE.fullmatch(page):
            raise invalid("the finder wants an organizationalEntity and shares")
        urns = [unquote(one) for one in listed[1].split(",")]
        of_page = [urn for urn in urns if self.posts.get(urn, {}).get("author") == page]
        rows = [
            {"share": urn, "organizationalEntity": page, "totalShareStatistics": counts}
            for urn in of_page
            if urn not in self.settings["uncounted"]
            for counts in [self.settings["counts"]]
        ]
        return Reply(200, {"paging": {"start": 0, "count": 10, "links": []}, "elements": rows})

    def _visible(self, post: Event) -> bool:
        return bool(post["at"] <= time.time() - float(self.settings["visible_after"]))

    def _ordered(self) -> str:
        order = self.settings["image_status"]
        if isinstance(order, list):
            return str(order.pop(0) if len(order) > 1 else order[0])
        return str(order)


def duplicate_of(urn: str) -> dict[str, Any]:
    """The body of the answer to a post that is there already."""
    said = "com.linkedin.content.common.exception.BadRequestResponseException: Content is a"
    fault = {"description": "Duplicate post is detected", "input": {}, "code": "DUPLICATE_POST"}
    return {
        "message": f"{said} duplicate of {urn}",
        "errorDetailType": "com.linkedin.common.error.BadRequest",
        "errorDetails": {"inputErrors": [fault]},
        "status": 422,
    }


def _check_head(request: Request) -> None:
    version = request.headers.get("LinkedIn-Version", "")
    if not version:
        raise rejected(400, "VERSION_MISSING", "A version must be present.")
    if version not in VERSIONS:
        message = f"Requested version {version} is not active"
        raise rejected(426, "NONEXISTENT_VERSION", message)
    if request.headers.get("X-Restli-Protocol-Version") != "2.0.0":
        raise invalid("X-Restli-Protocol-Version must be 2.0.0")


def _key(part: str) -> str:
    """A resource key is encoded whole."""
    if ":" in part:
        raise invalid("a urn in a path is encoded")
    return unquote(part)


def _json(request: Request, known: set[str]) -> dict[str, Any]:
    try:
        asked = json.loads(request.body)
    except ValueError:
        asked = None
    if request.type != "application/json" or not isinstance(asked, dict):
        raise rejected(400, "ILLEGAL_ARGUMENT", "Request body could not be converted to data map")
    if set(asked) - known:
        raise rejected(422, "UNPROCESSABLE_ENTITY", "unrecognized field found but not allowed")
    return asked


def _check_post(asked: dict[str, Any]) -> None:
    missing = REQUIRED - set(asked)
    if missing:
        raise rejected(422, "MISSING_FIELD", f"ERROR :: /{missing.pop()} :: field is required")
    channels = {"feedDistribution", "targetEntities", "thirdPartyDistributionChannels"}
    if asked["lifecycleState"] != "PUBLISHED" or asked["visibility"] != "PUBLIC":
        raise invalid("PUBLISHED and PUBLIC are what a page creates")
    if set(asked["distribution"]) != channels or not PAGE.fullmatch(asked["author"]):
        raise invalid("distribution or author is not what it should be")
    if len(shown(asked["commentary"])) > 3000:
        raise invalid("commentary is too long", "FIELD_LENGTH_TOO_LONG")


def _check_image(image: dict[str, Any], known: Event | None, author: str) -> None:
    if known is None or known["owner"] != author or set(image) - {"id", "altText"}:
        raise invalid("an image has to belong to the author")
    if not known["here"]:
        raise invalid("Media asset is waiting upload", "MEDIA_ASSET_WAITING_UPLOAD")
    if "altText" in image and not 1 <= len(image["altText"]) <= 4086:
        raise invalid("altText has 1 to 4086 characters", "FIELD_LENGTH_TOO_LONG")


def _shown(post: Event) -> dict[str, Any]:
    row = {
        "id": post["id"],
        "author": post["author"],
        "commentary": post["commentary"],
        "visibility": "PUBLIC",
        "lifecycleState": post["state"],
        "createdAt": int(post["at"] * 1000),
    }
    if post["content"]:
        row["content"] = post["content"]
    if post["parent"]:
        row["reshareContext"] = {"parent": post["parent"], "root": post["parent"]}
    return row


if __name__ == "__main__":
    run(LinkedIn)
