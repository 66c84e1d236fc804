"""The server, hurried: its heartbeats come sooner, and its pages are short.

    python hasty.py serve …        as ``pointsman serve …``

In place of waiting for minutes the tests let the SDK's clock run faster, too (``hasty.js``), so
that all waiting is in proportion. And the worker SDK asks for pages of 1,000; nobody wants to
create as many activities. ``HEARTBEAT_S`` and ``PAGE_SIZE`` say how much.
"""

import os

import msgspec

from pointsman.bridge import connection, pages
from pointsman.cli import main

connection.HEARTBEAT_S = float(os.environ.get("HEARTBEAT_S", connection.HEARTBEAT_S))
PAGE_SIZE = int(os.environ.get("PAGE_SIZE", pages.LARGEST_SIZE))
parse = pages.parse


def parse_short(parameters) -> pages.Asked:
    asked = parse(parameters)
    return msgspec.structs.replace(asked, page_size=min(asked.page_size, PAGE_SIZE))


pages.parse = parse_short

if __name__ == "__main__":
    main()
