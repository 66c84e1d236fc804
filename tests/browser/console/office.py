"""A workspace of a test's own, set up over REST."""

import json
from typing import Any

from tests.e2e.server import Server

RESERVATION_TIMEOUT_S = 90


class Office:
    """Alice speaks Spanish and serves the queue Support; she is not at work yet."""

    def __init__(self, server: Server, name: str = "Office") -> None:
        self.server = server
        self.client = server.client
        self.sid = self.client.taskrouter.v1.workspaces.create(name).sid
        self.workspace: Any = self.client.taskrouter.v1.workspaces(self.sid)
        self.activities = {a.friendly_name: a.sid for a in self.workspace.activities.list()}
        skills = json.dumps({"languages": ["en", "es"], "level": 3})
        self.alice = self.workspace.workers.create("Alice", attributes=skills).sid
        self.queue = self.workspace.task_queues.create(
            "Support", target_workers='languages HAS "es"'
        ).sid
        target = {"queue": self.queue, "timeout": 300}
        filters = [{"filter_friendly_name": "Spanish", "expression": "language == 'es'"}]
        routing = {
            "filters": [filters[0] | {"targets": [target]}],
            "default_filter": {"queue": self.queue},
        }
        self.workflow = self.workspace.workflows.create(
            "Everything",
            configuration=json.dumps({"task_routing": routing}),
            task_reservation_timeout=RESERVATION_TIMEOUT_S,
        ).sid

    def create_task(self, **attributes: Any) -> str:
        """A task; its SID."""
        text = json.dumps(attributes)
        return str(self.workspace.tasks.create(workflow_sid=self.workflow, attributes=text).sid)

    def go(self, activity: str, worker: str | None = None) -> None:
        """Have Alice, or somebody else, be in this activity."""
        sid = worker or self.alice
        self.workspace.workers(sid).update(activity_sid=self.activities[activity])

    def status_of(self, task_sid: str) -> str:
        return str(self.workspace.tasks(task_sid).fetch().assignment_status)

    def reservation_of(self, task_sid: str) -> str:
        """The SID of the last reservation of a task."""
        return str(self.workspace.tasks(task_sid).reservations.list()[-1].sid)
