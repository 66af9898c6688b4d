"""Processes that run the engine. Only the engine's own memory: wiping it loses nothing."""

from __future__ import annotations

from django.db import models


class Worker(models.Model):
    """One process that sends. ``owner`` is what it writes into its claims.

    ``place`` names a lock that one process holds at a time: whoever holds it knows that earlier
    workers of this place are dead. ``seen_at`` moves while it lives. ``doubt_since``: it does not
    trust its clock, which was ``doubt_seconds`` off when it noticed, and starts nothing.
    """

    owner = models.CharField(max_length=40, primary_key=True)
    host = models.CharField(max_length=120)
    pid = models.PositiveIntegerField()
    place = models.CharField(max_length=300, blank=True)
    release = models.CharField(max_length=40, blank=True)
    lanes = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    doubt_since = models.DateTimeField(null=True)
    doubt_seconds = models.IntegerField(default=0)

    class Meta:
        ordering = ["started_at"]

    def __str__(self) -> str:
        return f"{self.host} {self.pid}"
