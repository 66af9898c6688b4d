from __future__ import annotations

from tests.browser import screenshots, signing_in
from web.demo import people


def test_the_password_typed_here_is_the_one_of_the_demo_network() -> None:
    assert signing_in.DEMO_PASSWORD == people.PASSWORD


def test_whoever_is_in_a_picture_is_in_the_demo_network() -> None:
    known = {person.email for person in people.EVERYBODY}
    assert {shot.person for shot in screenshots.SHOTS} - {screenshots.STRANGER} <= known


def test_no_picture_overwrites_another() -> None:
    names = [shot.name for shot in screenshots.SHOTS]
    assert len(names) == len(set(names))
