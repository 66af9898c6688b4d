"""Who looks after an office's accounts: connects them, checks them, gives them up, keeps its lists.

The account is the office's, so those who speak for the office keep it: its own penyusun and
penyunting, a penerbit or administrator of it or of an office above it. Whoever decides what is
published (moderator) or only reads along (auditor) does not.
"""

from __future__ import annotations

from django.db.models import QuerySet

from channels.models import Account
from content.models import Office, Role
from content.scope import Scope

KEEPERS = frozenset({Role.WRITER, Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR})


def accounts_of(scope: Scope) -> QuerySet[Account]:
    return Account.objects.filter(scope.reach(KEEPERS)).select_related("office")


def offices_of(scope: Scope) -> QuerySet[Office]:
    """Those that may be given an account."""
    return Office.objects.filter(scope.reach(KEEPERS, prefix=""), active=True)
