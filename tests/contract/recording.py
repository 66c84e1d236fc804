"""The SDK's own HTTP client, which also writes down what it sent and what came back."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.e2e.server import ANSWER_LIMIT_S
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response


@dataclass(frozen=True)
class Exchange:
    """One request and its answer."""

    method: str
    path: str
    sent: frozenset[str]
    """The names of the parameters, wherever they were put."""
    status: int
    body: Any
    """The JSON of the answer as it came; None if it was empty."""


class Recorder(TwilioHttpClient):
    """Records every exchange."""

    def __init__(self) -> None:
        super().__init__(timeout=ANSWER_LIMIT_S)
        self.exchanges: list[Exchange] = []

    def request(self, method: str, url: str, *args: Any, **terms: Any) -> Response:
        assert not args, "the SDK names what it hands over"
        response = super().request(method, url, **terms)
        parts = urlsplit(url)
        headers = {"If-Match"} & set(terms.get("headers") or {})
        named = [terms.get("params") or {}, terms.get("data") or {}, parse_qs(parts.query)]
        self.exchanges.append(
            Exchange(
                method=method.upper(),
                path=parts.path,
                sent=frozenset(headers.union(*named)),
                status=response.status_code,
                body=json.loads(response.text) if response.text else None,
            )
        )
        return response

    def close(self) -> None:
        assert self.session is not None
        self.session.close()
