"""Where the demonstration tells how it goes."""

import io

import pytest

from pointsman.demo.screen import ANEW, Screen


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is cut where the line ends, and written over, also by what stays."""
    monkeypatch.setenv("COLUMNS", "10")
    screen = Screen(out := Terminal())
    screen.show("waiting 1  offered 2")
    screen.show("waiting 2")
    screen.say("the end")
    assert ["", "waiting 1", "waiting 2", "the end\n"] == out.getvalue().split(ANEW)


def test_elsewhere_line_by_line() -> None:
    """Nothing but text, and less often."""
    screen = Screen(out := io.StringIO())
    screen.show("waiting 1")
    screen.say("the end")
    assert "waiting 1\nthe end\n" == out.getvalue()
    assert screen.shown_every_s > Screen(Terminal()).shown_every_s
