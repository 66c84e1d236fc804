"""A workspace with two workers and a queue, and the tokens its workers sign in with."""

import json
from typing import Any

from tests.browser.keys import make_key
from tests.e2e.server import Server
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import TaskRouterGrant

RESERVATION_TIMEOUT_S = 90


class Office:
    """Alice and Bob serve the queue Support; Alice has waited longer."""

    def __init__(self, server: Server) -> None:
        self.server = server
        workspaces = server.client.taskrouter.v1.workspaces
        self.sid = workspaces.create("Office", multi_task_enabled=True).sid
        self.workspace: Any = workspaces(self.sid)
        self.activities = {a.friendly_name: a.sid for a in self.workspace.activities.list()}
        self.workers = {name: self._hire(name) for name in ("Alice", "Bob")}
        self.queue = self.workspace.task_queues.create("Support", target_workers="1==1").sid
        configuration = {"task_routing": {"default_filter": {"queue": self.queue}}}
        self.workflow = self.workspace.workflows.create(
            "Everything",
            configuration=json.dumps(configuration),
            task_reservation_timeout=RESERVATION_TIMEOUT_S,
        ).sid
        self._key = make_key(server)

    def _hire(self, name: str) -> str:
        activity_sid = self.activities["Available"]
        return self.workspace.workers.create(name, activity_sid=activity_sid).sid

    def token(self, name: str, ttl_s: int = 3600) -> str:
        """An access token for a worker, made as an application makes it: by Twilio's library."""
        token = AccessToken(
            self.server.account_sid, self._key["sid"], self._key["secret"], identity=name, ttl=ttl_s
        )
        grant = TaskRouterGrant(
            workspace_sid=self.sid, worker_sid=self.workers[name], role="worker"
        )
        token.add_grant(grant)
        return str(token.to_jwt())

    def create_task(self, **attributes: Any) -> str:
        """A task; its SID."""
        text = json.dumps(attributes)
        return str(self.workspace.tasks.create(workflow_sid=self.workflow, attributes=text).sid)

    def status_of(self, task_sid: str) -> str:
        return str(self.workspace.tasks(task_sid).fetch().assignment_status)

    def activity_of(self, name: str) -> str:
        return str(self.workspace.workers(self.workers[name]).fetch().activity_name)
