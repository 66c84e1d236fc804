"""Figures → an answer that says where they are from."""

from typing import Any, TypeVar

import msgspec

from pointsman.api.answers import Answered
from pointsman.api.call import Call

A = TypeVar("A", bound=msgspec.Struct)


def told(call: Call, kind: type[A], **fields: Any) -> Answered[A]:
    """A resource of the path's workspace, at the address that is asked."""
    return Answered(
        kind(
            account_sid=call.account.sid,
            workspace_sid=call.workspace_sid,
            url=call.url,
            **fields,
        )
    )


def spread(call: Call, kind: type[A], figures: msgspec.Struct, **fields: Any) -> Answered[A]:
    """A resource that has the figures among its own fields."""
    return told(call, kind, **msgspec.structs.asdict(figures), **fields)
