"""``python -m tests.press.dying``: a list on a record of its own, and processes that send to it and
are killed at named moments. See ``deaths.py``, which needs Django to be ready before it is read.
"""

from __future__ import annotations

from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    import_module("tests.press.deaths").main()
