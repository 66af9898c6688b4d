"""Every way a conversation with a mail server can go wrong, at the first, a middle and the last
reader, checked against what the server really took.

What must always hold: nobody gets an issue twice, nobody misses it unsaid, and what is not certain
is called so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest
from pytest_django.fixtures import Settings

from channels.base import DeliveryError, Disconnected, NotSent, Reason, Receipt, Refused
from channels.models import Account
from tests.people import Network
from tests.press.desk import press_account, publish, readers, states, wait_is_over
from tests.stubs.mailing import MailServer

N = 5


@dataclass(frozen=True)
class Case:
    """``state``: what becomes of the reader it hits, in that call. ``got``: whether he has it."""

    at: str
    fault: dict[str, Any]
    state: str
    got: int = 0
    id: str = field(default="")


def drop(at: str, state: str, got: int = 0, **how: Any) -> Case:
    return Case(at, {"do": "drop", **how}, state, got, f"{at} {how.get('accept', '')} lost")


def says(at: str, said: str, state: str, got: int = 0, **how: Any) -> Case:
    return Case(at, {"do": "answer", "said": said, **how}, state, got, f"{at} {said[:9]}")


# About one reader. Lost before the dot is tried again in the same call, and then taken.
ONE_READER = [
    says("recipient", "450 4.2.1 busy", "due"),
    says("recipient", "451 4.7.1 greylisted", "due"),
    says("recipient", "452 4.2.2 full", "due"),
    says("recipient", "421 4.3.2 closing", "sent", 1),
    says("recipient", "550 5.1.1 no such user", "refused"),
    says("recipient", "550 no such user", "refused"),
    says("recipient", "550 5.7.1 not you", "refused"),
    says("recipient", "552 5.2.2 full", "refused"),
    says("recipient", "554 5.7.1 no", "refused"),
    says("recipient", "junk", "sent", 1),
    drop("recipient", "sent", 1),
    says("data", "451 4.3.0 later", "due"),
    says("data", "554 5.6.0 no", "refused"),
    says("data", "250 what", "sent", 1),
    drop("data", "sent", 1),
    drop("body", "unknown", 0),  # what we write is not answered before the dot
    says("dot", "451 4.3.0 later", "due"),
    says("dot", "452 4.3.1 no room", "due"),
    says("dot", "421 4.3.2 closing", "sent", 1),
    says("dot", "550 5.1.1 no such user", "refused"),
    says("dot", "552 5.3.4 too big", "refused"),
    says("dot", "554 5.7.1 spam", "refused"),
    says("dot", "250 taken", "sent", 1, accept=True),
    drop("dot", "unknown", 0),
    drop("dot", "unknown", 1, accept=True),
    says("dot", "junk", "unknown", 1, accept=True),
    says("dot", "junk", "unknown", 0),
    says("dot", "354 go on", "unknown", 1, accept=True),
    says("dot", "250 " + "x" * 9000, "unknown", 1, accept=True),
]


@pytest.mark.parametrize("case", ONE_READER, ids=lambda case: case.id)
def test_what_goes_wrong_with_one_reader_is_his_alone(
    mail: MailServer, network: Network, case: Case
) -> None:
    for position in (0, N // 2, N - 1):
        press = press_account(network, f"daftar-{position}")
        everybody = readers(press, N)
        hit = everybody[position]
        mail.reset()
        mail.fail(case.at, **{**case.fault, "whom": hit})
        answer = publish(press)
        assert isinstance(answer, Receipt), answer
        assert states(press) == dict.fromkeys(everybody, "sent") | {hit: case.state}
        others = [email for email in everybody if email != hit]
        assert sorted(mail.taken) == sorted(others + [hit] * case.got)
        check_again(mail, press)


# About whoever sends: nobody after the first is even tried, and the next call goes on.
ABOUT_US: list[tuple[str, dict[str, Any], type[DeliveryError], Reason]] = [
    ("connect", {"do": "drop"}, NotSent, Reason.UNREACHABLE),
    ("connect", {"do": "answer", "said": "421 busy"}, NotSent, Reason.NETWORK_TROUBLE),
    ("connect", {"do": "answer", "said": "554 not you"}, NotSent, Reason.NETWORK_TROUBLE),
    ("connect", {"do": "answer", "said": "HTTP/1.1 400 Bad Request"}, NotSent, Reason.UNREACHABLE),
    ("hello", {"do": "drop"}, NotSent, Reason.UNREACHABLE),
    ("hello", {"do": "answer", "said": "421 4.3.2 closing"}, NotSent, Reason.NETWORK_TROUBLE),
    ("hello", {"do": "answer", "said": "550 not you"}, NotSent, Reason.NETWORK_TROUBLE),
    ("sender", {"do": "drop"}, NotSent, Reason.UNREACHABLE),
    ("sender", {"do": "answer", "said": "451 4.3.0 later"}, NotSent, Reason.NETWORK_TROUBLE),
    ("sender", {"do": "answer", "said": "530 5.7.0 log in"}, Disconnected, Reason.LOGIN_ENDED),
    ("sender", {"do": "answer", "said": "550 5.7.60 no"}, Disconnected, Reason.SENDER_REFUSED),
    ("sender", {"do": "answer", "said": "552 5.3.4 too big"}, Refused, Reason.BAD_MEDIA),
]


@pytest.mark.parametrize(
    ("at", "fault", "error", "reason"), ABOUT_US, ids=lambda part: str(part)[:40]
)
def test_what_is_about_us_stops_the_list_and_loses_nobody(
    mail: MailServer,
    press: Account,
    at: str,
    fault: dict[str, Any],
    error: type[DeliveryError],
    reason: Reason,
) -> None:
    everybody = readers(press, N)
    mail.fail(at, **fault)
    answer = publish(press)
    assert isinstance(answer, error)
    assert answer.reason is reason
    assert mail.taken == []
    assert isinstance(publish(press), Receipt)
    assert mail.taken == everybody


@pytest.mark.parametrize("how", [{"do": "drop"}, {"do": "answer", "said": "421 4.7.0 enough"}])
def test_a_server_that_ends_a_conversation_after_some_messages_is_called_anew(
    mail: MailServer, press: Account, how: dict[str, Any]
) -> None:
    everybody = readers(press, N)
    mail.fail("sender", after=2, **how)
    mail.fail("sender", after=2, **how)
    assert isinstance(publish(press), Receipt)
    assert mail.taken == everybody


def test_a_server_that_breaks_off_after_every_dot_is_not_fed_the_whole_list(
    mail: MailServer, press: Account
) -> None:
    everybody = readers(press, N)
    mail.fail("dot", accept=True, times=99)
    answer = publish(press)
    assert isinstance(answer, NotSent)
    assert answer.part
    assert list(states(press).values()) == ["unknown", "unknown", "due", "due", "due"]
    mail.reset()
    assert isinstance(publish(press), Receipt)
    assert mail.taken == everybody[2:]


def test_a_server_that_puts_everybody_off_is_left_alone_for_a_while(
    mail: MailServer, press: Account
) -> None:
    everybody = readers(press, 8)
    mail.answer("recipient", "450 4.7.1 slow down", times=99)
    answer = publish(press)
    assert isinstance(answer, NotSent)
    assert (answer.reason, answer.part) == (Reason.RATE_LIMITED, False)
    assert answer.again_at is not None
    mail.reset()
    wait_is_over()
    assert isinstance(publish(press), Receipt)
    assert sorted(mail.taken) == everybody


def test_silence_after_the_dot_is_not_known_to_have_arrived(
    mail: MailServer, press: Account, settings: Settings
) -> None:
    in_a_hurry(settings)
    hit, other = readers(press, 2)
    mail.fail("dot", "hang", seconds=2, accept=True, whom=hit)
    assert isinstance(publish(press), Receipt)
    assert states(press) == {hit: "unknown", other: "sent"}
    assert sorted(mail.taken) == [hit, other]


def test_silence_before_the_dot_sends_nothing(
    mail: MailServer, press: Account, settings: Settings
) -> None:
    in_a_hurry(settings)
    hit, other = readers(press, 2)
    mail.fail("data", "hang", seconds=2, whom=hit)
    assert isinstance(publish(press), Receipt)
    assert mail.taken == [other, hit]


def test_a_server_that_is_not_there_is_safe_to_try_again(
    mail: MailServer, press: Account, settings: Settings
) -> None:
    readers(press, 2)
    there = msgspec.structs.replace(settings.GEMA.mail, port=1)
    settings.GEMA = msgspec.structs.replace(settings.GEMA, mail=there)
    answer = publish(press)
    assert isinstance(answer, NotSent)
    assert (answer.reason, answer.part) == (Reason.UNREACHABLE, False)
    assert set(states(press).values()) == {"due"}


def in_a_hurry(settings: Settings) -> None:
    outbound = msgspec.structs.replace(settings.GEMA.outbound, read_seconds=0.2)
    settings.GEMA = msgspec.structs.replace(settings.GEMA, outbound=outbound)


def check_again(mail: MailServer, press: Account) -> None:
    """Whatever happened: the same key again begins nobody's copy who has, or may have, it."""
    before = mail.taken
    settled = {email for email, state in states(press).items() if state != "due"}
    wait_is_over()
    assert isinstance(publish(press), Receipt)
    later = mail.taken[len(before) :]
    assert not settled & set(later)
    assert len(set(mail.taken)) == len(mail.taken)
    assert mail.wrong == []
