"""The version that ``If-Match`` demands of a resource, so that nobody changes what has changed."""

import re

_VERSION = re.compile(r'(?:W/)?"?([0-9]{1,18})"?')


def parse(header: str | None) -> int | None:
    """The demanded version, quoted, weak or bare; None for any."""
    if header is None or header.strip() == "*":
        return None
    match = _VERSION.fullmatch(header.strip())
    # What is not a version matches none.
    return int(match[1]) if match else -1
