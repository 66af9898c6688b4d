"""One pass: every row in its day by its office's clock, and in each of its groups."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from web.awareness.hours import Slot
from web.awareness.measure import Measure
from web.awareness.period import Period, stretches
from web.awareness.reckon import Reckoned, Row, reckon

PONTIANAK, JAYAPURA = 1, 2
ZONES = {PONTIANAK: ZoneInfo("Asia/Pontianak"), JAYAPURA: ZoneInfo("Asia/Jayapura")}
WEEK = Period(date(2026, 12, 1), date(2026, 12, 7))
EVENING = datetime(2026, 12, 6, 16, 30, tzinfo=UTC)  # 23.30 in Pontianak, 01.30 in Jayapura


def row(office: int = PONTIANAK, at: datetime = EVENING, **changes: object) -> Row:
    told = {"views": 10, "reach": None, "likes": 1, "replies": None, "reposts": 0, "clicks": None}
    fields = {"kind": "x", "topic": "layanan", "template": "ikm", "account": office, "post": 7}
    return Row(**{"sent_at": at, "office": office, **fields, **told, **changes})  # type: ignore[arg-type]


def reckoned(*rows: Row) -> Reckoned:
    return reckon(rows, ZONES, stretches(WEEK, WEEK.last), Measure.VIEWS)


def test_the_day_and_hour_are_those_of_the_office() -> None:
    found = reckoned(row(PONTIANAK), row(JAYAPURA))
    assert [each.sent for each in found.stretches] == [0, 0, 0, 0, 0, 1, 1]
    assert set(found.hours) == {Slot(6, 23), Slot(0, 1)}


def test_what_fell_on_another_day_there_is_left_out() -> None:
    late = datetime(2026, 12, 7, 15, 30, tzinfo=UTC)  # 22.30 in Pontianak, the 8th in Jayapura
    found = reckoned(row(PONTIANAK, late), row(JAYAPURA, late))
    assert found.everything.sent == 1
    assert set(found.offices) == {PONTIANAK}


def test_each_row_is_in_its_office_channel_topic_and_template() -> None:
    found = reckoned(row(), row(kind="mastodon", views=None), row(topic="", template="gema"))
    assert {key: each.sent for key, each in found.kinds.items()} == {"x": 2, "mastodon": 1}
    assert found.kinds["mastodon"].views.total is None
    assert found.topics[""].views.total == 10
    assert found.templates["gema"].sent == 1
    assert found.everything.posts == 1
    assert found.everything.engaged.total == 3


def test_a_day_without_a_post_differs_from_one_that_nobody_tells_of() -> None:
    found = reckoned(row(views=None, likes=None, reposts=None))
    assert found.stretches[0].sent == 0
    assert found.stretches[5].sent == 1
    assert found.stretches[5].views.total is None
    assert found.stretches[5].told == 0
