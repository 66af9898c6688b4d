"""Every registered channel keeps the same promises. A new one joins by being registered."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings

from channels import registry
from channels.base import (
    Capabilities,
    Channel,
    Counting,
    DeliveryError,
    Disconnected,
    Limits,
    NotFound,
    NotSent,
    Outgoing,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
)
from channels.corrections import Way
from tests.channels.places import PLACES
from tests.channels.sending import (
    Notebook,
    channel,
    credentials,
    message,
    now,
    outcome,
    photo,
    token_only,
    wire_to,
    wire_to_nowhere,
)
from tests.stubs.faults import QUICK_LOSS
from tests.stubs.pictures import Pictures
from tests.stubs.running import Network
from web.icons import shapes

FOLDER = Path(registry.__file__).parent
INSIDE = {"newsroom", "practice"}  # networks inside the house: no wire, no login
BY_MAIL = {"press"}  # spoken to in SMTP: tests/press
# Networks to which a person posts: no wire, no login.
BY_HAND = {kind for kind in registry.CHANNELS if registry.load(kind).capabilities.by_hand}
MARKER = "jangan-pernah-terlihat"


each_kind = pytest.mark.parametrize("kind", sorted(registry.CHANNELS))
each_network = pytest.mark.parametrize("kind", sorted(PLACES))


@pytest.fixture
def networks(stub: Callable[[str], Network]) -> dict[str, Network]:
    """The stub of each network, as on its first day."""
    return {name: stub(name) for name in {place.stub for place in PLACES.values()}}


@pytest.fixture
def sent(gallery: Pictures) -> Outgoing:
    """A message that every network takes: short, with one picture at a public address."""
    return message("Layanan paspor buka.", photo(gallery.show("loket.jpg", photo().data)))


def test_every_folder_is_registered() -> None:
    assert {path.parent.name for path in FOLDER.glob("*/adapter.py")} == set(registry.CHANNELS)


def test_every_network_outside_has_a_place_to_practise() -> None:
    assert set(PLACES) | INSIDE | BY_MAIL | BY_HAND == set(registry.CHANNELS)


@each_kind
def test_it_says_who_it_is(kind: str) -> None:
    loaded = registry.load(kind)
    assert loaded.kind == kind
    assert loaded.label
    assert "<path" in shapes(Path(settings.GEMA_ICONS), loaded.icon)


@each_kind
def test_its_limits_can_be_met(kind: str) -> None:
    limits = registry.load(kind).limits
    assert isinstance(limits, Limits)
    assert limits.text >= 140
    assert limits.counting in Counting
    assert 0 <= limits.images[0] <= limits.images[1]
    assert limits.image_bytes >= 500_000
    assert set(limits.mime_types) <= {"image/jpeg", "image/png"}
    assert limits.card in {"feed", "story", "wide"}


@each_kind
def test_its_capabilities_make_sense(kind: str) -> None:
    can = registry.load(kind).capabilities
    assert isinstance(can, Capabilities)
    assert Verb.PUBLISH in can.verbs
    assert can.call_timeout.total_seconds() >= 30


@each_kind
def test_it_can_put_right_what_is_out_as_it_says(kind: str) -> None:
    can = registry.load(kind).capabilities
    assert (can.correction is Way.BY_HAND) == (can.by_hand is not None)
    if can.correction in (Way.REPLY, Way.NEW_POST):
        assert Verb.REPLY in can.verbs
        assert Verb.EDIT not in can.verbs
    else:
        assert Verb.EDIT in can.verbs


@each_kind
def test_a_connect_form_can_be_drawn_from_what_it_needs(kind: str) -> None:
    needs = registry.load(kind).needs
    assert dataclasses.is_dataclass(needs)
    for one in dataclasses.fields(needs):
        if "label" not in one.metadata:
            assert one.default == "", f"{one.name}: nobody is asked for it"
            continue
        assert one.metadata["label"], one.name
        assert isinstance(one.metadata["help"], str)
        assert isinstance(one.metadata["secret"], bool)


VERBS: dict[Verb, Callable[[Channel], object]] = {
    Verb.PUBLISH: lambda channel: channel.publish(message(), Notebook()),
    Verb.REPLY: lambda channel: channel.reply(Remote("1"), message(), Notebook()),
    Verb.REPOST: lambda channel: channel.repost(Remote("1"), "k", Notebook()),
    Verb.EDIT: lambda channel: channel.edit(Remote("1"), message(), Notebook()),
    Verb.DELETE: lambda channel: channel.delete(Remote("1"), "k", Notebook()),
}


@each_kind
@pytest.mark.parametrize("verb", Verb)
def test_a_verb_it_does_not_offer_is_refused_and_the_others_are_tried(
    kind: str, verb: Verb
) -> None:
    loaded = registry.load(kind)
    with pytest.raises(DeliveryError) as caught:
        VERBS[verb](loaded(credentials(kind), wire_to_nowhere()))
    refused = isinstance(caught.value, Refused) and caught.value.reason is Reason.NOT_ALLOWED
    assert refused == (verb not in loaded.capabilities.verbs)


@each_kind
def test_an_unreachable_network_is_safe_to_retry(kind: str, sent: Outgoing) -> None:
    error = outcome(registry.load(kind)(credentials(kind), wire_to_nowhere()), sent, Notebook())
    assert isinstance(error, NotSent)
    assert error.reason is Reason.UNREACHABLE


@each_kind
def test_looking_never_says_not_sent(kind: str, sent: Outgoing) -> None:
    """The word would be about the reading, and would be taken for the post."""
    away = registry.load(kind)(credentials(kind), wire_to_nowhere())
    noted = {"container": "179000000000001"}
    for verb in (Verb.PUBLISH, Verb.DELETE):
        trace = Trace("k", verb, now(), sent, Remote("1"), noted)
        with pytest.raises(DeliveryError) as caught:
            away.look(trace)
        assert not isinstance(caught.value, NotSent | Refused)


@each_network
@pytest.mark.parametrize("accept", [True, False])
def test_a_lost_answer_is_unconfirmed_and_looking_tells_the_truth(
    kind: str, accept: bool, sent: Outgoing, networks: dict[str, Network]
) -> None:
    place = PLACES[kind]
    network, notebook, sent_at = networks[place.stub], Notebook(), now()
    network.fail("drop", place.public, accept=accept)
    posting = channel(kind, network, place.stub)
    assert isinstance(outcome(posting, sent, notebook), Unconfirmed)
    trace = Trace(sent.key, Verb.PUBLISH, sent_at, sent, None, notebook.noted)
    found = network.accepted("post")
    try:
        assert posting.look(trace).remote_id == found[0]["id"]
    except Unconfirmed:
        assert not posting.capabilities.can_look
    except DeliveryError:
        assert not found
    assert len(found) == accept


@each_network
def test_too_many_requests_is_never_a_refusal(
    kind: str, sent: Outgoing, networks: dict[str, Network]
) -> None:
    place = PLACES[kind]
    networks[place.stub].fail("answer", place.public, status=429)
    error = outcome(channel(kind, networks[place.stub], place.stub), sent, Notebook())
    assert isinstance(error, NotSent)
    assert error.whole_account
    assert error.again_at
    assert error.again_at > now()
    assert networks[place.stub].accepted("post") == []


@each_network
def test_a_revoked_login_disconnects(
    kind: str, sent: Outgoing, networks: dict[str, Network]
) -> None:
    place = PLACES[kind]
    networks[place.stub].set(revoked=True)
    revoked = channel(kind, networks[place.stub], place.stub)
    error = outcome(revoked, sent, Notebook())
    assert isinstance(error, Disconnected)
    assert error.reason is Reason.LOGIN_ENDED
    with pytest.raises(Disconnected):
        revoked.check()


@each_network
def test_a_process_that_slept_begins_nothing_that_changes_something(
    kind: str, sent: Outgoing, networks: dict[str, Network]
) -> None:
    network = networks[PLACES[kind].stub]
    wire = replace(wire_to((PLACES[kind].stub, network.url)), may_send=lambda: False)
    asleep = registry.load(kind)(token_only(kind), wire)
    assert isinstance(outcome(asleep, sent, Notebook()), NotSent)
    assert network.accepted() == []


@each_network
@pytest.mark.parametrize(
    "fault",
    [
        {"do": "drop"},
        {"do": "answer", "status": 500, "body": f"boom {MARKER}"},
        {"do": "answer", "status": 400, "body": {"error": {"code": 1, "message": MARKER}}},
        {"do": "answer", "status": 400, "body": {"title": MARKER, "detail": MARKER}},
    ],
    ids=["drop", "500", "graph error", "problem"],
)
def test_no_secret_is_ever_in_an_error(
    kind: str,
    fault: dict[str, Any],
    sent: Outgoing,
    networks: dict[str, Network],
    caplog: pytest.LogCaptureFixture,
) -> None:
    place = PLACES[kind]
    given = credentials(kind, MARKER)
    assert MARKER not in repr(given)
    network = networks[place.stub]
    network.fail(**fault, times=20)
    posting = registry.load(kind)(given, wire_to((place.stub, network.url)))
    with caplog.at_level(0):
        for call in (posting.check, lambda: posting.publish(sent, Notebook())):
            with pytest.raises(DeliveryError) as caught:
                call()
            assert not any(MARKER in said for said in everything_said(caught.value))
    assert MARKER not in caplog.text


def everything_said(error: BaseException | None) -> list[str]:
    """What a log would write of an error and of all errors behind it."""
    said: list[str] = []
    while error is not None:
        said += [str(error), repr(error), repr(vars(error))]
        error = error.__cause__ or error.__context__
    return said


@each_network
@pytest.mark.parametrize("seed", range(8))
def test_a_run_of_bad_luck_still_ends_with_one_post(
    kind: str, seed: int, sent: Outgoing, networks: dict[str, Network]
) -> None:
    """What the engine does: send; when unsure look; send again only what is not there.

    Where nothing can be looked for, the same key goes out again, or a person looks.
    """
    place, luck = PLACES[kind], Random(seed)
    network, notebook, sent_at = networks[place.stub], Notebook(), now()
    for fault in luck.choices(list(QUICK_LOSS.values()), k=7):
        network.fail(match=luck.choice(["", "GET", "POST", place.public]), **fault)
    posting = channel(kind, network, place.stub)
    receipt, looking = None, False
    while receipt is None:
        trace = Trace(sent.key, Verb.PUBLISH, sent_at, sent, None, notebook.noted)
        try:
            receipt = posting.look(trace) if looking else posting.publish(sent, notebook)
        except Unconfirmed:
            looking = posting.capabilities.can_look
            if not posting.capabilities.can_settle:
                receipt = seen_by_a_person(network)
        except (NotSent, NotFound):
            looking = False
    [post] = network.accepted("post")
    assert receipt.remote_id.startswith(post["id"])


def seen_by_a_person(network: Network) -> Receipt | None:
    return next((Receipt(post["id"]) for post in network.accepted("post")), None)


STRANGE: list[Any] = [
    {"data": "word"},
    {"data": [1, None, "a", {}]},
    {"data": {"id": {"a": 1}, "username": [], "name": None}},
    {"id": ["a"], "data": [{"id": 5, "message": 7, "caption": {}, "text": None}]},
    {"id": "1", "status_code": {"a": 1}, "data": [{"id": "1", "attachments": 5, "entities": 5}]},
    {"id": "1", "paging": 5, "meta": 5, "data": []},
    {"id": "1", "data": [{"id": "1", "attachments": {"data": [5], "media_keys": 5}}]},
    {"id": "1", "data": [{"id": "1", "entities": {"urls": [5]}, "referenced_tweets": [5]}]},
    {"data": [{"id": "1", "quota_usage": "many", "config": 5}]},
    {"id": "1", "paging": {"next": 1, "cursors": 5}, "meta": {"next_token": [1]}, "data": []},
    [5, None, {"id": 5}, {"id": "1", "content": {}, "media_attachments": 5, "created_at": []}],
    [{"id": "1", "account": 5, "media_attachments": [5], "created_at": "9999", "content": None}],
    {"id": "1", "account": [], "reblogged": "x", "edited_at": 5, "text": 5, "scopes": [5, {}]},
    {"id": "1", "statuses": [{"id": [5]}], "scopes": "read", "url": [], "username": {}},
    {"errors": [5], "error": 5},
    {"error": {"code": [], "error_subcode": "x", "message": {}}},
]


@each_network
@pytest.mark.parametrize("body", STRANGE, ids=range(len(STRANGE)))
@pytest.mark.parametrize("status", [200, 400])
def test_no_answer_is_so_strange_that_anything_but_a_delivery_error_comes_out(
    kind: str, body: Any, status: int, sent: Outgoing, networks: dict[str, Network]
) -> None:
    place = PLACES[kind]
    networks[place.stub].fail("answer", body=body, status=status, times=200)
    posting = channel(kind, networks[place.stub], place.stub)
    noted = {"container": "179000000000001"}
    looks = [Trace("k", verb, now(), sent, Remote("1"), noted) for verb in Verb]
    calls: list[Callable[[], object]] = [
        posting.check,
        lambda: posting.publish(sent, Notebook()),
        lambda: posting.publish(sent, Notebook(noted)),
        lambda: posting.look(replace(looks[0], message=message())),
        *(lambda verb=verb: VERBS[verb](posting) for verb in Verb),
        *(lambda trace=trace: posting.look(trace) for trace in looks),
    ]
    for call in calls:
        with suppress(DeliveryError):
            call()


def test_no_sdk_is_loaded_before_it_is_needed_and_no_adapter_needs_django() -> None:
    """A broken SDK must not stop the site, and another project may take an adapter as it is."""
    script = (
        "import sys\n"
        "from channels import registry\n"
        "assert not {'tweepy', 'facebook', 'requests'} & set(sys.modules)\n"
        "for kind in registry.CHANNELS: registry.load(kind)\n"
        "assert {'tweepy', 'facebook'} <= set(sys.modules)\n"
        "assert 'django' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=FOLDER.parent)
