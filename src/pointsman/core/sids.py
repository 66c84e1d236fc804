"""Identifiers: two letters that name the kind, then 32 hexadecimal digits.

New ones are minted from the stamp of the command that creates them, so the same command with the
same stamp always names its objects the same. Nothing here draws random numbers.
"""

import hashlib
import re

ACCOUNT = "AC"
ACTIVITY = "WA"
API_KEY = "SK"
CALLBACK = "CB"
CONFIGURATION = "CO"
EVENT = "EV"
RESERVATION = "WR"
TASK = "WT"
TASK_CHANNEL = "TC"
TASK_QUEUE = "WQ"
TRANSFER = "TT"
VOICE_REQUEST = "VR"
WORKER = "WK"
WORKER_CHANNEL = "WC"
WORKFLOW = "WW"
WORKSPACE = "WS"

_SHAPE = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")


def is_sid(text: str, prefix: str = "") -> bool:
    """Whether ``text`` has the shape of a SID, of the kind ``prefix`` if one is given."""
    return _SHAPE.fullmatch(text) is not None and text.startswith(prefix)


def mint(prefix: str, seed: bytes, position: int) -> str:
    """Name the object of kind ``prefix`` at ``position`` of a workspace's journal."""
    digest = hashlib.blake2b(
        position.to_bytes(8, "big"), digest_size=16, key=seed, person=prefix.encode()
    )
    return prefix + digest.hexdigest()
