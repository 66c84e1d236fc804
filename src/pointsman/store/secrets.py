"""The box that seals what must not be read from the database: the accounts' tokens.

The key is handed in, or lives in a file beside the data; it is never in the database. Nothing here
shows the key or what was sealed, not even ``repr``.
"""

import contextlib
import os
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

KEY_FILE = "secret.key"


class SecretKeyWrong(Exception):
    """The secret key is no key, or not the one the secrets were sealed with."""


class SecretBox:
    """Seals and unseals short texts with one key."""

    def __init__(self, key: str) -> None:
        try:
            self._fernet = Fernet(key)
        except ValueError:
            raise SecretKeyWrong(
                "The secret key must be 32 random bytes in base 64, such as"
                " `openssl rand -base64 32` prints."
            ) from None

    @classmethod
    def open(cls, data_dir: Path, key: str | None) -> "SecretBox":
        """Use ``key``, or else the key file in ``data_dir``, which is made when there is none."""
        if key is not None:
            return cls(key.strip())
        path = data_dir / KEY_FILE
        if not path.exists():
            _create(path)
        return cls(path.read_text(encoding="ascii", errors="replace").strip())

    def __repr__(self) -> str:
        return "SecretBox()"

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def unseal(self, text: str) -> str:
        try:
            return self._fernet.decrypt(text.encode()).decode()
        except InvalidToken:
            raise SecretKeyWrong(
                "The account's token was sealed with another secret key than the present one:"
                f" restore POINTSMAN_SECRET_KEY, or the file {KEY_FILE} in the data directory."
            ) from None


def _create(path: Path) -> None:
    """Put a new key at ``path``, unless somebody else is quicker; then theirs counts.

    The file appears with its content or not at all: a half-written key would be read by a process
    that starts at the same time, and lost secrets cannot be restored.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{KEY_FILE}.")  # mode 0600
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(Fernet.generate_key() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink()
