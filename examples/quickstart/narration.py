"""Prints the story: aligned columns, and a little colour where a person is looking."""

import os
import sys

BOLD, DIM, GREEN, YELLOW = "1", "2", "32", "33"


class Narration:
    def __init__(self) -> None:
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        self._coloured = sys.stdout.isatty() and not plain

    def chapter(self, title: str) -> None:
        self.line()
        self.line(self._paint(BOLD, title))

    def step(self, kind: str, sid: str, text: str) -> None:
        """Something that happened, to what it happened, and how it stands now."""
        self.line(f"  {kind:12}{self._paint(DIM, f'{sid:34}')}  {text}")

    def said(self, who: str, text: str) -> None:
        self.line(f"  {who:12}{self._paint(YELLOW, text)}")

    def door(self, url: str) -> None:
        """Where to watch all this; too long to stand in a column."""
        self.line()
        self.line(f"  {'console':12}{self._paint(BOLD, url)}")
        self.line(f"  {'':12}{self._paint(DIM, 'open it in a browser and watch; it works once')}")

    def outcome(self, text: str) -> None:
        self.line()
        self.line(self._paint(GREEN, text))

    def advice(self, text: str, *commands: str) -> None:
        self.line()
        self.line(f"  {self._paint(DIM, '# ' + text)}")
        for command in commands:
            self.line(f"  {command}")

    def line(self, text: str = "") -> None:
        print(text, flush=True)

    def _paint(self, colour: str, text: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self._coloured else text
