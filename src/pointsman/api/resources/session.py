"""``/Session``: a browser signs in, by a name and its secret or by a link, and out again."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from pointsman.api import render
from pointsman.api.answers import Answered, Deleted, Made
from pointsman.api.call import Call
from pointsman.core import errors
from pointsman.edge.accounts import Caller
from pointsman.edge.sessions import COOKIE
from pointsman.runtime.ports import Role, Session

Username = Annotated[str, Meta(max_length=64)]
Password = Annotated[str, Meta(max_length=1024)]
Code = Annotated[str, Meta(max_length=64)]
ConsolePath = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}(/[A-Za-z0-9_-]{1,64}){0,7}$")]
"""Where in the console, such as ``workspaces/WS…``."""


class SignedIn(msgspec.Struct, frozen=True):
    """Who a browser has signed in as."""

    account_sid: str
    username: str
    """The SID of the account or of the key."""
    role: Role
    expires: str
    """When it ends unless it is used; ISO 8601."""


class Link(msgspec.Struct, frozen=True):
    """Where whoever follows it is signed in, once."""

    url: str
    expires: str


class SignIn(msgspec.Struct, frozen=True):
    """A name and its secret, or the code of a link."""

    username: Username | UnsetType = UNSET
    password: Password | UnsetType = UNSET
    code: Code | UnsetType = UNSET


class MakeLink(msgspec.Struct, frozen=True):
    """Where a link leads."""

    path: ConsolePath | UnsetType = UNSET


async def sign_in(call: Call, form: SignIn) -> Made[SignedIn]:
    """Sign in; the cookie of the answer is asked with from then on."""
    if call.is_from_elsewhere:
        # Else a page could sign somebody in as another, who then sees what she does.
        raise errors.Forbidden("Only the console's own pages sign in")
    sessions = call.services.sessions
    if form.code is not UNSET:
        begun = await sessions.redeem(form.code, call.client)
    elif form.username is UNSET:
        raise errors.missing("Username")
    elif form.password is UNSET:
        raise errors.missing("Password")
    else:
        begun = await sessions.sign_in(form.username, form.password, call.client)
    shown = _show(begun.caller, begun.session)
    return Made(shown, {"Set-Cookie": _cookie(call, begun.value)})


async def fetch(call: Call) -> Answered[SignedIn]:
    """Who this browser has signed in as."""
    return Answered(_show(call.caller, _session(call)))


async def sign_out(call: Call) -> Deleted:
    """End the session at once."""
    await call.services.sessions.sign_out(_session(call))
    return Deleted({"Set-Cookie": _cookie(call, "", "; Max-Age=0")})


async def make_link(call: Call, form: MakeLink) -> Made[Link]:
    """Make a link to the console that signs in as who asks for it, once and soon."""
    begun = await call.services.sessions.make_link(call.caller)
    path = "" if form.path is UNSET else form.path
    url = f"{call.base}/console/{path}#code={begun.value}"
    return Made(Link(url, render.exact_date(begun.session.expires)))


def _show(caller: Caller, session: Session) -> SignedIn:
    expires = render.exact_date(session.expires)
    return SignedIn(caller.account.sid, caller.username, caller.role, expires)


def _session(call: Call) -> Session:
    if call.caller.session is None:
        raise errors.Unauthorized("Authentication Error - there is no session")
    return call.caller.session


def _cookie(call: Call, value: str, rest: str = "") -> str:
    """Without an age of its own the cookie goes with the browser, or when its session ends."""
    secure = "; Secure" if call.base.startswith("https:") else ""
    return f"{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{rest}"
