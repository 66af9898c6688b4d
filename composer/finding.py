"""Finding the post a request is about, among what this person may see."""

from __future__ import annotations

import uuid

from django.http import Http404

from content.models import Post
from content.requests import SignedInRequest
from content.scope import Scope
from content.workflow import WRITERS

POSTS = Post.objects.select_related(
    "office__parent",
    "author",
    "head",
    "approval__by",
    "approval__revision",
    "draft__edited_by",
    "repost_of__office",
    "source_item__feed__office",
)


def visible(request: SignedInRequest, public_id: uuid.UUID) -> Post:
    post = POSTS.visible_to(request.scope).filter(public_id=public_id).distinct().first()
    if post is None:
        raise Http404
    return post


def may_write(scope: Scope, post: Post) -> bool:
    return scope.may(WRITERS, post.office)
