"""A JSON body → parameters, where TaskRouter takes one in place of a form."""

from collections.abc import Collection
from typing import Any

import msgspec

from pointsman.core import errors
from pointsman.edge import forms

CONTENT_TYPE = "application/json"


def parse(encoded: bytes, wanted: Collection[str]) -> forms.Parameters:
    """Those of ``wanted`` that the object has, each a list of texts.

    TaskRouter's documents begin a name with either case; what is not wanted is ignored.
    """
    try:
        document = msgspec.json.decode(encoded, type=dict[str, Any])
    except (ValueError, RecursionError):
        raise errors.Invalid("The body must be a JSON object") from None
    parameters: dict[str, list[str]] = {}
    for key, value in document.items():
        name = key[:1].upper() + key[1:]
        if name not in wanted:
            continue
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise errors.invalid(name, "must be a list of texts")
        for item in value:
            forms.check(name, item)
        parameters.setdefault(name, []).extend(value)
    return parameters
