"""Query parameters of lists → conditions on rows. Fields are given as ``field="Parameter"``."""

from collections.abc import Sequence
from typing import Any

from pointsman.api import forms
from pointsman.api.call import Call
from pointsman.core import errors, sids


def where(call: Call, **parameters: str) -> dict[str, Any]:
    """Fields that must equal a parameter's text."""
    sent = {field: call.query(parameter) for field, parameter in parameters.items()}
    return {field: value for field, value in sent.items() if value is not None}


def flag(call: Call, **parameters: str) -> dict[str, Any]:
    """Fields that must be true for ``true``, ``1`` or ``yes``, and false for any other text."""
    return {
        field: value.strip().lower() in ("true", "1", "yes")
        for field, value in where(call, **parameters).items()
    }


def sid(call: Call, prefix: str, **parameters: str) -> dict[str, Any]:
    """Fields that must equal a parameter's SID, which must have the shape of one."""
    found = where(call, **parameters)
    for field, value in found.items():
        if not sids.is_sid(value, prefix):
            raise errors.invalid(parameters[field], f"must be a SID that starts with {prefix}")
    return found


def integer(call: Call, **parameters: str) -> dict[str, Any]:
    """Fields that must equal a parameter's number."""
    return {
        field: forms.read_integer(parameters[field], value, 0, 2**31 - 1)
        for field, value in where(call, **parameters).items()
    }


def choices(call: Call, allowed: Sequence[str], **parameters: str) -> dict[str, Any]:
    """Fields that must be one of the values sent, each of which must be allowed."""
    found: dict[str, Any] = {}
    for field, parameter in parameters.items():
        values = call.query_all(parameter)
        for value in values:
            if value not in allowed:
                raise errors.invalid(parameter, f"must be one of {', '.join(allowed)}")
        if values:
            found[field] = values
    return found


def refuse_unsupported(call: Call, *parameters: str) -> None:
    """A filter that is not built yet must not be taken for one that matched everything."""
    for parameter in parameters:
        if call.query(parameter) is not None:
            raise errors.invalid(parameter, "Pointsman does not support this filter yet")
