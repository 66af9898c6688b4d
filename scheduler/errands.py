"""What an account has to do to show a revision: nothing, publish, repost, or put right what is
there, in the way of its network or as a person chose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from channels import registry
from channels.base import Verb
from channels.corrections import Pictures, Way
from channels.models import Account
from content.models import Post, Revision
from scheduler import copies
from scheduler.models import Delivery
from scheduler.refusals import Unsettled


@dataclass(frozen=True, slots=True)
class Errand:
    """What one account is to do: which verb, and upon which earlier delivery.

    ``renews``: this copy is taken down first, and what is published waits until it is down.
    """

    account: Account
    verb: Verb
    target: Delivery | None
    chain: int = 0
    by_hand: bool = False  # the network has no such verb: a person is asked to do it
    renews: Delivery | None = None


def errands(
    post: Post, revision: Revision, account: Account, wish: Way | None = None
) -> list[Errand]:
    """``wish``: what a person chose instead of the network's own way.

    Raises Unsettled while another revision, or another way, may be on its way there.
    """
    if copies.unsettled(post, account, except_revision=revision.pk):
        raise Unsettled(account)
    content = revision.content
    can = registry.load(account.kind).capabilities.verbs
    live = copies.live_copies(post, [account])
    if account.kind in content.get("native", ()) and Verb.REPOST in can:
        source = copies.original_on(post, account.kind)
        return [Errand(account, Verb.REPOST, source)] if source and not live else []
    if account.kind not in content["texts"]:
        return []
    if not live:
        return [_first(post, revision, account)]
    found = [_of_copy(copy, revision, wish) for copy in to_put_right(live, revision)]
    _check_other_ways(post, account, revision, found)
    return found


def to_put_right(live: Iterable[Delivery], revision: Revision) -> list[Delivery]:
    """The copies that do not say yet what this revision says. What is reposted changes with what
    it reposts, and a reply is no copy but a word about one.
    """
    rows = list(live)
    said = {(r.account_id, r.target.again): r for r in rows if r.verb == Verb.REPLY and r.target}
    return [
        copy
        for copy in rows
        if copy.verb not in (Verb.REPOST, Verb.REPLY)
        and said.get((copy.account_id, copy.again), copy).revision_id != revision.pk
        and copy.revision_id != revision.pk
    ]


def way_for(copy: Delivery, corrected: Mapping[str, Any]) -> Way:
    """How its network puts this copy right. ``corrected``: the content of the new revision."""
    can = registry.load(copy.account.kind).capabilities
    if can.by_hand or not copies.can_be_reached(copy):
        return Way.BY_HAND
    if can.edited_pictures is Pictures.SAME_NUMBER:
        both = (copy.revision.content, corrected)
        before, now = (len(pictures_of(one, copy.account.kind)) for one in both)
        return Way.EDIT if before == now else Way.BY_HAND
    return can.correction


def may_be_renewed(copy: Delivery) -> bool:
    """Whether a person may choose to take it down and to publish it anew."""
    can = registry.load(copy.account.kind).capabilities
    takes_down = Verb.DELETE in can.verbs and copies.can_be_reached(copy)
    keeps_place = can.by_hand or can.one_per_post or can.correction is Way.MESSAGE
    return takes_down and not keeps_place


def pictures_of(content: Mapping[str, Any], kind: str) -> Sequence[str]:
    """The hashes of the pictures that this network shows of it."""
    found: Sequence[str] = content.get("images", {}).get(kind, [])
    return found


def replies_to(copy: Delivery) -> Iterator[Delivery]:
    """Live answers to any link of its chain."""
    for row in copies.live_copies(copy.post, [copy.account]):
        if row.verb == Verb.REPLY and row.target and row.target.again == copy.again:
            yield row


def _of_copy(copy: Delivery, revision: Revision, wish: Way | None) -> Errand:
    account = copy.account
    if wish is Way.ANEW and may_be_renewed(copy):
        chain = copies.chain_of_renewal(copy, revision)
        return Errand(account, Verb.PUBLISH, None, chain, renews=copy)
    match way_for(copy, revision.content):
        case Way.REPLY | Way.NEW_POST:
            return Errand(account, Verb.REPLY, copy, copies.chain_of_reply(copy, revision))
        case way:
            asked = way is Way.BY_HAND and not copies.is_by_hand(account)
            return Errand(account, Verb.EDIT, copy, copy.again, by_hand=asked)


def _first(post: Post, revision: Revision, account: Account) -> Errand:
    """Where nothing is live: what was begun before goes on, in its own chain."""
    begun = Delivery.objects.filter(
        post=post, revision=revision, account=account, verb=Verb.PUBLISH, part=None
    ).order_by("-again")
    row = begun.select_related("target").first()
    return Errand(account, Verb.PUBLISH, row.target, row.again) if row else _new(account)


def _new(account: Account) -> Errand:
    return Errand(account, Verb.PUBLISH, None)


def _check_other_ways(
    post: Post, account: Account, revision: Revision, found: Sequence[Errand]
) -> None:
    """Of two ways for one copy the second would come on top of the first."""
    wanted = {errand.verb for errand in found}
    if any(errand.renews for errand in found):
        wanted.add(Verb.DELETE)
    if found and copies.under_way_otherwise(post, account, revision, wanted):
        raise Unsettled(account)
