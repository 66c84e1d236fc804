"""A server in a thread of the test's own process: debuggers stop in it, and coverage counts it."""

import threading
from pathlib import Path

from pointsman.testing.server import ACCOUNT_SID, AUTH_TOKEN, SEED, Server

START_WITHIN_S = 60.0


class ServerThread(Server):
    """A server thread that runs from its construction until ``stop``.

    It speaks HTTP on a free port, as a process does, and logs as ``structlog`` is set up.
    """

    def __init__(self, directory: Path) -> None:
        # The whole server; whoever tests against a process need not load it.
        from pointsman import compose
        from pointsman.config import Config
        from pointsman.premises import Started

        config = Config(
            host="127.0.0.1",
            port=0,
            data_dir=directory / "data",
            database=None,
            public_url=None,
            account_sid=ACCOUNT_SID,
            auth_token=AUTH_TOKEN,
            secret_key=None,
            log_level="info",
            task_retention_s=300,
            assigned_limit_s=86_400,
            event_retention_days=30,
            statistics_retention_days=31,
            event_retry_limit_s=3_600,
            webhook_history=1_000,
            allow_private_addresses=None,
            pending_when_callback_fails=False,
            voice_url=None,
            otlp_endpoint=None,
            bridge_rate=0,
            offline_when_disconnected=False,
            disconnect_grace_s=3,
            test_clock=True,
            seed=SEED,
        )
        started: list[Started] = []
        self._stirred = threading.Event()

        def tell(start: Started) -> None:
            started.append(start)
            self._stirred.set()

        def run() -> None:
            try:
                compose.run(config, tell)
            finally:
                self._stirred.set()

        self._thread = threading.Thread(target=run, name="pointsman")
        self._thread.start()
        self._stirred.wait(START_WITHIN_S)
        if not started:
            raise RuntimeError("Pointsman did not start")
        self._stop = started[0].stop
        super().__init__(started[0].address)

    def stop(self) -> None:
        self._stop()
        self._thread.join()
