"""How accounts are doing and what is coming to them, read from the record."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from channels.base import Verb
from channels.models import Account, AccountState, QuotaReading
from scheduler import costs, outlook
from scheduler.models import Delivery, State
from scheduler.outlook import Line, Rank
from tests.people import MORNING, Network
from tests.scheduler.outlooks import DAY, lasting, on, plan, sent
from tests.scheduler.trouble import disconnect

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def only_line() -> Line:
    [line] = outlook.lines(Account.objects.all(), MORNING)
    return line


def told(account: Account, used: int, most: int, ago: timedelta = HOUR) -> None:
    QuotaReading.objects.create(
        account=account, used=used, most=most, seconds=86_400,
        read_at=MORNING - ago, ask_at=MORNING,
    )  # fmt: skip


def test_this_login_ends_before_fourteen_planned_deliveries(network: Network) -> None:
    account = lasting(on(network, "linkedin"), MORNING + 20 * DAY)
    plan(network, account, [MORNING + n * DAY for n in range(1, 35)])
    line = only_line()
    assert (line.rank, line.planned, line.after) == (Rank.ENDING, 34, 14)


def test_what_renews_itself_ends_before_nothing(network: Network) -> None:
    account = lasting(on(network, "threads"), MORNING + 20 * DAY, MORNING + 3 * DAY)
    plan(network, account, [MORNING + 30 * DAY])
    line = only_line()
    assert (line.rank, line.after) == (Rank.WELL, 0)


def test_a_renewal_that_keeps_the_last_day_does_not_put_it_off(network: Network) -> None:
    """LinkedIn's refresh token ends a year after the sign-in, however often it is used."""
    account = lasting(on(network, "linkedin"), MORNING + 20 * DAY, MORNING + 3 * DAY)
    plan(network, account, [MORNING + 30 * DAY])
    assert only_line().after == 1


def test_a_login_without_an_end_ends_before_nothing(network: Network) -> None:
    plan(network, on(network, "facebook"), [MORNING + 400 * DAY])
    assert only_line().rank is Rank.WELL


@pytest.mark.parametrize("state", [State.SENT, State.CANCELLED, State.HELD, State.FAILED])
def test_only_what_goes_out_by_itself_is_to_come(network: Network, state: State) -> None:
    account = lasting(on(network, "linkedin"), MORNING + 20 * DAY)
    plan(network, account, [MORNING + 30 * DAY], state=state)
    line = only_line()
    assert (line.planned, line.after) == (0, 0)


def test_this_plan_needs_sixty_two_posts_on_a_day_that_allows_fifty(network: Network) -> None:
    account = on(network, "instagram")
    sent(network, account, [MORNING - n * MINUTE for n in range(1, 11)])
    plan(network, account, [MORNING + n * MINUTE for n in range(1, 53)])
    line = only_line()
    assert line.rank is Rank.FULL
    assert line.over is not None
    assert (line.over.needs, line.over.quota.most, line.over.left_out) == (62, 50, 12)


def test_an_account_that_says_a_hundred_is_believed(network: Network) -> None:
    account = on(network, "instagram")
    told(account, 0, 100)
    plan(network, account, [MORNING + n * MINUTE for n in range(1, 63)])
    assert only_line().rank is Rank.WELL


def test_what_others_posted_there_leaves_less_room(network: Network) -> None:
    account = on(network, "instagram")
    told(account, 45, 50)
    plan(network, account, [MORNING + n * MINUTE for n in range(1, 9)])
    over = only_line().over
    assert over is not None
    assert (over.needs, over.left_out) == (53, 3)


@pytest.mark.parametrize("state", [State.SENDING, State.UNCONFIRMED])
def test_what_may_be_out_counts_as_out(network: Network, state: State) -> None:
    account = on(network, "instagram")
    plan(network, account, [MORNING - MINUTE], state=state, started_at=MORNING - MINUTE)
    share = only_line().share
    assert share is not None
    assert share.left(MORNING).number == 49


