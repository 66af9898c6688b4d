"""The order in which people and the engine lock rows: a post, its deliveries, then accounts.

Whoever changes deliveries of a post, and may have to change the post for it, holds the post first.
Else two of them could each hold what the other needs, or each see only its own half of the change.
"""

from __future__ import annotations

from collections.abc import Collection

from content.rows import among, listed, locking, rows

HOLD = "SELECT id FROM content_post WHERE id {among} ORDER BY id"


def hold(posts: Collection[int]) -> None:
    """Until the transaction ends. On SQLite, where one writes at a time, there is nothing to do."""
    if posts and locking():
        rows(HOLD.format(among=among()) + locking(), {"ids": listed(posts)})
