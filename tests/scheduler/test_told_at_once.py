"""Two who tell, or who choose for many, at the same moment. Real threads and connections."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail

from scheduler import notices, triage
from scheduler.acts import Act
from scheduler.models import Delivery, Letter, Notice, NoticeLine, State
from scheduler.triage import Ending, Report
from tests import people
from tests.people import MORNING
from tests.scheduler.test_races import at_once
from tests.scheduler.trouble import disconnect, in_trouble, on_x, told_of

pytestmark = pytest.mark.django_db(transaction=True)
SOON = MORNING + timedelta(minutes=2)


def test_two_tellers_tell_each_thing_once() -> None:
    network = people.build()
    rows = in_trouble(network, network.account(), number=20, at=MORNING)
    disconnect(on_x(network))
    told_of(rows, MORNING)
    assert at_once(*[lambda: notices.tell(SOON)] * 3) == [None] * 3
    notices.tell(SOON)
    assert Notice.objects.count() == 2
    assert NoticeLine.objects.filter(delivery__isnull=False).count() == 20
    assert Letter.objects.count() == len(mail.outbox)
    assert set(Counter(one.to[0] for one in mail.outbox).values()) == {1}


def test_of_two_who_choose_for_the_same_many_each_delivery_obeys_one() -> None:
    network = people.build()
    rows = in_trouble(network, network.account(), number=60)
    picks = triage.picks(f"{row.pk}.{row.version}" for row in rows)
    at = rows[0].due_at + timedelta(hours=1)
    cancel, send = at_once(
        lambda: triage.take(Act.CANCEL, picks, by=network.rina, at=at),
        lambda: triage.take(Act.SEND_NOW, picks, by=network.tono, at=at),
    )
    assert isinstance(cancel, Report)
    assert isinstance(send, Report)
    assert cancel.done + send.done == 60
    assert cancel.endings[Ending.HANDLED] == send.done
    assert Delivery.objects.filter(state=State.CANCELLED).count() == cancel.done
    assert Delivery.objects.filter(state=State.PLANNED).count() == send.done
