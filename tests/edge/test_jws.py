"""The outside of tokens: written in one way only, signed with one algorithm, dated."""

import hashlib

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st
from tests.edge import forging
from tests.edge.forging import HEADER, encoded

from pointsman.core.errors import Unauthorized
from pointsman.edge import jws
from pointsman.runtime.clock import START

SECRET = "a secret of thirty-two characters"
NOW_S = START // 1000
CLAIMS = {"iss": "SK1", "exp": NOW_S + 3600, "nbf": NOW_S}
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def compact(header, claims, secret: str = SECRET, **options) -> str:
    return forging.compact(header, claims, secret, **options)


GOOD = compact(HEADER, CLAIMS)


def is_accepted(token: str) -> bool:
    try:
        jws.read(token, jws.Claims)
    except Unauthorized:
        return False
    return jws.is_signed(token, SECRET)


def refused(token: str) -> int:
    """The code that reading a token is refused with."""
    with pytest.raises(Unauthorized) as caught:
        jws.read(token, jws.Claims)
    assert 401 == caught.value.status
    return caught.value.code


@pytest.mark.parametrize(
    "header",
    [
        HEADER,
        {"alg": "HS256"},
        {"alg": "HS256", "cty": None},
        {**HEADER, "twr": "ie1"},
        {**HEADER, "kid": "1"},
    ],
    ids=str,
)
def test_headers_of_the_libraries(header) -> None:
    """The content type may be missing, and a region may be named."""
    assert is_accepted(compact(header, CLAIMS))


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"typ": "JWT"},
        {"alg": None},
        {"alg": ["HS256"]},
        {"alg": 256},
        *({"alg": name} for name in ("none", "None", "NONE", "", "hs256", "HS384", "RS256")),
        {**HEADER, "cty": "JWT"},
        {**HEADER, "cty": "twilio-fpa;v=2"},
        {**HEADER, "cty": 1},
    ],
    ids=str,
)
def test_headers_that_are_refused(header) -> None:
    """Another algorithm or another content is refused, however it was signed."""
    assert 20102 == refused(compact(header, CLAIMS))


def test_other_algorithms() -> None:
    """A token that is rightly signed by another algorithm is refused for naming it."""
    rsa_key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    assert 20102 == refused(jwt.encode(CLAIMS, rsa_key, "RS256"))
    for name in ("sha384", "sha512"):
        token = compact({"alg": f"HS{name[3:]}"}, CLAIMS, digest=getattr(hashlib, name))
        assert 20102 == refused(token)


def test_the_header_does_not_choose_the_algorithm() -> None:
    """A signature by another algorithm is wrong, also under a header that names ours."""
    assert not is_accepted(compact(HEADER, CLAIMS, digest=hashlib.sha512))


@pytest.mark.parametrize(
    "header", [[], None, "HS256", b"", b"{", b"\xff", {**HEADER, "kid": 7}], ids=str
)
def test_headers_that_are_none(header) -> None:
    """A header that is no object, or that says what cannot be, makes no token."""
    assert 20101 == refused(compact(header, CLAIMS))


@pytest.mark.parametrize(
    "header",
    [
        {**HEADER, "crit": ["exp"], "exp": 1},
        {**HEADER, "crit": ["b64"], "b64": True},
        {**HEADER, "crit": ["b64"], "b64": False},
        {**HEADER, "crit": 1},
    ],
    ids=str,
)
def test_critical_headers(header) -> None:
    """What must be understood is not, and so refused."""
    assert refused(compact(header, CLAIMS)) in (20101, 20102)


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "abc",
        GOOD.rpartition(".")[0],
        GOOD.rpartition(".")[0] + ".",
        f".{GOOD}",
        f"{GOOD}.",
        f"{GOOD}.{encoded(b'more')}",
        f"{GOOD}=",
        f"{GOOD}\n",
        f" {GOOD}",
        f"Bearer {GOOD}",
        GOOD.replace(".", ".é", 1),
        GOOD.replace(".", ".\ud800", 1),
        GOOD.replace(".", ".!", 1),
        GOOD.replace(".", ".+", 1),
        GOOD.replace(".", ".%41", 1),
        GOOD + "A" * jws.LIMIT,
        compact(HEADER, {**CLAIMS, "more": "x" * jws.LIMIT}),
        compact(HEADER, b'{"iss":"SK1","exp":1,"more":' + b"[" * 5000 + b"]" * 1000 + b"}"),
        compact(b'{"alg":"HS256","more":' + b"[" * 5000, {}),
    ],
    ids=lambda token: ascii(token[-30:]),
)
def test_what_is_no_token(token: str) -> None:
    """Three segments of base64url without padding, not too long, with JSON in them; or nothing."""
    assert 20101 == refused(token)