def test_removals_have_a_quota_of_their_own(network: Network) -> None:
    account = on(network, "threads")
    due = [MORNING + n * MINUTE for n in range(1, 102)]
    plan(network, account, due, verb=Verb.DELETE)
    over = only_line().over
    assert over is not None
    assert (over.needs, over.quota.most) == (101, 100)
    Delivery.objects.update(verb=Verb.PUBLISH)
    assert only_line().over is None


def test_what_needs_a_person_comes_first_and_what_is_soonest_first_of_it(network: Network) -> None:
    handles = ["aman", "penuh", "nanti", "segera", "putus", "pensiun", "istirahat"]
    by = {name: on(network, "linkedin", handle=name) for name in handles if name != "penuh"}
    by["penuh"] = on(network, "instagram", handle="penuh")
    told(by["penuh"], 50, 50)
    plan(network, by["penuh"], [MORNING + HOUR])
    lasting(by["nanti"], MORNING + 9 * DAY)
    lasting(by["segera"], MORNING + DAY)
    disconnect(by["putus"])
    Account.objects.filter(handle="pensiun").update(state=AccountState.RETIRED)
    Account.objects.filter(handle="istirahat").update(rest_until=MORNING + HOUR)
    order = [line.pk for line in outlook.lines(Account.objects.all(), MORNING)]
    wanted = ["putus", "segera", "nanti", "penuh", "istirahat", "aman", "pensiun"]
    assert order == [by[name].pk for name in wanted]


def test_a_link_is_what_the_plan_on_x_is_paid_for(network: Network) -> None:
    account = on(network, "x")
    plain = network.approved(texts={"x": "Buka sampai sore."})
    linked = network.approved(title="Lain", texts={"x": "Baca di imigrasi.example.go.id/jam"})
    plan(network, account, [MORNING + n * HOUR for n in range(1, 4)], post=plain)
    plan(network, account, [MORNING + n * HOUR for n in range(1, 3)], post=linked)
    plan(network, on(network, "facebook"), [MORNING + HOUR])
    [bill] = costs.bills(Account.objects.all(), MORNING)
    assert (bill.kind, bill.cost.calls, bill.cost.linked) == ("x", 5, 2)
    assert bill.cost.total == Decimal("0.445")


def test_pictures_that_are_described_cost_a_little_more(network: Network) -> None:
    media = [
        {
            "sha256": letter * 64, "mime": "image/jpeg", "width": 800, "height": 600, "alt": alt,
            "caption": "", "credit": "", "role": "photo", "format": "",
        }
        for letter, alt in (("a", "Loket"), ("b", "Antrean"), ("c", "Tidak dipakai di X"))
    ]  # fmt: skip
    post = network.approved(texts={"x": "Foto."}, media=media, images={"x": ["a" * 64, "b" * 64]})
    plan(network, on(network, "x"), [MORNING + HOUR], post=post)
    [bill] = costs.bills(Account.objects.all(), MORNING)
    assert bill.cost.total == Decimal("0.025")


def test_a_bill_looks_a_month_ahead(network: Network) -> None:
    plan(network, on(network, "x"), [MORNING + 29 * DAY, MORNING + 31 * DAY])
    [bill] = costs.bills(Account.objects.all(), MORNING)
    assert bill.cost.calls == 1


def test_a_bill_that_is_too_long_to_read_says_so(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(costs, "MOST", 2)
    plan(network, on(network, "x"), [MORNING + n * HOUR for n in range(1, 4)])
    [bill] = costs.bills(Account.objects.all(), MORNING)
    assert (bill.cost.calls, bill.is_part) == (2, True)


def test_where_nothing_is_charged_there_is_no_bill(network: Network) -> None:
    plan(network, on(network, "facebook"), [MORNING + HOUR])
    assert costs.bills(Account.objects.all(), MORNING) == []
