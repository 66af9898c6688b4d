"""One hand on a series at a time: its post first, then itself."""

from __future__ import annotations

from content.models import Post
from scheduler.models import Series


def lock(pk: int) -> Series:
    """The series as it is now, held until the transaction ends.

    The post is held too: who takes it off the calendar or withdraws it waits, and then finds the
    deliveries that were just made. On SQLite the write lock of the database does this.
    """
    Post.objects.select_for_update(no_key=True).filter(series=pk).only("pk").first()
    return (
        Series.objects.select_for_update(no_key=True, of=("self",))
        .select_related("post__office", "post__approval__revision")
        .get(pk=pk)
    )
