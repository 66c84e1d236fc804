"""The server as a process, told apart from the test by nothing but its address."""

import functools
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests
from tests.e2e.waiting import wait_until
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

ACCOUNT_SID = "AC00000000000000000000000000000e2e"
AUTH_TOKEN = "the-token-of-the-tests-0123456789"
CREDENTIALS = {"POINTSMAN_ACCOUNT_SID": ACCOUNT_SID, "POINTSMAN_AUTH_TOKEN": AUTH_TOKEN}
ANSWER_LIMIT_S = 10.0
START_LIMIT_S = 30.0
STOP_LIMIT_S = 20.0


class Server:
    """A server process, which can be ended and started again over the same data."""

    account_sid = ACCOUNT_SID
    auth_token = AUTH_TOKEN

    def __init__(self, directory: Path, *options: str, **environment: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.data_dir = directory / "data"
        self.url = "http://127.0.0.1:0"
        self._stdout, self._stderr = directory / "stdout", directory / "stderr"
        self._options = options
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._sessions: list[requests.Session] = []

    def start(self) -> "Server":
        """Start the process and wait until it serves; again on the same port."""
        with self._stdout.open("wb") as stdout, self._stderr.open("ab") as stderr:
            self._process = subprocess.Popen(
                self.command(*self._options, port=self.url.rpartition(":")[2]),
                env=self.environment(**self._environment),
                stdout=stdout,
                stderr=stderr,
            )
        wait_until(lambda: self.said.endswith("\n") or not self.is_running, START_LIMIT_S)
        serving = re.search(r"^Pointsman is serving at (http://\S+)$", self.said, re.MULTILINE)
        assert serving is not None, f"the server did not start: {self.log}"
        self.url = serving[1]
        return self

    def command(self, *options: str, port: str = "0") -> list[str]:
        """How a server over this server's data is started."""
        data_dir = str(self.data_dir)
        serve = [sys.executable, "-m", "pointsman", "serve"]
        return [*serve, "--port", port, "--data-dir", data_dir, *options]

    @staticmethod
    def environment(**added: str) -> dict[str, str]:
        """This process's environment without settings, and what is ``added``."""
        inherited = {n: v for n, v in os.environ.items() if not n.startswith("POINTSMAN_")}
        return inherited | added

    def kill(self) -> None:
        """End the process without warning, as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """Ask the process to end; its exit code."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(STOP_LIMIT_S)

    def restart(self) -> None:
        if self.is_running:
            self.stop()
        self.start()

    def close(self) -> None:
        if self._process is not None:
            self.kill()
        for session in self._sessions:
            session.close()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def said(self) -> str:
        """What the present process wrote to standard output."""
        return self._stdout.read_text(encoding="utf-8")

    @property
    def log(self) -> str:
        """What all processes wrote to standard error."""
        return self._stderr.read_text(encoding="utf-8", errors="replace")

    def log_lines(self, *words: str) -> list[str]:
        """The finished lines of the log that contain all of ``words``, requests left out."""
        finished = self.log.rpartition("\n")[0].splitlines()
        told = [line for line in finished if " event=request " not in line]
        return [line for line in told if all(word in line for word in words)]

    def connect(self) -> Client:
        """A new client; threads need one each."""
        http = TwilioHttpClient(timeout=ANSWER_LIMIT_S)
        assert http.session is not None
        self._sessions.append(http.session)
        client = Client(self.account_sid, self.auth_token, http_client=http)
        client.taskrouter.base_url = self.url
        return client

    @functools.cached_property
    def client(self) -> Client:
        """The test's own client; it outlives the process, for the address stays the same."""
        return self.connect()

    def post(
        self, path: str, session: requests.Session | None = None, **form: str
    ) -> requests.Response:
        """POST a form to a path below ``/v1``, for the bytes of the answer."""
        url, auth = f"{self.url}/v1/{path}", (self.account_sid, self.auth_token)
        post = requests.post if session is None else session.post
        return post(url, data=form, auth=auth, timeout=ANSWER_LIMIT_S)

    def get(self, path: str) -> Any:
        """What the server has under a whole path, of its own extensions for instance."""
        auth = (self.account_sid, self.auth_token)
        answer = requests.get(f"{self.url}{path}", auth=auth, timeout=ANSWER_LIMIT_S)
        answer.raise_for_status()
        return answer.json()
