"""Where the demonstration tells how it goes: on a terminal in one line that is written over."""

import shutil
from typing import TextIO

SHOWN_EVERY_S = 10.0
REFRESHED_EVERY_S = 1.0
"""The same on a terminal."""

ANEW = "\r\x1b[K"
"""Goes to the beginning of a terminal's line and erases it."""


class Screen:
    """Lines that stay, and one that says how it is now."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._is_terminal = out.isatty()
        self.shown_every_s = REFRESHED_EVERY_S if self._is_terminal else SHOWN_EVERY_S

    def say(self, text: str) -> None:
        """Write a line that stays."""
        self._write(f"{text}\n")

    def show(self, text: str) -> None:
        """Write how it is now, in place of how it was."""
        if self._is_terminal:
            self._write(text[: shutil.get_terminal_size().columns - 1])
        else:
            self.say(text)

    def _write(self, text: str) -> None:
        self._out.write(f"{ANEW if self._is_terminal else ''}{text}")
        self._out.flush()
