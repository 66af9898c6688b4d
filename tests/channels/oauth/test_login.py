"""A token is renewed before it ends, and every way that can end is told for what it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from channels.base import DeliveryError, Disconnected, NotSent, Reason
from channels.http import Wire
from channels.keeping import ForNow, Kept, Make
from channels.linkedin.login import OAUTH as LINKEDIN
from channels.linkedin.login import Credentials as LinkedInLogin
from channels.oauth.declared import App, OAuth, Return
from channels.oauth.login import MARGIN, Login
from channels.oauth.token import Token, after, mark_of
from channels.threads.adapter import Threads
from channels.threads.login import OAUTH as THREADS
from channels.threads.login import Credentials as ThreadsLogin
from channels.x.adapter import X
from channels.x.login import OAUTH, Credentials
from tests.channels.oauth.visits import APP, SECRET
from tests.channels.sending import Notebook, message, now, wire_to
from tests.stubs.faults import HTML
from tests.stubs.running import Network

TOKEN = "POST /2/oauth2/token"
HOME = "https://gema.test/kembali/"
VERIFIER = "v" * 64
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@dataclass
class Signed:
    """An account whose owner has just signed in, and the clock of whoever speaks for it."""

    stub: Network
    wire: Wire
    credentials: Credentials
    keeper: ForNow
    ahead: list[timedelta] = field(default_factory=lambda: [timedelta(0)])

    def x(self) -> X:
        """The adapter as a process has it that was just started."""
        return X(self.credentials, self.wire)

    def later(self, by: timedelta) -> None:
        self.ahead[0] = by

    def refreshes(self) -> int:
        return len([one for one in self.stub.accepted("token") if "-segar-" in one["of"]])


@pytest.fixture
def signed(x: Network) -> Signed:
    """Signed in through the page of X, with the adapter's own words."""
    ahead = [timedelta(0)]
    keeper = ForNow()

    def clock() -> datetime:
        return now() + ahead[0]

    wire = replace(wire_to(("x", x.url)), now=clock, keeper=keeper, app=App(APP, SECRET))
    [choice] = OAUTH.grant(wire, returned(OAUTH, x, wire))
    assert choice.token is not None
    kept = replace(choice.token, mark=mark_of(choice.token.access)).kept()
    keeper.renew({}, lambda: kept)
    return Signed(x, wire, choice.credentials, keeper, ahead)


def returned(oauth: OAuth, stub: Network, wire: Wire) -> Return:
    """What somebody brings back who has said yes at the stub."""
    app = App(APP, SECRET)
    stub.set(clients={APP: {"secret": SECRET, "redirect_uris": [HOME]}})
    there = wire.led(oauth.address(app, HOME, "kata", VERIFIER))
    answer = requests.post(there, data={"decision": "yes"}, allow_redirects=False, timeout=10)
    code = parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
    return Return(code, VERIFIER, HOME, app)


def test_a_token_that_holds_is_used_as_it_is(signed: Signed) -> None:
    for text in ("Satu", "Dua"):
        signed.x().publish(message(text), Notebook())
    assert len(signed.stub.accepted("post")) == 2
    assert signed.refreshes() == 0


def test_a_token_is_renewed_before_it_ends(signed: Signed) -> None:
    signed.later(timedelta(hours=2) - MARGIN)
    for text in ("Satu", "Dua"):
        signed.x().publish(message(text), Notebook())
    assert len(signed.stub.accepted("post")) == 2
    assert signed.refreshes() == 1, "and what came of it serves the next process, too"


def test_each_renewal_uses_the_newest_refresh_token(signed: Signed) -> None:
    for hours in (2, 4, 6):
        signed.later(timedelta(hours=hours))
        signed.x().check()
    assert signed.refreshes() == 3


def test_a_call_turned_away_at_the_door_is_made_once_more(signed: Signed) -> None:
    """X may end a token early."""
    body = {"title": "Unauthorized", "status": 401}
    signed.stub.fail("answer", "POST /2/tweets", status=401, body=body)
    signed.x().publish(message(), Notebook())
    assert len(signed.stub.accepted("post")) == 1
    assert signed.refreshes() == 1


