"""What outcomes mean for the accounts they were of. Part of settling, in the pump's turn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from channels.base import Disconnected, NotSent, Reason, Receipt, Verb
from channels.models import Account, AccountState
from content.models import Event
from scheduler import pace, retry
from scheduler.delivery import Task

if TYPE_CHECKING:
    from scheduler.settle import Result

# How exactly an account remembers its last success: to the minute is enough for a person.
FRESH = timedelta(minutes=1)


def by_the_login_of_today(results: Sequence[Result]) -> Sequence[Result]:
    """An answer to an old login says nothing of one that was given while the call was under way."""
    told = [r.task.delivery.account for r in results if isinstance(r.answer, Disconnected)]
    if not told:
        return results
    accounts = Account.objects.filter(pk__in={account.pk for account in told}).order_by("pk")
    today = dict(accounts.select_for_update(no_key=True).values_list("pk", "credentials"))
    old = {a.pk for a in told if bytes(today[a.pk]) != bytes(a.credentials)}
    return [_untold(r) if r.task.delivery.account_id in old else r for r in results]


def _untold(result: Result) -> Result:
    if not isinstance(result.answer, Disconnected):
        return result
    return replace(result, answer=NotSent(result.answer.reason, result.answer.detail))


def tell(results: Iterable[Result], now: datetime) -> None:
    """What the lanes have to know: a success, a rest, a lost login."""
    told = sorted(results, key=lambda result: result.task.delivery.account_id)
    good = [r for r in told if isinstance(r.answer, Receipt) and _is_news(r, now)]
    bad = [r for r in told if isinstance(r.answer, Disconnected | NotSent)]
    _hold_accounts({r.task.delivery.account_id for r in (*good, *bad)})
    for result in bad:
        answer, account = result.answer, result.task.delivery.account
        if isinstance(answer, Disconnected):
            _disconnect(account, answer.reason, now)
        elif isinstance(answer, NotSent) and answer.whole_account and answer.again_at:
            Account.objects.filter(pk=account.id).update(rest_until=answer.again_at)
    late = [r.task.delivery.account for r in good if _was_late(r.task)]
    on_time = [r.task.delivery.account for r in good if not _was_late(r.task)]
    _succeeded(on_time, last_success_at=now)
    _succeeded(late, last_success_at=now, breath_until=now + retry.BREATH)
    for shares, answer in sorted(_rests_of_apps(bad).items()):
        pace.rest(shares, answer.again_at or now, answer.reason)


def _is_news(result: Result, now: datetime) -> bool:
    last = result.task.delivery.account.last_success_at
    return last is None or now - last > FRESH or _was_late(result.task)


def _hold_accounts(ids: Collection[int]) -> None:
    """In one order: people hold several of them, too. One alone keeps nobody waiting in a ring."""
    if len(ids) > 1:
        rows = Account.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
        list(rows.values_list("pk"))


def _rests_of_apps(bad: Iterable[Result]) -> dict[str, NotSent]:
    """By what shares it, what its network said last."""
    said = ((r.task.delivery.account.shares, r.answer) for r in bad)
    return {
        shares: answer
        for shares, answer in said
        if isinstance(answer, NotSent) and answer.whole_app and answer.again_at
    }


def _succeeded(accounts: Sequence[Account], **facts: datetime) -> None:
    if accounts:
        Account.objects.filter(pk__in=[account.id for account in accounts]).update(**facts)


def _was_late(task: Task) -> bool:
    """Something new to read has gone out long after its time: more of it may be right behind."""
    shows = task.delivery.verb in (Verb.PUBLISH, Verb.REPLY, Verb.REPOST) and not task.look
    return shows and retry.is_behind(task.delivery.due_at, task.claimed_at)


def lost(account: Account, reason: Reason, now: datetime) -> None:
    """A login that turned out to be lost while nothing was being sent.

    What was found out with an old login says nothing of one that somebody gave meanwhile.
    """
    with transaction.atomic():
        row = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        if bytes(row.credentials) == bytes(account.credentials):
            _disconnect(row, reason, now)


def _disconnect(account: Account, reason: Reason, now: datetime) -> None:
    """Its lane rests until somebody connects it again. Said once, however many calls notice it."""
    lost = Account.objects.filter(pk=account.id, state=AccountState.CONNECTED)
    if not lost.update(state=AccountState.DISCONNECTED, state_reason=reason):
        return
    about = {"account": account.id, "kind": account.kind, "handle": account.handle}
    Event.objects.create(
        kind="account.disconnected", office_id=account.office_id, at=now, data=about
    )