def test_the_longest_token() -> None:
    """The limit is on the characters of the whole token."""
    padding = jws.LIMIT - len(compact(HEADER, {**CLAIMS, "more": ""}))
    longest = compact(HEADER, {**CLAIMS, "more": "x" * (padding * 3 // 4)})
    assert jws.LIMIT - 2 <= len(longest) <= jws.LIMIT
    assert is_accepted(longest)


@pytest.mark.parametrize(
    "change",
    [
        {"iss": None},
        {"iss": 1},
        {"iss": ["SK1"]},
        {"exp": None},
        {"exp": "1767229200"},
        {"exp": True},
        {"exp": -1},
        {"exp": 1e300},
        {"exp": 10**400},
        {"exp": [NOW_S]},
        {"nbf": None},
        {"nbf": "0"},
        {"nbf": {}},
        {"nbf": -(10**400)},
    ],
    ids=lambda change: str(change)[:30],
)
def test_claims_of_other_types(change) -> None:
    """A claim that is not of its type makes no token."""
    assert 20101 == refused(compact(HEADER, CLAIMS | change))


@pytest.mark.parametrize(
    "claims",
    [
        [],
        None,
        "claims",
        {},
        {"iss": "SK1"},
        {"exp": 1},
        b"",
        b'{"iss":"SK1","exp":NaN}',
        b'{"iss":"\xff","exp":1}',
    ],
    ids=str,
)
def test_claims_that_are_none(claims) -> None:
    """Claims are an object, with an issuer and an end."""
    assert 20101 == refused(compact(HEADER, claims))


@given(st.integers(0, len(GOOD) - 1), st.sampled_from(ALPHABET))
def test_tampered_tokens(at: int, character: str) -> None:
    """A token of which any one character is another is not accepted."""
    tampered = GOOD[:at] + character + GOOD[at + 1 :]
    assert (tampered == GOOD) == is_accepted(tampered)


@given(st.integers(0, len(GOOD) - 1))
def test_shortened_tokens(length: int) -> None:
    """Nor is a part of one."""
    assert not is_accepted(GOOD[:length])


def test_signatures() -> None:
    """Only the secret that signed proves a token, be it long, short or strange."""
    assert jws.is_signed(GOOD, SECRET)
    for secret in (SECRET.upper(), SECRET[:-1], "", "\0", "-----BEGIN PUBLIC KEY-----"):
        assert not jws.is_signed(GOOD, secret)
    for secret in ("sixteen letters!", "žluťoučký kůň 世界"):
        assert jws.is_signed(compact(HEADER, CLAIMS, secret), secret)


def check_dates(now: int, **dates: float) -> int | None:
    """The code that the dates are refused with."""
    claims = jws.read(compact(HEADER, CLAIMS | dates), jws.Claims)
    try:
        jws.check_dates(claims, now)
    except Unauthorized as refusal:
        return refusal.code
    return None


def test_the_end_is_exact() -> None:
    """Until its last millisecond a token is valid, and then no more."""
    end = START + 3_600_000
    assert None is check_dates(end - 1)
    assert 20104 == check_dates(end)
    assert None is check_dates(START + 1499, exp=NOW_S + 1.5)
    assert 20104 == check_dates(START + 1500, exp=NOW_S + 1.5)
    assert 20104 == check_dates(START, exp=0)


def test_the_begin_has_a_leeway() -> None:
    """A token may begin a minute ahead of our clock, for clocks differ."""
    assert None is check_dates(START - 60_000)
    assert 20105 == check_dates(START - 60_001)


def test_token_ids() -> None:
    """Each token has an id of its own, which does not hold it."""
    other = compact(HEADER, CLAIMS | {"nbf": 0})
    assert jws.token_id(GOOD) == jws.token_id(GOOD)
    assert jws.token_id(GOOD) != jws.token_id(other)
    assert 16 == len(jws.token_id(GOOD))
    assert jws.token_id(GOOD) not in GOOD
