"""The clock of a server under test. It stands still, and moves when told."""

import datetime as dt
from typing import Any, Protocol


class Asked(Protocol):
    """What answers requests: a server."""

    def ask(self, method: str, path: str, **form: str) -> Any: ...


class ServerClock:
    """Moves a server's time; what falls due happens at its own time, callbacks included."""

    def __init__(self, server: Asked) -> None:
        self._server = server

    @property
    def now(self) -> dt.datetime:
        moment = self._server.ask("GET", "/pointsman/v1/Clock")
        return dt.datetime.fromtimestamp(moment["now_ms"] / 1000, dt.UTC)

    def advance(self, seconds: float) -> None:
        """Let time pass and wait until all that follows has happened.

        Raises ``TimeoutError`` when a receiver of callbacks keeps the server waiting.
        """
        passed = self._server.ask("POST", "/pointsman/v1/Clock/Advance", Seconds=f"{seconds:.3f}")
        if not passed["at_rest"]:
            raise TimeoutError(
                "time went on, but the server still waits for an answer to callbacks"
            )

    def settle(self) -> None:
        """Let no time pass, but wait until all that belongs to this moment has happened."""
        self.advance(0)
