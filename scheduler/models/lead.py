"""Whose clock rings. Only the engine's own memory: wiping it costs a few seconds."""

from __future__ import annotations

from django.db import models


class Lead(models.Model):
    """One row. ``owner``: the worker whose clock rings, until ``until`` by the database's clock.

    ``fence`` counts how often it has changed hands. ``since``: when it last did.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    owner = models.CharField(max_length=40)
    fence = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.owner} #{self.fence}"
