"""The practice board's pages: for everybody who signed in, because a network has no secrets."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from channels.models import Account, PracticePost
from channels.practice.adapter import Practice
from channels.preview import ShownPicture, marked
from content import pictures, showing, thumbs
from content.models import Media
from content.moments import short_when
from content.requests import SignedInRequest

PER_PAGE = 20
LARGE = 1280


@dataclass(frozen=True, slots=True)
class Entry:
    """One post as the board draws it. ``original``: what a repost shares."""

    post: PracticePost
    text: SafeString
    pictures: tuple[ShownPicture, ...]
    when: str
    edited: str
    original: Entry | None


@login_required
@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    posts = PracticePost.objects.select_related("account__office", "repost_of__account__office")
    chosen = _chosen(request)
    if chosen is not None:
        posts = posts.filter(account=chosen)
    page = Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": [entry(post) for post in page],
        "accounts": _accounts(),
        "chosen": chosen,
    }
    return render(request, "channels/practice.html", context)


@login_required
@require_safe
def one(request: SignedInRequest, post_id: int) -> HttpResponse:
    posts = PracticePost.objects.select_related("account__office", "repost_of__account__office")
    post = get_object_or_404(posts, pk=post_id)
    return render(request, "channels/practice_post.html", {"entry": entry(post)})


@login_required
@require_safe
def picture(request: SignedInRequest, post_id: int, number: int) -> HttpResponseBase:
    """What is on the board may be seen by all who see the board, whatever office made it."""
    post = get_object_or_404(PracticePost, pk=post_id)
    if not 1 <= number <= len(post.images):
        raise Http404
    media = Media.objects.filter(sha256=post.images[number - 1]["sha256"]).first()
    if media is None:
        raise Http404
    try:
        data = thumbs.thumb(media, LARGE)
    except (pictures.MissingPicture, OSError) as e:
        raise Http404 from e
    return showing.picture(request, media, data, kind=f"-{LARGE}")


def entry(post: PracticePost) -> Entry:
    zone = post.account.office.zone
    return Entry(
        post=post,
        text=marked(post.text, Practice.limits.counting, Practice.limits.text),
        pictures=tuple(
            ShownPicture(
                reverse("channels:practice_picture", args=[post.pk, number]),
                image["alt"],
                image["caption"],
                image["credit"],
            )
            for number, image in enumerate(post.images, start=1)
        ),
        when=short_when(post.posted_at, zone),
        edited=short_when(post.edited_at, zone) if post.edited_at else "",
        original=entry(post.repost_of) if post.repost_of else None,
    )


def _accounts() -> list[Account]:
    """Those with something on the board."""
    used = PracticePost.objects.values("account")
    return list(Account.objects.filter(pk__in=used).select_related("office"))


def _chosen(request: SignedInRequest) -> Account | None:
    asked = request.GET.get("akun", "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404
    return get_object_or_404(Account, pk=int(asked), kind="practice")
