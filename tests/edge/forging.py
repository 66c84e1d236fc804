"""Tokens that no library would make: any header and any claims, rightly signed."""

import base64
import hashlib
import hmac
import json
from typing import Any

HEADER = {"typ": "JWT", "alg": "HS256", "cty": "twilio-fpa;v=1"}
"""The header of an access token."""


def encoded(part: Any) -> str:
    """A segment: of bytes, or of anything that is JSON."""
    text = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def compact(header: Any, claims: Any, secret: str, digest: Any = hashlib.sha256) -> str:
    signed = f"{encoded(header)}.{encoded(claims)}"
    signature = hmac.new(secret.encode(), signed.encode(), digest).digest()
    return f"{signed}.{encoded(signature)}"
