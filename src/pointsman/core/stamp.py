"""The moment and the chance a command is given. The core has no other source of either."""

import msgspec

from pointsman.core.records import Instant


class Stamp(msgspec.Struct, frozen=True):
    """When a command is applied, and the secret its new identifiers are minted from."""

    now: Instant
    seed: bytes
