"""Posts for the demo network, made by its people with the steps everybody takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db import transaction

from channels import registry, vault
from channels.base import Board, Now
from channels.http import Wire
from channels.models import Account
from channels.newsroom.adapter import Newsroom
from channels.practice.adapter import Practice
from channels.practice.board import PracticeBoard
from composer import echo, screen, submitting
from composer.library import library
from composer.working import Photo, Working
from content import drafts, following, workflow
from content.freeze import digest
from content.models import FeedItem, Office, Person, Post, Role
from content.workflow import Step
from newsroom.board import NewsroomBoard
from scheduler import delivery, gate, plan, settle
from scheduler.message import outgoing
from scheduler.models import Mode, Policy
from scheduler.recurring import steer
from scheduler.recurring.shape import Every, Shape
from scheduler.recurring.steer import Wish
from scheduler.send import AttemptJournal
from scheduler.settle import Result
from scheduler.when import Wall
from web.demo import figures, picture
from web.demo.people import DemoPerson
from web.demo.stories import BY_HAND, BY_PLACE, NEWS, SITE, STORIES, End, InDays, Story

BOARDS: dict[str, Callable[[Now], Board]] = {
    Newsroom.kind: NewsroomBoard,
    Practice.kind: PracticeBoard,
}
SOON = timedelta(minutes=20)  # between one step and the next


def load_posts(at: datetime) -> None:
    """Some in each state; what is past has really been published inside the house."""
    for story in STORIES:
        _tell(story, at)
    _site_news(at)
    figures.load(at)


def _site_news(at: datetime) -> None:
    """What an office's own site has said. The site is not real, so it is not read again."""
    administrator = _person(BY_PLACE["Kalbar", Role.ADMINISTRATOR])
    office = Office.objects.get(code=SITE)
    feed = following.follow(office, f"{office.website}umpan.xml", by=administrator, at=at)
    following.pause(feed, by=administrator, at=at)
    for number, (title, text) in enumerate(NEWS, start=1):
        said = at - timedelta(hours=9 * number)
        FeedItem.objects.create(
            feed=feed,
            guid=f"{feed.url}#{number}",
            digest=digest(text),
            title=title,
            link=f"{office.website}berita/{number}",
            text=text,
            html=f"<p>{text}</p>",
            published_at=said,
            seen_at=said,
        )


def _tell(story: Story, at: datetime) -> None:
    written = at - story.ago
    post = _draft(story, at, written)
    if story.end is End.DRAFT:
        return
    post = submitting.submit(post, post.draft, by=_person(story.writer), at=written + SOON)
    if story.end is End.WAITING:
        return
    _decide(story, post, at, written + 2 * SOON)


def _draft(story: Story, at: datetime, written: datetime) -> Post:
    office = Office.objects.get(code=story.writer.office)
    writer = _person(story.writer)
    working = Working(
        slots=_slots(story, at.astimezone(office.zoneinfo).date()),
        channels=story.channels,
        card=story.card,
        media=_photos(story, office, writer, written),
    )
    post = drafts.create(office, story.template, by=writer, at=written)
    return _save(post, working, by=writer, at=written, wanted=_wanted(story, office, at))


def _photos(story: Story, office: Office, writer: Person, at: datetime) -> tuple[Photo, ...]:
    if not story.photo:
        return ()
    x, y = story.kept
    drawn = picture.hall(office, writer, at)
    return (Photo(drawn.pk, story.photo, credit="Humas (contoh)", focus_x=x, focus_y=y),)


def _save(
    post: Post, working: Working, *, by: Person, at: datetime, wanted: dict[str, str] | None = None
) -> Post:
    drafts.save(
        post,
        working.as_json(),
        by=by,
        at=at,
        seen=post.draft.version,
        title=screen.title_of(post, working),
        wanted=wanted,
    )
    return Post.objects.select_related("office", "draft").get(pk=post.pk)


def _slots(story: Story, today: date) -> dict[str, str]:
    told = {**library()[story.template].examples, **story.slots}
    return {name: _typed(value, today) for name, value in told.items()}


def _typed(value: str | InDays | None, today: date) -> str:
    if isinstance(value, InDays):
        return (today + timedelta(days=value.days)).isoformat()
    return value or ""


