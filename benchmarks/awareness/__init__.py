"""How long the page of figures takes, beside a plain COUNT of the same rows."""

from __future__ import annotations