def test_turned_away_twice_the_login_is_over(signed: Signed) -> None:
    signed.stub.fail("answer", "POST /2/tweets", status=401, body={}, times=2)
    with pytest.raises(Disconnected) as caught:
        signed.x().publish(message(), Notebook())
    assert caught.value.reason is Reason.LOGIN_ENDED
    assert signed.refreshes() == 1


def test_a_refresh_token_that_is_taken_back_ends_the_login(signed: Signed) -> None:
    signed.later(timedelta(hours=3))
    signed.stub.set(revoked=True)
    with pytest.raises(Disconnected) as caught:
        signed.x().publish(message(), Notebook())
    assert caught.value.reason is Reason.LOGIN_ENDED
    assert signed.stub.accepted("post") == []


@pytest.mark.parametrize(
    "fault",
    [
        {"do": "answer", "status": 503, "body": HTML, "type": "text/html"},
        {"do": "answer", "status": 429, "body": {}},
        {"do": "answer", "status": 200, "body": "{}"},
        {"do": "drop"},
    ],
)
def test_while_it_cannot_be_renewed_a_token_does_for_its_last_minutes(
    signed: Signed, fault: dict[str, Any]
) -> None:
    signed.later(timedelta(hours=2) - MINUTE)
    signed.stub.fail(match=TOKEN, **fault)
    signed.x().publish(message(), Notebook())
    assert len(signed.stub.accepted("post")) == 1


def test_with_the_token_ended_and_no_successor_nothing_is_sent(signed: Signed) -> None:
    signed.later(timedelta(hours=2))
    signed.stub.fail("drop", TOKEN)
    with pytest.raises(NotSent):
        signed.x().publish(message(), Notebook())
    signed.x().publish(message(), Notebook())
    assert signed.refreshes() == 1


def test_an_answer_that_was_lost_after_the_rotation_ends_the_login(signed: Signed) -> None:
    """The next try finds the old refresh token used up, and says so."""
    signed.later(timedelta(hours=2))
    signed.stub.fail("drop", TOKEN, accept=True)
    with pytest.raises(NotSent):
        signed.x().publish(message(), Notebook())
    with pytest.raises(Disconnected):
        signed.x().publish(message(), Notebook())
    assert signed.refreshes() == 1


@pytest.mark.parametrize("app", [None, App(APP, "rahasia-yang-keliru"), App("lain", SECRET)])
def test_an_app_that_is_wrong_is_no_fault_of_the_account(signed: Signed, app: App | None) -> None:
    signed.later(timedelta(hours=2))
    with pytest.raises(NotSent) as caught:
        X(signed.credentials, replace(signed.wire, app=app)).publish(message(), Notebook())
    assert caught.value.reason is Reason.APP_REFUSED
    assert SECRET not in str(caught.value)


def test_a_token_that_somebody_pasted_is_given_out_as_it_is(signed: Signed) -> None:
    pasted = X(Credentials(user_token="2001-tempel"), replace(signed.wire, keeper=ForNow()))
    pasted.publish(message(), Notebook())
    signed.stub.set(revoked=True)
    with pytest.raises(Disconnected):
        pasted.publish(message("Lagi"), Notebook())
    assert signed.refreshes() == 0


def test_the_session_of_another_sign_in_is_left_alone(signed: Signed) -> None:
    """A process that still has the credentials of before the account was connected anew."""
    old = Credentials(user_token="2001-lama")
    assert Login(OAUTH, old, signed.wire).access() == "2001-lama"
    with pytest.raises(Disconnected):
        Login(OAUTH, old, signed.wire).renewed()


def test_connected_anew_while_it_renews_the_call_waits_for_the_new_login(signed: Signed) -> None:
    class Anew(ForNow):
        def renew(self, stale: Kept, make: Any) -> Kept:
            return Token("2001-baru", mark="lain").kept()

    keeper = Anew()
    keeper._kept = signed.keeper.kept()
    with pytest.raises(NotSent):
        Login(OAUTH, signed.credentials, replace(signed.wire, keeper=keeper)).renewed()


