"""Statements in the database's own words: many rows at once, and rows as instances."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from channels.models import Account
from content.models import Event, Office, Post
from content.rows import among, families, instances, listed, rows, statement
from content.writing import Change, insert_each, update_each, write
from tests.people import MORNING, Network

WORDS = 'Antrean "cepat", \\ 100 % \N{PERSON WITH FOLDED HANDS} ‐ $1 {x}'
TWO = """
SELECT p.id, p.title, p.changed_at, o.id, o.code
  FROM content_post p JOIN content_office o ON o.id = p.office_id WHERE p.id {among} ORDER BY p.id
"""


def line(post: Post, note: str = "", **data: object) -> dict[str, object]:
    told = {"kind": "test", "post_id": post.pk, "office_id": post.office_id, "by_id": None}
    return {**told, "at": MORNING, "note": note, "data": data}


def test_values_come_back_as_they_were_given(network: Network) -> None:
    post = network.draft()
    jakarta = MORNING.astimezone(timezone(timedelta(hours=7)))
    insert_each(Event, [line(post, WORDS, words=WORDS, n=[1, None, True]) | {"at": jakarta}])
    told = Event.objects.get(kind="test")
    assert (told.note, told.data) == (WORDS, {"words": WORDS, "n": [1, None, True]})
    assert told.at == MORNING
    update_each(Post, ["id"], [{"id": post.pk, "published_at": jakarta, "title": WORDS}])
    post.refresh_from_db()
    assert (post.published_at, post.title) == (MORNING, WORDS)
    update_each(Post, ["id"], [{"id": post.pk, "published_at": None}])
    post.refresh_from_db()
    assert post.published_at is None


def test_only_the_row_that_the_whole_key_names_is_changed(network: Network) -> None:
    post, other = network.draft(), network.draft()
    rows_ = [{"id": post.pk, "version": 99, "title": "Tidak"}]
    update_each(Post, ["id", "version"], rows_)
    update_each(Post, ["id"], [{"id": other.pk, "title": "Ya"}])
    assert not Post.objects.filter(title="Tidak").exists()
    assert Post.objects.get(title="Ya") == other


def test_several_tables_are_written_together(network: Network) -> None:
    post = network.draft()
    write(
        Change(Post, [{"id": post.pk, "title": "Baru"}], ("id",)),
        Change(Account, [], ("id",)),
        Change(Event, [line(post, "satu"), line(post, "dua")]),
    )
    post.refresh_from_db()
    assert post.title == "Baru"
    told = Event.objects.filter(kind="test").order_by("pk")
    assert [event.note for event in told] == ["satu", "dua"]


def test_where_there_is_nothing_to_write_nothing_is_asked(network: Network) -> None:
    with CaptureQueriesContext(connection) as asked:
        write()
        write(Change(Event, []))
    assert not asked.captured_queries


def test_nothing_of_it_is_written_where_one_row_is_refused(network: Network) -> None:
    post = network.draft()
    wrong = {"id": post.pk, "office_id": None, "title": "Setengah"}
    with pytest.raises(IntegrityError), transaction.atomic():
        write(Change(Event, [line(post)]), Change(Post, [wrong], ("id",)))
    assert not Event.objects.filter(kind="test").exists()
    assert not Post.objects.filter(title="Setengah").exists()


def test_a_row_becomes_one_instance_of_each_and_those_of_one_office_share_it(
    network: Network,
) -> None:
    posts = [network.draft(), network.draft()]
    given = {"ids": listed([post.pk for post in posts])}
    found = families((Post, Office), TWO.format(among=among()), given)
    assert [post for post, _ in found] == posts
    assert [post.changed_at for post, _ in found] == [post.changed_at for post in posts]
    (first, office), (_second, same) = found
    assert office is same
    assert office.code == posts[0].office.code
    assert first.changed_at.tzinfo is not None
    assert office.name == posts[0].office.name, "what was not named is read when it is asked for"


def test_moments_are_read_in_utc_and_numbers_as_numbers(network: Network) -> None:
    post = network.draft()
    text = "SELECT id, public_id, changed_at FROM content_post WHERE id {among}"
    [found] = instances(Post, text.format(among=among()), {"ids": listed([post.pk])})
    assert found.public_id == post.public_id
    assert found.changed_at.utcoffset() == timedelta(0)
    text = "SELECT id FROM content_office WHERE code {among}"
    names = rows(text.format(among=among("codes", "text")), {"codes": listed([post.office.code])})
    assert names == [(post.office_id,)]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite plans as fast as it asks")
def test_postgresql_plans_a_statement_of_the_engine_once(network: Network) -> None:
    text = "SELECT id, 'planned once' AS mark FROM content_person WHERE id {among}"
    for _ in range(3):
        rows(text.format(among=among()), {"ids": listed([network.sari.pk])})
    kept = "SELECT name, generic_plans FROM pg_prepared_statements WHERE statement LIKE %s"
    with statement(kept, ["%planned once%"]) as cursor:
        assert [plans for _name, plans in cursor.fetchall() if plans] == [3]


def test_one_statement_for_many_rows(network: Network) -> None:
    post = network.draft()
    with CaptureQueriesContext(connection) as asked:
        insert_each(Event, [line(post, str(n)) for n in range(300)])
    assert len(asked) <= 2
    assert Event.objects.filter(kind="test").count() == 300
