"""One account's access token: renewed before it ends, by one process at a time. Plain Python."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from channels.base import Disconnected, NotSent, Reason
from channels.http import Wire
from channels.keeping import Kept, Make
from channels.oauth.declared import OAuth
from channels.oauth.token import Token, mark_of

MARGIN = timedelta(minutes=5)  # longer than any of our calls takes


class Login:
    """What an adapter asks for the token of each call.

    A token that somebody pasted is given out as it is: nothing is kept of it, and nothing renews
    it.
    """

    def __init__(self, oauth: OAuth, credentials: Any, wire: Wire) -> None:
        self._given = str(getattr(credentials, oauth.access))
        self._mark = mark_of(self._given)
        self._renew = oauth.renew
        self._wire = wire
        self._kept: Kept = {}
        self._token: Token | None = None

    def access(self) -> str:
        """A token that should hold for a while. Raises a ``DeliveryError``.

        Where it cannot be renewed just now, the one that has some minutes left has to do.
        """
        token = self.token()
        now = self._wire.now()
        if not (self.can_renew and token.ends_by(now + MARGIN)):
            return token.access
        try:
            return self.renewed()
        except NotSent:
            if token.ends_by(now):
                raise
            return token.access

    @property
    def can_renew(self) -> bool:
        return self._renew is not None and bool(self.token().refresh)

    def token(self) -> Token:
        """The newest there is, as far as this process knows."""
        if self._token is None:
            self._kept = self._wire.keeper.kept()
            found = Token.read(self._kept, self._mark)
            self._token = found or Token(self._given, mark=self._mark)
        return self._token

    def renewed(self) -> str:
        """Another one than the one that was given last. Raises a ``DeliveryError``."""
        renew, old = self._renew, self.token()
        if renew is None or not old.refresh:
            raise Disconnected(Reason.LOGIN_ENDED, "the token cannot be renewed")

        def make() -> Kept:
            return replace(renew(self._wire, old), mark=self._mark).kept()

        self._kept = self._renewed(make)
        self._token = Token.read(self._kept, self._mark)
        if self._token is None:
            # Connected anew this very moment: the next call begins with the new credentials.
            raise NotSent(Reason.STILL_PROCESSING, "the account was connected anew")
        return self._token.access

    def _renewed(self, make: Make) -> Kept:
        """Refused, it may be that somebody was quicker whose lock we did not see."""
        try:
            return self._wire.keeper.renew(self._kept, make)
        except Disconnected:
            found = self._wire.keeper.kept()
            if found == self._kept:
                raise
            return found

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be seen in an answer."""
        words = (self._token.access, self._token.refresh) if self._token else ()
        return tuple(word for word in words if word)
