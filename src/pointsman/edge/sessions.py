"""Browsers that have signed in: a cookie stands for an account's token or a key's secret.

Neither is kept for that. The cookie holds 256 random bits, of which the store has a digest; and a
session lives no longer than the secret it began with, for the store has a proof of that, which
cannot be checked without the cookie. A link is a session that has not begun.
"""

import hashlib
import hmac
import secrets
from typing import Literal

import msgspec
from starlette.requests import Request

from pointsman.core.errors import Forbidden, Unauthorized
from pointsman.core.records import Instant
from pointsman.edge import outermost
from pointsman.edge.accounts import Accounts, Caller
from pointsman.edge.attempts import Attempts
from pointsman.runtime.ports import Clock, Session, Store

COOKIE = "pointsman_session"
HEADER = "Pointsman-Console"
"""Sent with what changes something. No page of another origin may send it: CORS does not allow it,
and forms cannot."""

LONGEST_MS = 12 * 3_600_000
"""How long a session lasts at most."""
UNUSED_MS = 3_600_000
"""How long it lasts when it is not used."""
EXTEND_AFTER_MS = 60_000
"""How much later it must end for that to be written down."""
LINK_MS = 600_000
"""How long a link may be followed."""

SESSIONS_KEPT = 100
LINKS_KEPT = 20
"""How many there are of one account or key; of more, the oldest end."""

_UNCHANGING = frozenset({"GET", "HEAD"})


class Begun(msgspec.Struct, frozen=True):
    """A session or a link, and the value by which it is known; ``repr`` does not show that."""

    value: str
    caller: Caller
    session: Session

    def __repr__(self) -> str:
        return f"Begun({self.caller})"


class Sessions:
    """Who has signed in by a browser, and whether they still may."""

    def __init__(self, store: Store, accounts: Accounts, clock: Clock) -> None:
        self._store = store
        self._accounts = accounts
        self._clock = clock
        self._attempts = Attempts(clock)
        self._extending: set[str] = set()

    async def identify(self, request: Request) -> Caller:
        """Who makes a request, by its credentials or by its cookie. Raises a refusal."""
        proven: Caller | None = request.scope.get(outermost.PROVEN)
        if proven is not None:
            return proven
        if not is_by_cookie(request):
            return await self._accounts.check(request.headers.get("authorization"))
        if request.method not in _UNCHANGING and request.headers.get(HEADER) != "1":
            raise Forbidden(f"A change by cookie needs the header {HEADER}: 1")
        return await self.check(request.cookies[COOKIE])

    async def check(self, value: str) -> Caller:
        """Whose session has that value; it lasts longer for being used."""
        caller = await self._prove(value, "session")
        assert caller.session is not None
        return caller._replace(session=await self._extend(caller.session))

    async def holds(self, caller: Caller) -> bool:
        """Whether what a caller has shown would be accepted still: a stream outlives its request.

        To listen is not to use: the session lasts no longer for it.
        """
        if caller.session is not None:
            session = await self._store.find_session(caller.session.digest)
            if session is None or session.expires <= self._clock.now():
                return False
        account, accepted, _ = await self._accounts.look_up(caller.username)
        return account is not None and any(
            hmac.compare_digest(secret.encode(), caller.secret.encode()) for secret in accepted
        )

    async def sign_in(self, username: str, password: str, client: str) -> Begun:
        """Begin a session by a name and its secret; ``client`` says who must not guess on."""
        with self._attempts.of(client):
            caller = await self._accounts.sign_in(username, password)
        return await self._begin(caller)

    async def redeem(self, code: str, client: str) -> Begun:
        """Begin a session by a link, which is then of no use any more."""
        with self._attempts.of(client):
            caller = await self._prove(code, "link")
            # Of two who follow a link at the same time, one removes it.
            if not await self._store.remove_session(_digest(code)):
                raise _no_link()
        return await self._begin(caller)

    async def sign_out(self, session: Session) -> None:
        await self._store.remove_session(session.digest)

    async def make_link(self, caller: Caller) -> Begun:
        """A link that signs in whoever follows it as ``caller``."""
        return await self._add(caller, "link", LINK_MS, LINKS_KEPT)

    async def _begin(self, caller: Caller) -> Begun:
        return await self._add(caller, "session", UNUSED_MS, SESSIONS_KEPT)

    async def _add(
        self, caller: Caller, kind: Literal["session", "link"], lasts_ms: int, keep: int
    ) -> Begun:
        value = secrets.token_urlsafe(32)
        now = self._clock.now()
        session = Session(
            digest=_digest(value),
            kind=kind,
            account_sid=caller.account.sid,
            username=caller.username,
            proof=_proof(value, caller.secret),
            date_created=now,
            expires=now + lasts_ms,
        )
        await self._store.add_session(session, keep)
        return Begun(value, caller._replace(session=session), session)

    async def _prove(self, value: str, kind: Literal["session", "link"]) -> Caller:
        session = await self._store.find_session(_digest(value))
        if session is None or session.kind != kind or session.expires <= self._clock.now():
            raise _no_link() if kind == "link" else _no_session()
        account, accepted, role = await self._accounts.look_up(session.username)
        proving = [
            secret
            for secret in accepted
            if hmac.compare_digest(session.proof, _proof(value, secret))
        ]
        if account is None or not proving:
            raise _no_link() if kind == "link" else _no_session()
        return Caller(account, session.username, proving[0], role, session)

    async def _extend(self, session: Session) -> Session:
        expires = min(session.date_created + LONGEST_MS, self._clock.now() + UNUSED_MS)
        # One of many requests at a time is enough.
        if _is_hardly_later(expires, session) or session.digest in self._extending:
            return session
        self._extending.add(session.digest)
        try:
            await self._store.extend_session(session.digest, expires)
        finally:
            self._extending.discard(session.digest)
        return msgspec.structs.replace(session, expires=expires)


def is_by_cookie(request: Request) -> bool:
    """Whether the cookie is what says who asks: credentials that are sent come before it."""
    return COOKIE in request.cookies and "authorization" not in request.headers


def _is_hardly_later(expires: Instant, session: Session) -> bool:
    return expires - session.expires < EXTEND_AFTER_MS


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def _proof(value: str, secret: str) -> str:
    return hmac.new(value.encode(), secret.encode(), hashlib.sha256).hexdigest()


def _no_session() -> Unauthorized:
    return Unauthorized("Authentication Error - the session has ended")


def _no_link() -> Unauthorized:
    return Unauthorized("Authentication Error - the link was used, or is too old")
