"""Every figure as a file: the same as on the screen, harmless in a spreadsheet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import StreamingHttpResponse
from django.utils import timezone

from content.models import Person
from content.spreadsheets import lines
from tests.people import Network
from tests.web.awareness.heard import post_of, told
from tests.web.signed_in import browser
from web.awareness.sheets import SHEETS

YESTERDAY = timedelta(days=1)


def sheet(person: Person, key: str, **asked: str) -> list[list[str]]:
    answer = browser(person).get(f"/gaung/{key}.csv", asked)
    assert answer.status_code == 200
    assert isinstance(answer, StreamingHttpResponse)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="gaung-{key}-' in answer["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return [cells for _line, cells in lines(text.removeprefix("\ufeff"))]


@pytest.mark.parametrize("key", SHEETS)
def test_every_table_of_the_page_is_a_file(network: Network, key: str) -> None:
    origin = post_of(network)
    told(network, timezone.now() - YESTERDAY, post=origin, views=1234)
    told(
        network,
        timezone.now() - YESTERDAY,
        post=post_of(network, network.centre, origin=origin),
        views=10,
    )
    page = browser(network.rina).get("/gaung/").content.decode()
    assert f"/gaung/{key}.csv?" in page
    head, *rows = sheet(network.rina, key)
    assert rows
    assert {len(row) for row in rows} == {len(head)}


def test_a_missing_figure_is_an_empty_cell_and_a_zero_a_zero(network: Network) -> None:
    told(network, timezone.now() - YESTERDAY, kind="x", views=0)
    told(network, timezone.now() - YESTERDAY, kind="newsroom")
    head, *rows = sheet(network.sari, "kanal")
    views = head.index("Tayangan")
    assert {row[0]: row[views] for row in rows} == {"X": "0", "Ruang berita": ""}


def test_numbers_have_no_points_in_them(network: Network) -> None:
    told(network, timezone.now() - YESTERDAY, views=1234567)
    assert "1234567" in sheet(network.sari, "kanal")[1]


def test_each_delivery_can_be_had_with_all_that_is_told_of_it(network: Network) -> None:
    post = post_of(network, title="=1+1")
    told(network, timezone.now() - YESTERDAY, post=post, views=5, clicks=0)
    told(network, timezone.now() - 2 * YESTERDAY, post=post, kind="newsroom")
    told(network, timezone.now() - YESTERDAY, office=network.jayapura, views=7)
    answer = browser(network.sari).get("/gaung/pengantaran.csv")
    assert isinstance(answer, StreamingHttpResponse)
    raw = b"".join(answer.streaming_content).decode()
    assert ";'=1+1;" in raw, "what looks like a formula is none"
    head, newest, older = sheet(network.sari, "pengantaran")
    told_of = dict(zip(head, newest, strict=True))
    assert told_of["Kantor"] == "Kanim Pontianak"
    assert (told_of["Tayangan"], told_of["Klik"], told_of["Reaksi"]) == ("5", "0", "")
    assert told_of["Tautan"].startswith("https://")
    assert dict(zip(head, older, strict=True))["Dibaca"] == ""


def test_a_file_answers_the_same_wish_as_the_page(network: Network) -> None:
    told(network, timezone.now() - 20 * YESTERDAY, views=5)
    assert len(sheet(network.sari, "pengantaran")) == 2
    assert len(sheet(network.sari, "pengantaran", masa="7")) == 1
    assert len(sheet(network.sari, "pengantaran", kanal="facebook")) == 1


def test_there_is_no_other_file(network: Network) -> None:
    assert browser(network.sari).get("/gaung/rahasia.csv").status_code == 404