def _wanted(story: Story, office: Office, at: datetime) -> dict[str, str] | None:
    if story.out is None:
        return None
    days, clock = story.out
    day = at.astimezone(office.zoneinfo).date() + timedelta(days=days)
    return {"date": day.isoformat(), "time": clock, "mode": str(Mode.TOGETHER)}


def _decide(story: Story, post: Post, at: datetime, decided: datetime) -> None:
    if story.end is End.RETURNED:
        _rule(Step.RETURN, post, decided, note=story.note)
        return
    approved = _rule(Step.APPROVE, post, decided)
    if story.end is End.SCHEDULED and story.out is not None:
        day, clock = story.out
        zone = post.office.zoneinfo
        wall = Wall(
            at.astimezone(zone).date() + timedelta(days=day),
            time.fromisoformat(clock),
            post.office.zone,
        )
        _plan(approved, wall, decided + SOON)
    elif story.end is End.SENT:
        _plan(approved, None, decided + SOON)
        send_due(decided + SOON)
        if story.echo:
            _echo(post, decided + 2 * SOON)
        if story.weekly:
            _repeat(post, at)


def _repeat(post: Post, at: datetime) -> None:
    """The same words once more every Monday, at eight by the clock of the office."""
    live = Post.objects.select_related("office", "approval__revision").get(pk=post.pk)
    wish = Wish(
        shape=Shape(Every.WEEK, weekdays=(0,)),
        first=at.astimezone(live.office.zoneinfo).date(),
        clock=time(8, 0),
        mode=Mode.TOGETHER,
        policy=Policy.BEFORE,
    )
    accounts = list(Account.objects.filter(office=live.office, kind__in=BOARDS))
    steer.start(live, accounts, wish, by=_centre(Role.PUBLISHER), at=at)


def _echo(origin: Post, at: datetime) -> None:
    """The centre picks it up: one writes, another decides, a third sends."""
    writer, centre = _centre(Role.WRITER), Office.objects.get(code="PUSAT")
    origin = Post.objects.select_related("office", "head", "approval__revision").get(pk=origin.pk)
    post = echo.of_post(origin, centre, by=writer, at=at)
    working = Working.read(post.draft.content)
    slots = {**working.slots, "pengantar": "Kabar baik dari Kalimantan Barat"}
    filled = Working(
        slots=slots,
        channels=("newsroom", "x", "facebook", "practice"),
        card=False,
        credit=working.credit,
    )
    post = _save(post, filled, by=writer, at=at + SOON)
    post = submitting.submit(post, post.draft, by=writer, at=at + 2 * SOON)
    approved = _rule(Step.APPROVE, post, at + 3 * SOON)
    _plan(approved, None, at + 4 * SOON)
    send_due(at + 4 * SOON)


def _rule(step: Step, post: Post, at: datetime, note: str = "") -> Post:
    if post.head is None:
        raise ValueError("only what was submitted is decided on")
    moderator = _centre(Role.MODERATOR)
    return workflow.take(step, post, by=moderator, at=at, note=note, sha256=post.head.sha256)


def _plan(post: Post, wall: Wall | None, at: datetime) -> None:
    kinds = (*BOARDS, BY_HAND)
    accounts = list(Account.objects.filter(office=post.office, kind__in=kinds))
    plan.plan(post, accounts, wall, Mode.TOGETHER, by=_centre(Role.PUBLISHER), at=at)


def send_due(at: datetime) -> None:
    """What the pump does in a turn, at a time that is past: the calls are the adapters' own."""
    with gate.turn():
        # With a place to spare, or it would end before it comes to what is handed over.
        tasks = delivery.claim("demo", at, len(BOARDS) + 1)
    results = [_send(task, at) for task in tasks]
    with transaction.atomic():
        settle.settle(results, at)


def _send(task: delivery.Task, at: datetime) -> Result:
    account = task.delivery.account
    adapter = registry.load(account.kind)
    wire = Wire(
        now=lambda: at,
        timeout=timedelta(seconds=5),
        board=BOARDS[account.kind](lambda: at),
        account=str(account.pk),
    )
    channel = adapter(vault.unseal(account, adapter.needs), wire)
    journal = AttemptJournal(task)
    return Result(task, channel.publish(outgoing(task.delivery), journal), at)


def _centre(role: Role) -> Person:
    return _person(BY_PLACE["Pusat", role])


def _person(one: DemoPerson) -> Person:
    return Person.objects.get(email=one.email)
