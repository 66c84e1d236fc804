"""Figures and traces of a server process."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families
from tests.e2e.server import CREDENTIALS


class Collector:
    """Takes traces, as a collector of OpenTelemetry does."""

    def __init__(self) -> None:
        self.names: dict[str, set[str]] = {}
        """Trace → the names of its spans."""
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                assert "/v1/traces" == self.path
                body = self.rfile.read(int(self.headers["Content-Length"]))
                collector.take(ExportTraceServiceRequest.FromString(body))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def take(self, sent: ExportTraceServiceRequest) -> None:
        for resource in sent.resource_spans:
            for scope in resource.scope_spans:
                for span in scope.spans:
                    self.names.setdefault(span.trace_id.hex(), set()).add(span.name)

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def collector() -> Iterator[Collector]:
    collector = Collector()
    yield collector
    collector.close()


def test_traces_reach_the_collector(start_server, open_call_centre, application, collector) -> None:
    """All of them, also what is told last; and the application is sent the trace."""
    server = start_server("--otlp-endpoint", collector.url, **CREDENTIALS)
    application.answer({"instruction": "accept"})
    centre = open_call_centre(server, callback_url=application.url())
    task = centre.create_task("es")
    [callback] = application.received()
    centre.ended(task, "accepted")
    assert 0 == server.stop()
    trace_id = task.sid[2:]
    assert trace_id in callback.headers["Traceparent"]
    assert {
        "POST /v1/Workspaces/{workspace_sid}/Tasks",
        "decide CreateTask",
        "commit",
        "callback assignment",
        "decide FollowInstruction",
    } <= collector.names[trace_id]


def test_a_collector_that_is_away(start_server, open_call_centre) -> None:
    """Work goes on, the log tells of it, and the server still comes to its end."""
    server = start_server("--otlp-endpoint", "http://127.0.0.1:9", **CREDENTIALS)
    centre = open_call_centre(server)
    centre.offer(centre.create_task("es"))
    assert 0 == server.stop()
    assert server.log_lines("level=warning", "event=traces.unsent", "port=9")


def test_the_page_of_a_process(shared_server, open_call_centre) -> None:
    """It is asked for with the account's credentials, and tells of the process as well."""
    open_call_centre(shared_server)
    url = f"{shared_server.url}/metrics"
    assert 401 == requests.get(url, timeout=5).status_code
    auth = (shared_server.account_sid, shared_server.auth_token)
    page = requests.get(url, auth=auth, timeout=5).text
    names = {family.name for family in text_string_to_metric_families(page)}
    assert {"pointsman_build_info", "process_cpu_seconds", "pointsman_workspaces"} <= names
