"""One choice for many: paced, idempotent, and told as it is."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from content.models import Event
from scheduler import acts, triage
from scheduler.acts import Act
from scheduler.models import Delivery, Hold, State
from scheduler.refusals import InThePast
from scheduler.reports import sentences
from scheduler.triage import Ending, NotForMany, NothingChosen, Pick, Report
from scheduler.when import Wall
from tests.people import Network
from tests.scheduler.office_day import now
from tests.scheduler.stage import Stage
from tests.scheduler.trouble import disconnect, in_trouble, on_x

MINUTE = timedelta(minutes=1)


def chosen(rows: list[Delivery]) -> list[Pick]:
    return triage.picks(f"{row.pk}.{row.version}" for row in rows)


def wall(network: Network, at: datetime) -> Wall:
    local = at.astimezone(network.pontianak.zoneinfo)
    return Wall(local.date(), local.time().replace(second=0), network.pontianak.zone)


def test_what_is_sent_now_leaves_one_a_minute_on_each_account_the_oldest_first(
    network: Network,
) -> None:
    one, other = network.account(), on_x(network)
    at = now()
    three, two = in_trouble(network, one, number=3), in_trouble(network, other, number=2)
    report = triage.take(Act.SEND_NOW, chosen([*three, *two]), by=network.tono, at=at)
    assert report.done == 5
    assert report.last == at + 2 * MINUTE
    for rows in (three, two):
        due = [Delivery.objects.get(pk=row.pk).due_at for row in reversed(rows)]
        assert due == [at + n * MINUTE for n in range(len(rows))]


def test_five_hundred_do_not_leave_at_once(network: Network) -> None:
    at = now()
    rows = in_trouble(network, network.account(), number=500)
    triage.take(Act.SEND_NOW, chosen(rows), by=network.tono, at=at)
    stage = Stage()
    for _turn in range(3):
        stage.turn(at + timedelta(seconds=30), free=1000)
    assert stage.sent == [rows[-1].pk]


def test_the_same_form_sent_twice_does_nothing_more(network: Network) -> None:
    rows = in_trouble(network, network.account(), number=3)
    picks = chosen(rows)
    triage.take(Act.SEND_NOW, picks, by=network.tono, at=now())
    before = list(Delivery.objects.order_by("pk").values()), Event.objects.count()
    again = triage.take(Act.SEND_NOW, picks, by=network.tono, at=now() + MINUTE)
    assert again.endings == Counter({Ending.HANDLED: 3})
    assert (list(Delivery.objects.order_by("pk").values()), Event.objects.count()) == before


@pytest.mark.parametrize("act", [Act.CANCEL, Act.SEEN])
def test_taking_note_and_cancelling_twice_do_nothing_more(network: Network, act: Act) -> None:
    what = "failed" if act is Act.SEEN else "missed"
    picks = chosen(in_trouble(network, network.account(), what, 2))
    assert triage.take(act, picks, by=network.tono, at=now()).done == 2
    events = Event.objects.count()
    again = triage.take(act, picks, by=network.tono, at=now())
    assert again.endings == Counter({Ending.HANDLED: 2})
    assert Event.objects.count() == events


def test_moved_together_they_keep_their_distances(network: Network) -> None:
    rows = in_trouble(network, network.account(), number=3)
    start = (now() + timedelta(days=1)).replace(second=0)
    report = triage.take(
        Act.MOVE, chosen(rows), by=network.tono, at=now(), first=wall(network, start)
    )
    due = [Delivery.objects.get(pk=row.pk).due_at for row in reversed(rows)]
    assert report.done == 3
    assert due == [start, start + timedelta(hours=1), start + timedelta(hours=2)]


def test_what_others_have_dealt_with_counts_neither_in_the_distances_nor_as_done(
    network: Network,
) -> None:
    rows = in_trouble(network, network.account(), number=3)
    picks = chosen(rows)
    acts.cancel(rows[-1], by=network.rina, at=now())
    start = (now() + timedelta(days=1)).replace(second=0)
    report = triage.take(Act.MOVE, picks, by=network.tono, at=now(), first=wall(network, start))
    assert report.endings == Counter({Ending.DONE: 2, Ending.HANDLED: 1})
    assert Delivery.objects.get(pk=rows[1].pk).due_at == start


def test_the_report_says_what_became_of_every_one(network: Network) -> None:
    rows = in_trouble(network, network.account(), number=6)
    picks = chosen(rows)
    for row, state in zip(rows, (State.SENDING, State.SENT), strict=False):
        Delivery.objects.filter(pk=row.pk).update(state=state, version=9)
    acts.cancel(rows[2], by=network.rina, at=now())
    Delivery.objects.filter(pk=rows[3].pk).update(state=State.HELD, reason=Hold.APPROVAL_VOID)
    report = triage.take(Act.SEND_NOW, picks, by=network.tono, at=now())
    assert report.endings == Counter(
        {
            Ending.DONE: 2,
            Ending.SENDING: 1,
            Ending.SENT: 1,
            Ending.HANDLED: 1,
            Ending.NOT_OPEN: 1,
        }
    )
    said = " ".join(sentences(report, "Asia/Pontianak"))
    for words in ("2 kiriman dikirim", "1 sedang dikirim", "1 sudah terkirim", "1 sudah ditangani"):
        assert words in said
    assert "1 tetap di daftar" in said


def test_nothing_goes_round_what_is_open_for_one(network: Network) -> None:
    broken = on_x(network)
    lost = in_trouble(network, broken, "lost", 2)
    disconnect(broken)
    unsure = in_trouble(network, network.account(), "unsure")
    for act in (Act.SEND_NOW, Act.SEEN):
        report = triage.take(act, chosen([*lost, *unsure]), by=network.tono, at=now())
        assert report.endings == Counter({Ending.NOT_OPEN: 3})
    assert sentences(report, "Asia/Jakarta")[0] == "Tidak ada yang diubah."


@pytest.mark.parametrize("who", ["sari", "edi", "wati", "ada"])
def test_who_may_not_act_on_one_may_not_act_on_many(network: Network, who: str) -> None:
    picks = chosen(in_trouble(network, network.account(), number=2))
    report = triage.take(Act.CANCEL, picks, by=getattr(network, who), at=now())
    assert report.done == 0
    assert not Delivery.objects.filter(state=State.CANCELLED).exists()


def test_strangers_reach_nothing_however_they_ask(network: Network) -> None:
    picks = chosen(in_trouble(network, network.account(), number=2))
    assert triage.take(Act.CANCEL, picks, by=network.yosua, at=now()).endings == Counter()


@pytest.mark.parametrize("act", set(Act) - set(triage.BULK))
def test_what_needs_a_look_at_each_is_not_done_for_many(network: Network, act: Act) -> None:
    with pytest.raises(NotForMany):
        triage.take(act, [Pick(1, 1)], by=network.tono, at=now())


def test_nothing_chosen_or_a_time_gone_by_changes_nothing(network: Network) -> None:
    rows = in_trouble(network, network.account())
    with pytest.raises(NothingChosen):
        triage.take(Act.CANCEL, [], by=network.tono, at=now())
    past = wall(network, now() - timedelta(days=1))
    with pytest.raises(InThePast):
        triage.take(Act.MOVE, chosen(rows), by=network.tono, at=now(), first=past)
    assert Delivery.objects.get().state == State.MISSED


def test_what_a_form_sends_is_read_once_each_and_nonsense_left_out() -> None:
    read = triage.picks(["3.1 4.2", "3.1", "x", "5", ".", "6.-1", "٣.١", "9" * 40 + ".1"])
    assert read == [Pick(3, 1), Pick(4, 2)]
    assert len(triage.picks([" ".join(f"{n}.1" for n in range(1, 5000))])) == triage.MOST


def test_one_alone_is_told_without_a_last() -> None:
    report = Report(Act.SEND_NOW, Counter({Ending.DONE: 1}), now())
    assert len(sentences(report, "Asia/Jakarta")) == 1
