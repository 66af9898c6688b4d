from __future__ import annotations

import pytest

from composer.cards.fonts import Typeface, typeface


@pytest.fixture(scope="session")
def face() -> Typeface:
    return typeface()
