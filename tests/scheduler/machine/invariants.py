"""What must be true at any moment, whatever people, processes and networks do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from channels.base import Verb
from channels.models import AccountState
from content.models import Event, Post
from scheduler import copies
from scheduler.models import ENDED, OPEN, READY, Delivery, Hold, NoticeLine, Reach, State, Stop
from tests.scheduler.machine.engine import Call
from tests.scheduler.machine.record import was_noted_as_begun

if TYPE_CHECKING:
    from tests.scheduler.machine.world import World

NOT_OUT = (*READY, State.HELD, State.MISSED, State.FAILED, State.CANCELLED)


def of_every_step(world: World) -> None:
    for holds in EVERY_STEP:
        holds(world)


def at_most_one_copy_unless_a_person_wants_another(world: World) -> None:
    """I1, and its stronger sister: of no revision, and of no post, is there a second copy."""
    published = Counter(
        (one.post, one.revision, one.account)
        for one in world.networks.accepted
        if one.verb is Verb.PUBLISH
    )
    for (post, _revision, account), number in published.items():
        assert number <= 1 + world.extra[post, account], f"post {post} is out {number} times"
    live = Counter((copy.post, copy.account) for copy in world.networks.live())
    for place, number in live.items():
        assert number <= 1 + world.extra[place], f"post {place[0]} shows {number} times"


def what_is_told_is_true(world: World) -> None:
    """I7 and more: what is called not sent, missed, failed or cancelled is not out."""
    for row in world.record.deliveries.values():
        if row.state not in NOT_OUT or copies.waits_unseen(row):
            continue
        if row.pk not in world.misled:
            assert not world.networks.of(row), f"delivery {row} is out"


def what_is_under_way_is_called_so(world: World) -> None:
    """Never two calls at once on an account, and nothing is called under way that nobody sends."""
    lanes = Counter(
        call.task.delivery.account_id
        for engine, call in world.calls()
        if engine.may_reach(call, world.networks.time)
    )
    assert all(number == 1 for number in lanes.values()), "two calls at once on an account"
    for row in world.record.deliveries.values():
        if row.state == State.SENDING:
            assert row.lease_until is not None, f"delivery {row} is sent by nobody"


def each_delivery_has_somebody_who_acts_next(world: World) -> None:
    """I4: it is over, or the engine has it, or a person is asked, or a stop tells why it waits."""
    for row in world.record.deliveries.values():
        if row.state in ENDED or row.pk in world.record.asking:
            continue
        if row.state == State.HELD:
            assert row.reason == Hold.STOPPED, f"nobody is told of {row}: {row.reason}"
            assert any(reaches(stop, row) for stop in world.record.stops), f"{row} waits for ever"
        else:
            assert row.wake_at is not None or row.lease_until is not None, f"{row} is forgotten"


def each_change_is_written_down(world: World) -> None:
    """I5"""
    events = world.record.events_since(world.before)
    told = {event.data.get("delivery") for event in events}
    planned = {event.post_id for event in events if event.kind.startswith("post.")}
    for row in world.record.deliveries.values():
        earlier = world.before.deliveries.get(row.pk)
        if earlier is None:
            assert row.pk in told or row.post_id in {event.post_id for event in events}, row
        elif earlier.state != row.state:
            begun = row.state == State.SENDING and was_noted_as_begun(row)
            assert begun or row.pk in told or row.post_id in planned, (
                f"{earlier} became {row}: {[event.kind for event in events]}"
            )
    _posts_moved_by_the_book(world, events)


def _posts_moved_by_the_book(world: World, events: Sequence[Event]) -> None:
    for post in world.record.posts.values():
        earlier = world.before.posts.get(post.pk)
        if earlier is not None and earlier.status != post.status:
            assert any(e.post_id == post.pk and e.kind.startswith("post.") for e in events), post


def what_is_out_is_public(world: World) -> None:
    for row in world.record.deliveries.values():
        if row.state == State.SENT and row.verb != Verb.DELETE:
            assert row.post.published_at is not None, f"{row} is out under a {row.post.status}"


EVERY_STEP: Sequence[Callable[[World], None]] = (
    at_most_one_copy_unless_a_person_wants_another,
    what_is_told_is_true,
    what_is_under_way_is_called_so,
    each_delivery_has_somebody_who_acts_next,
    each_change_is_written_down,
    what_is_out_is_public,
)


def of_a_turn(world: World, begun: Sequence[Call], handed: Iterable[Delivery]) -> None:
    """Asked at once after it: nothing else acts while the engine turns."""
    leases = Delivery.objects.filter(lease_until__lt=world.now)
    assert not leases.exists(), "a call is under way beyond its lease"  # I6
    for call in begun:
        assert call.task.delivery.account.state == AccountState.CONNECTED
        if not call.task.look:
            may_go_out(world, call.task.delivery)
            says_what_was_approved(call)
    for row in handed:
        may_go_out(world, row)


def may_go_out(world: World, row: Delivery) -> None:
    """By a machine or by hand, now."""
    # I3. A clock that went back may call it early: its time had come all the same.
    assert row.due_at <= world.networks.time, f"{row} starts before it is due"
    assert row.deadline_at >= world.now, f"{row} starts after its grace"
    ahead = Delivery.objects.filter(lane=row.account_id, due_at__lt=row.due_at).exclude(pk=row.pk)
    assert not ahead.exists(), f"{row} overtakes {list(ahead)}"
    is_wanted(world, row)


def is_wanted(world: World, row: Delivery) -> None:
    if row.verb == Verb.DELETE:
        assert row.post.status == "withdrawn", f"{row} takes down what nobody has withdrawn"
        return
    stops = [stop for stop in world.stops if reaches(stop, row)]
    assert not stops, f"{row} starts under {stops}"
    assert world.approved.get(row.post_id) == row.revision.sha256, f"{row} is not approved"  # I2
    assert row.revision.is_intact()


def says_what_was_approved(call: Call) -> None:
    row, content = call.task.delivery, call.task.delivery.revision.content
    if row.verb == Verb.REPLY:
        assert all(content["correction"][half] in call.text for half in ("wrong", "right"))
    elif row.verb not in (Verb.DELETE, Verb.REPOST):
        assert call.text == content["texts"][row.account.kind]


def of_an_acceptance(world: World, call: Call) -> None:
    """The network has just acted: the record says that it is under way, or that it may be."""
    state = Delivery.objects.get(pk=call.task.delivery.pk).state
    assert state in (State.SENDING, State.UNCONFIRMED), f"sent while it is called {state}"  # I7


def of_a_plan(post: Post) -> None:
    """Just made: what was planned of earlier words, and has not begun, is off the calendar."""
    wanted = Post.objects.values("approval__revision").filter(pk=post.pk)
    earlier = Delivery.objects.filter(post=post, state__in=OPEN).exclude(revision__in=wanted)
    earlier = earlier.exclude(copies.UNSEEN)
    assert not earlier.exists(), f"still planned: {list(earlier)}"


def of_a_telling(world: World) -> None:
    """I4, its other half: whatever is in the list stands in a notice, too."""
    told = NoticeLine.objects.filter(notice__closed_at=None).values_list("delivery", flat=True)
    untold = world.record.asking.difference(told)
    assert not untold, f"nobody is told of {[world.record.deliveries[pk] for pk in untold]}"


def at_rest(world: World) -> None:
    """Nothing is left to the engine, nothing is lost, and what was withdrawn is away."""
    for row in world.record.deliveries.values():
        assert row.state in ENDED or row.pk in world.record.asking, f"{row} never ended"
    for copy in world.networks.live():
        if world.record.posts[copy.post].status == "withdrawn":
            place = (copy.post, copy.account)
            known = _known_at(world, *place)
            assert known or world.extra[place], f"post {copy.post} was withdrawn and is still out"


def _known_at(world: World, post: int, account: int) -> bool:
    """Whether a person is asked about this post there, or has decided to leave it."""
    return any(
        row.pk in world.record.asking
        or (row.verb == Verb.DELETE and row.state in (State.CANCELLED, State.FAILED))
        for row in world.record.deliveries.values()
        if (row.post_id, row.account_id) == (post, account)
    )


def reaches(stop: Stop, row: Delivery) -> bool:
    """Said once more in other words than the engine's, so that the two can disagree."""
    match stop.reach:
        case Reach.ALL:
            return True
        case Reach.CHANNEL:
            return stop.kind == row.account.kind
        case Reach.ACCOUNT:
            return stop.account_id == row.account_id
        case Reach.TOPIC if stop.topic != row.post.topic:
            return False
    if stop.office is None:
        return True
    paths = (row.post.office.path, row.account.office.path)
    return any(path.startswith(stop.office.path) for path in paths)
