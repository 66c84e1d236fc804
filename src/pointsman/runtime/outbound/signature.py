"""How a request proves that it is ours: Twilio's request signature.

The message is the exact address, followed by each form parameter's name and value in order of name;
the key is the account's auth token. Source: Twilio's webhook security reference.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit, urlunsplit

from yarl import URL

Form = Mapping[str, str | Sequence[str]]
"""Parameter → its value, or the values it is sent with."""

_DEFAULT_PORTS = {"http": 80, "https": 443}


def normalize(url: str) -> str:
    """The address as it is both requested and signed.

    Receivers rebuild it with a path, without a default port and percent-encoded, so it must be
    so from the start. A fragment never leaves the house.
    """
    parsed = URL(url)
    parts = urlsplit(str(parsed.with_fragment(None)))
    netloc = parts.netloc
    if parts.port is not None and parts.port == _DEFAULT_PORTS.get(parts.scheme):
        netloc = netloc.removesuffix(f":{parts.port}")
    # Python's rules leave the apostrophe of a query as it is, those of browsers and Node do not.
    query = parts.query.replace("'", "%27")
    return urlunsplit((parts.scheme, netloc, parts.path or "/", query, ""))


def sign(auth_token: str, url: str, parameters: Form) -> str:
    """The value of ``X-Twilio-Signature`` for a form POST of ``parameters`` to ``url``.

    A GET has no parameters beside those of its address.
    """
    message = url + "".join(
        # Receivers take a value that comes twice for one.
        name + value
        for name in sorted(parameters)
        for value in sorted(set(_values(parameters[name])))
    )
    digest = hmac.new(auth_token.encode(), message.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def pairs(parameters: Form) -> Iterable[tuple[str, str]]:
    """Each parameter with each of its values, as they are sent."""
    return ((name, value) for name, values in parameters.items() for value in _values(values))


def _values(values: str | Sequence[str]) -> Sequence[str]:
    return (values,) if isinstance(values, str) else values
