"""What is measured: the page as a browser asks for it, and what its parts come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import process_time

from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from benchmarks.awareness.fill import fill
from content.models import Person
from content.scope import Scope
from tests.people import Network
from web.awareness import rows
from web.awareness.asked import read
from web.awareness.gathered import Gathered

TIMES = 3
SPANS = ("7", "30", "90", "tahun")


def run(deliveries: int) -> None:
    now = timezone.now()
    begun = process_time()
    house = fill(deliveries, now)
    print(
        f"{deliveries:,} measured deliveries of a year, filled in {process_time() - begun:.0f} s",
        flush=True,
    )
    print(
        "Milliseconds of the processor, best of three. × is how many times as long as the COUNT.\n"
    )
    print(f"{'':24}{'rows':>9}{'COUNT':>8}{'read':>8}{'reckon':>8}{'gains':>8}{'page':>8}{'×':>7}")
    for who, person in (("the centre", house.rina), ("an office", _one_of(house))):
        for span in SPANS:
            print(_line(f"{who}, {span}", person, span), flush=True)


def _one_of(house: Network) -> Person:
    """Somebody whose office is one of the many."""
    house.yosua.memberships.update(office=house.kalbar.children.get(code="K007"))
    return house.yosua


def _line(name: str, person: Person, span: str) -> str:
    now = timezone.now()
    asked = read({"masa": span}, now.date())
    begin, end = asked.period.instants

    def gathered() -> Gathered:
        return Gathered(Scope.of(person, now), asked, now)

    offices = gathered().keys
    count = rows.public().filter(sent_at__gte=begin, sent_at__lt=end, office__in=offices)
    parts = (
        best(lambda: count.count()),
        best(lambda: list(rows.rows(offices, asked.period, asked.only))),
        best(lambda: gathered().reckoned),
        best(lambda: gathered().gains),
        best(_page(person, span)),
    )
    figures = "".join(f"{1000 * part:8.1f}" for part in parts)
    return f"{name:24}{count.count():9,}{figures}{parts[-1] / parts[0]:7.0f}"


def _page(person: Person, span: str) -> Callable[[], object]:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")

    def open_() -> None:
        with override_settings(ALLOWED_HOSTS=["testserver"]):
            answer = client.get("/gaung/", {"masa": span})
        assert answer.status_code == 200, answer.status_code

    return open_


def best(run: Callable[[], object]) -> float:
    return min(_times(run))


def _times(run: Callable[[], object]) -> Iterator[float]:
    for _time in range(TIMES):
        begun = process_time()
        run()
        yield process_time() - begun
