"""Stops: nothing that one reaches starts while it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from content.scope import Scope


class Reach(models.TextChoices):
    ALL = "all", _("Semua pengiriman")
    OFFICE = "office", _("Satu kantor dan di bawahnya")
    CHANNEL = "channel", _("Satu kanal")
    ACCOUNT = "account", _("Satu akun")
    TOPIC = "topic", _("Satu topik")


class StopQuerySet(models.QuerySet["Stop"]):
    def standing(self) -> Self:
        return self.filter(lifted_at=None)

    def concerning(self, scope: Scope) -> Self:
        """Those that reach this person's offices. Whoever works for an office below an account's
        has nothing to do with that account."""
        above = {line for grant in scope.grants for line in _lines_above(grant.path)}
        from_above = Q(office__path__in=above) & ~Q(reach=Reach.ACCOUNT)
        return self.filter(Q(office=None) | scope.reach() | from_above)


def _lines_above(path: str) -> list[str]:
    """``A/B/C/`` lies below ``A/`` and ``A/B/``, and a stop of either reaches it."""
    codes = path.rstrip("/").split("/")
    return ["/".join(codes[:depth]) + "/" for depth in range(1, len(codes) + 1)]


class Stop(models.Model):
    """Nothing that this reaches starts, from the moment its transaction commits.

    ``office``: of an office stop the one it stops, with all below; of a topic stop the one it is
    limited to, with all below, or None; of an account stop the account's own. A process of the
    release before this one knows no accounts and topics: it goes by ``office``, and stops more.
    ``under_way``: the deliveries whose call had begun by then. They cannot be called back.
    """

    reach = models.CharField(max_length=8, choices=Reach)
    office = models.ForeignKey("content.Office", models.PROTECT, null=True, related_name="stops")
    kind = models.CharField(max_length=20, blank=True)
    account = models.ForeignKey("channels.Account", models.PROTECT, null=True, related_name="stops")
    topic = models.CharField(max_length=40, blank=True, default="", db_default="")
    under_way = models.JSONField(default=list, null=True)
    reason = models.CharField(_("alasan"), max_length=300)
    by = models.ForeignKey("content.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey("content.Person", models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    objects = StopQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reach=Reach.ALL)
                | Q(reach=Reach.OFFICE, office__isnull=False)
                | (Q(reach=Reach.CHANNEL) & ~Q(kind=""))
                | Q(reach=Reach.ACCOUNT, account__isnull=False, office__isnull=False)
                | (Q(reach=Reach.TOPIC) & ~Q(topic="")),
                name="stop_names_what_it_reaches",
            )
        ]

    def __str__(self) -> str:
        return f"stop {self.reach}"