def test_refused_because_somebody_was_quicker_his_token_is_used(signed: Signed) -> None:
    """He had slept with the lock in hand, so that somebody else took it meanwhile."""
    quick = Login(OAUTH, signed.credentials, signed.wire)
    slow = Login(OAUTH, signed.credentials, signed.wire)
    slow.token()

    class Unlocked(ForNow):
        def kept(self) -> Kept:
            return signed.keeper.kept()

        def renew(self, stale: Kept, make: Make) -> Kept:
            quick.renewed()
            return make()

    slow._wire = replace(signed.wire, keeper=Unlocked())
    assert slow.renewed() == quick.access()
    assert signed.refreshes() == 1


@pytest.mark.parametrize("said", ["drop", "echo"])
def test_no_token_is_in_an_error(signed: Signed, said: str) -> None:
    kept = signed.keeper.kept()
    signed.later(timedelta(hours=2))
    if said == "drop":
        signed.stub.fail("drop", TOKEN)
    else:
        body = {"error": "invalid_grant", "error_description": f"{kept['refresh']} {SECRET}"}
        signed.stub.fail("answer", TOKEN, status=400, body=body)
    with pytest.raises(DeliveryError) as caught:
        signed.x().publish(message(), Notebook())
    shown = f"{caught.value} {caught.value.__context__} {caught.value.__cause__}"
    assert not [one for one in (kept["access"], kept["refresh"], SECRET) if one in shown]
    assert kept["access"] not in repr(Token(kept["access"], kept["refresh"]))


def test_a_token_of_threads_renews_itself(threads: Network) -> None:
    wire = replace(wire_to(("threads", threads.url)), app=App(APP, SECRET), keeper=ForNow())
    [choice] = THREADS.grant(wire, returned(THREADS, threads, wire))
    assert choice.token is not None
    assert choice.token.lasts_until is not None
    kept = replace(choice.token, mark=mark_of(choice.token.access)).kept()
    wire.keeper.renew({}, lambda: kept)
    login = Login(THREADS, choice.credentials, wire)
    fresh = login.renewed()
    assert fresh != choice.token.access
    assert isinstance(choice.credentials, ThreadsLogin)
    Threads(choice.credentials, wire).publish(message(), Notebook())
    threads.set(too_young=True)
    with pytest.raises(Disconnected):
        login.renewed()


@pytest.mark.parametrize("partner", [False, True])
def test_linkedin_renews_for_those_it_has_chosen(linkedin: Network, partner: bool) -> None:
    linkedin.set(partner=partner)
    wire = replace(wire_to(("linkedin", linkedin.url)), app=App(APP, SECRET), keeper=ForNow())
    first, _ = LINKEDIN.grant(wire, returned(LINKEDIN, linkedin, wire))
    assert first.token is not None
    assert isinstance(first.credentials, LinkedInLogin)
    kept = replace(first.token, mark=mark_of(first.token.access)).kept()
    wire.keeper.renew({}, lambda: kept)
    login = Login(LINKEDIN, first.credentials, wire)
    assert login.can_renew is partner
    if not partner:
        with pytest.raises(Disconnected):
            login.renewed()
        return
    for _ in range(2):  # its refresh token stays the same
        login.renewed()
    was, since = first.token.lasts_until, login.token().lasts_until
    assert was is not None
    assert since is not None
    assert abs(since - was) < 5 * SECOND, "using it does not begin another year"


@pytest.mark.parametrize(
    ("told", "seconds"),
    [(7200, 7200), ("7200", 7200), (0, 0), (-5, 0), (None, 0), (True, 0), ("dua jam", 0), (1.5, 0)],
)
def test_the_end_of_a_token_is_read_as_networks_write_it(told: Any, seconds: int) -> None:
    at = now()
    assert after(at, told) == (at + timedelta(seconds=seconds) if seconds else None)


def test_a_token_survives_being_kept() -> None:
    at = now()
    token = Token("masuk", "segar", at, at + MINUTE, None, "tanda")
    assert Token.read(token.kept(), "tanda") == token
    assert Token.read(token.kept(), "lain") is None
    assert Token.read({}, "tanda") is None
    assert token.ends_by(at)
    assert not token.ends_by(at - MINUTE)
