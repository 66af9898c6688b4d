"""The delivery engine, measured against baselines in the same run. See docs/measurements.md."""

from __future__ import annotations
