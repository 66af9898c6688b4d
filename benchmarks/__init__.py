"""Measurements that anyone can repeat. Not part of what is installed."""

from __future__ import annotations
