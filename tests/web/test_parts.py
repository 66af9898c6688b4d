"""What the tags draw."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import override_settings

from content.models.post import Status
from scheduler.models import State
from web.icons import UnknownIcon


def draw(source: str, **context: object) -> str:
    return Template("{% load gema %}" + source).render(Context(context))


def test_an_icon_is_silent_decoration() -> None:
    drawn = draw('{% icon "calendar" %}')
    assert 'aria-hidden="true"' in drawn
    assert "<path" in drawn


def test_an_icon_with_a_label_is_read_aloud_and_the_label_escaped() -> None:
    drawn = draw('{% icon "photo" label=words %}', words='Foto "A" <b>')
    assert 'role="img" aria-label="Foto &quot;A&quot; &lt;b&gt;"' in drawn


def test_a_wrong_icon_name_does_not_pass_unseen() -> None:
    with pytest.raises(UnknownIcon):
        draw('{% icon "calender" %}')


@pytest.mark.parametrize("state", [*Status, *State])
def test_every_state_of_posts_and_deliveries_has_a_chip(state: Status | State) -> None:
    assert str(state.label) in draw("{% chip state %}", state=state)
    assert str(state.label) in draw("{% chip state %}", state=state.value)


def test_a_chip_says_its_state_in_a_word_an_icon_and_a_tone() -> None:
    drawn = draw('{% chip "unconfirmed" %}')
    assert "Belum pasti" in drawn
    assert "<svg" in drawn
    assert "tone-odd" in drawn


def test_an_avatar_keeps_its_tone_and_skips_signs() -> None:
    assert draw("{% avatar name %}", name="Kanim (Kelas I) Contoh") == draw(
        "{% avatar name %}", name="Kanim (Kelas I) Contoh"
    )
    assert ">KI<" in draw("{% avatar name %}", name="Kanim (Kelas) Imigrasi")


@pytest.mark.parametrize(
    ("used", "tone", "words"),
    [(96, "", "96/280"), (252, "tone-wait", "252/280"), (301, "tone-bad", "lebih 21")],
)
def test_a_meter_warns_before_and_after_the_end(used: int, tone: str, words: str) -> None:
    drawn = draw("{% meter used 280 %}", used=used)
    assert words in drawn
    assert tone in drawn
    assert ("tone-" in drawn) is bool(tone)


@override_settings(USE_THOUSAND_SEPARATOR=True)
def test_numbers_in_drawings_are_never_written_the_indonesian_way() -> None:
    assert 'stroke-dasharray="95 100"' in draw("{% meter 2080 2200 %}")
    assert 'width="1024"' in draw('{% icon "calendar" 1024 %}')
