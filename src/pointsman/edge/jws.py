"""The outside of a token: its shape, its signature and its dates, whatever it is about.

What is cryptographic is PyJWT's. Its checks of claims are not used: they look at the machine's
clock, and accept more types than a refusal should depend on.
"""

import hashlib
import re
from typing import Annotated, Literal, TypeVar

import jwt
import msgspec
from jwt.algorithms import HMACAlgorithm

from pointsman.core.errors import Unauthorized
from pointsman.core.records import Instant

ALGORITHM = "HS256"
CONTENT = "twilio-fpa;v=1"
"""The ``cty`` of an access token's header; a capability token has none."""

LIMIT = 8 * 1024
"""How many characters a token may have."""
NOT_BEFORE_LEEWAY_MS = 60_000
"""How far the clock of who makes tokens may be ahead of ours."""

_SHAPE = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")

Date = Annotated[float, msgspec.Meta(ge=0, le=253_402_300_799)]
"""Seconds since 1970, to the year 9999. JSON Web Tokens allow fractions."""


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """What every token claims."""

    iss: str
    """The SID that the secret of the signature belongs to."""
    exp: Date
    nbf: Date = 0

    @property
    def expires(self) -> Instant:
        return int(self.exp * 1000)


C = TypeVar("C", bound=Claims)


class _Header(msgspec.Struct):
    alg: Literal["HS256"]
    cty: Literal["twilio-fpa;v=1"] | None = None
    crit: None = None
    """Nothing here may be so critical that who does not know it must refuse."""


class _Secret(HMACAlgorithm):
    """HMAC with secrets of any length: how long they are is decided where they are made."""

    def check_key_length(self, key: bytes) -> str | None:
        return None


# It knows one algorithm; what a token's header asks for cannot choose another.
_JWS = jwt.PyJWS(algorithms=[])
_JWS.register_algorithm(ALGORITHM, _Secret(HMACAlgorithm.SHA256))


def read(token: str, kind: type[C]) -> C:
    """What a token claims, before anybody knows whether it is true."""
    # Stricter than PyJWT, which lets padding pass: a token can be written in one way only.
    if len(token) > LIMIT or not _SHAPE.fullmatch(token):
        raise Unauthorized("Invalid Access Token", 20101)
    try:
        parts = _JWS.decode_complete(token, options={"verify_signature": False})
        claims = msgspec.json.decode(parts["payload"], type=kind)
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise Unauthorized("Invalid Access Token", 20101) from None
    try:
        msgspec.convert(parts["header"], _Header)
    except msgspec.ValidationError:
        raise Unauthorized("Invalid Access Token header", 20102) from None
    return claims


def is_signed(token: str, secret: str) -> bool:
    """Whether a token was signed with a secret. PyJWT compares in constant time."""
    try:
        _JWS.decode_complete(token, secret, algorithms=[ALGORITHM])
    except jwt.PyJWTError:
        return False
    return True


def check_dates(claims: Claims, now: Instant) -> None:
    """Refuse what is over, to the millisecond, and what has not begun."""
    if now >= claims.expires:
        raise Unauthorized("Access Token expired or expiration date invalid", 20104)
    if claims.nbf * 1000 > now + NOT_BEFORE_LEEWAY_MS:
        raise Unauthorized("Access Token not yet valid", 20105)


def token_id(token: str) -> str:
    """A short name for a token that was checked, for limits and logs.

    It is made of what is signed, which nobody can write in another way, and gives nothing away.
    """
    signed = token.rpartition(".")[0]
    return hashlib.blake2b(signed.encode(), digest_size=8).hexdigest()
