"""Networks that tell are asked now and then how much of a quota is used; the others are counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import msgspec
import pytest
from pytest_django.fixtures import Settings

from channels.models import Account, AccountState, QuotaReading, SharedRest
from scheduler import notices, quotas
from scheduler.models import Cause, Notice
from tests.people import MORNING, Network
from tests.scheduler.outlooks import on
from tests.stubs.faults import graph
from tests.stubs.running import Network as Stub
from tests.stubs.running import running

MINUTE = timedelta(minutes=1)
ORIGINS = {"meta": "https://graph.facebook.com", "threads": "https://graph.threads.net"}


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Stub]]:
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(running(name, tmp_path_factory.mktemp(name)))
            for name in ORIGINS
        }


@pytest.fixture
def stubs(processes: dict[str, Stub], settings: Settings) -> dict[str, Stub]:
    bases = {ORIGINS[name]: stub.url for name, stub in processes.items()}
    outbound = msgspec.structs.replace(settings.GEMA.outbound, bases=bases)
    settings.GEMA = msgspec.structs.replace(settings.GEMA, outbound=outbound)
    for stub in processes.values():
        stub.reset()
    return processes


@pytest.mark.parametrize(("kind", "most"), [("instagram", 50), ("threads", 250)])
def test_a_network_that_tells_is_read(
    network: Network, stubs: dict[str, Stub], kind: str, most: int
) -> None:
    on(network, kind)
    quotas.read_due(MORNING)
    read = QuotaReading.objects.get()
    assert (read.used, read.most, read.seconds) == (0, most, 86_400)
    assert read.read_at == MORNING


def test_it_is_asked_seldom(network: Network, stubs: dict[str, Stub]) -> None:
    on(network, "instagram")
    quotas.read_due(MORNING)
    stubs["meta"].set(quota_total=100)
    quotas.read_due(MORNING + quotas.EVERY - MINUTE)
    assert QuotaReading.objects.get().most == 50
    quotas.read_due(MORNING + quotas.EVERY)
    assert QuotaReading.objects.get().most == 100


def test_a_network_in_trouble_leaves_the_last_word_standing(
    network: Network, stubs: dict[str, Stub]
) -> None:
    account = on(network, "instagram")
    quotas.read_due(MORNING)
    stubs["meta"].fail("answer", "content_publishing_limit", status=503, body={})
    quotas.read_due(MORNING + quotas.EVERY)
    read = QuotaReading.objects.get()
    assert (read.read_at, read.ask_at) == (MORNING, MORNING + 2 * quotas.EVERY)
    account.refresh_from_db()
    assert account.state == AccountState.CONNECTED


def test_a_login_that_is_gone_is_told_before_a_post_finds_out(
    network: Network, stubs: dict[str, Stub]
) -> None:
    account = on(network, "instagram")
    stubs["meta"].fail("answer", "content_publishing_limit", **graph(190))
    quotas.read_due(MORNING)
    notices.tell(MORNING)
    account.refresh_from_db()
    assert (account.state, account.state_reason) == (AccountState.DISCONNECTED, "login-ended")
    assert list(Notice.objects.values_list("cause", flat=True)) == [Cause.DISCONNECTED]
    quotas.read_due(MORNING + quotas.EVERY)
    assert Notice.objects.count() == 1


def asked() -> list[str]:
    return [account.handle for account in quotas.due(MORNING)]


def test_who_rests_is_left_alone(network: Network) -> None:
    on(network, "instagram", handle="segar")
    on(network, "threads", handle="istirahat", rest_until=MORNING + MINUTE)
    on(network, "x", handle="tidak memberi tahu")
    on(network, "instagram", network.jayapura, state=AccountState.DISCONNECTED)
    assert asked() == ["segar"]
    SharedRest.objects.create(shares="instagram", rest_until=MORNING + MINUTE)
    assert asked() == []


def test_many_accounts_take_turns(network: Network) -> None:
    for number in range(quotas.AT_ONCE + 5):
        on(network, "instagram", handle=f"akun{number}")
    first = {account.pk for account in quotas.due(MORNING)}
    for pk in first:
        QuotaReading.objects.create(account_id=pk, ask_at=MORNING + quotas.EVERY)
    rest = {account.pk for account in quotas.due(MORNING)}
    assert len(first) == quotas.AT_ONCE
    assert first | rest == set(Account.objects.values_list("pk", flat=True))
