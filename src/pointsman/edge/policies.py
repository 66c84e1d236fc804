"""What a capability token allows: policies about an address, a method and parameters.

They are described, with questions left open, in
https://www.twilio.com/docs/taskrouter/js-sdk-v1/workspace/constructing-jwts; of several answers to
such a question, the narrowest that the SDK can live with is taken here.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec

from pointsman.core.records import Instant


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a filter says of a parameter that may be sent."""

    required: bool = False


Filter = dict[str, Requirement] | Annotated[list[Any], msgspec.Meta(max_length=0)]
"""By parameter; others are refused. An empty one refuses nothing; PHP writes it as a list."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """A rule about requests to an address, of which only the path counts.

    Of the path, ``*`` stands for one segment, and ``**`` at its end for all that is below.
    """

    url: str
    method: Literal["GET", "POST", "DELETE"]
    allow: bool
    query_filter: Filter = {}
    post_filter: Filter = {}

    def is_about(self, method: str, segments: list[str]) -> bool:
        if method != self.method:
            return False
        pattern = _path(self.url).split("/")
        if pattern[-1] != "**":
            return _is_like(pattern, segments)
        base = pattern[:-1]
        # A list is read at the address its resources are below; the SDK's tokens count on it. To
        # change what is below a resource does not include to change, or delete, the resource.
        least = len(base) if method == "GET" else len(base) + 1
        return len(segments) >= least and _is_like(base, segments[: len(base)])

    def admits(self, parameters: Mapping[str, str]) -> bool:
        """Whether the filter for its method lets these parameters pass."""
        allowed = {"GET": self.query_filter, "POST": self.post_filter}.get(self.method)
        if not isinstance(allowed, dict) or not allowed:
            return True
        required = {name for name, parameter in allowed.items() if parameter.required}
        return required <= parameters.keys() <= allowed.keys()


class Capability(msgspec.Struct, frozen=True, kw_only=True):
    """What a capability token was made for. Its worker or queue is not known to exist."""

    account_sid: str
    workspace_sid: str
    channel_sid: str
    """The worker, the task queue or the workspace it is about."""
    worker_sid: str | None
    taskqueue_sid: str | None
    expires: Instant
    token_id: str
    policies: tuple[Policy, ...]

    def allows(self, method: str, url_path: str, parameters: Mapping[str, str]) -> bool:
        """Whether a request may be made.

        ``url_path`` is the path as it is routed: decoded, and with its version, as
        ``/v1/Workspaces/WS…``. ``parameters`` are those of the query of a GET, and of the form of a
        POST. What no policy is about is not allowed; what any policy forbids, whatever its
        filters, is not allowed either.
        """
        root, *names = segments = url_path.split("/")
        if root or not names or any(name in ("", ".", "..") for name in names):
            return False
        about = [policy for policy in self.policies if policy.is_about(method, segments)]
        return all(policy.allow for policy in about) and any(
            policy.admits(parameters) for policy in about
        )


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _is_like(pattern: list[str], segments: list[str]) -> bool:
    return len(pattern) == len(segments) and all(
        wanted in ("*", segment) for wanted, segment in zip(pattern, segments, strict=True)
    )
