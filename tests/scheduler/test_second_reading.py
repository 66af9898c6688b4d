"""Whatever goes wrong with another clock, it only tells no time."""

from __future__ import annotations

import msgspec
import pytest
from django.conf import LazySettings

from scheduler.second_reading import NoReading, sources


@pytest.mark.parametrize("address", ["https://[::1", "https://a..b", "http://127.0.0.1:99999"])
def test_an_address_that_no_parser_takes_tells_no_time(
    settings: LazySettings, address: str
) -> None:
    engine = msgspec.structs.replace(settings.GEMA.engine, time_sources=(address,))
    settings.GEMA = msgspec.structs.replace(settings.GEMA, engine=engine)
    [_database, source] = sources()
    assert source.name in address
    with pytest.raises(NoReading):
        source.read()


@pytest.mark.django_db
def test_the_database_of_this_machine_tells_no_time_of_its_own() -> None:
    [database, *_others] = sources()
    with pytest.raises(NoReading):
        database.read()
