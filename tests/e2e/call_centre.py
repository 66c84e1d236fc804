"""The tutorial's call centre: two workers, a queue for each language, and a workflow."""

import json
from typing import Any

from tests.e2e.server import Server
from tests.e2e.waiting import wait_until
from twilio.base import values


class CallCentre:
    """A workspace, single-tasking unless told, built and worked with through the SDK."""

    def __init__(
        self,
        server: Server,
        *,
        callback_url: str = "",
        fallback_url: str = "",
        reservation_timeout_s: int = 120,
        english_offers: int = 1,
        multi_tasking: bool = False,
    ) -> None:
        self.server = server
        workspaces = server.client.taskrouter.v1.workspaces
        self.sid = workspaces.create("Call centre", multi_task_enabled=multi_tasking).sid
        self.workspace: Any = workspaces(self.sid)
        self.activities = {a.friendly_name: a.sid for a in self.workspace.activities.list()}
        self.alice = self._hire("Alice", ["en", "es"])
        self.bob = self._hire("Bob", ["en"])
        self.english = self._open_queue("English", 'languages HAS "en"', english_offers)
        self.spanish = self._open_queue("Spanish", 'languages HAS "es"', 1)
        self.workflow = self.workspace.workflows.create(
            friendly_name="By language",
            configuration=json.dumps(self._configuration()),
            assignment_callback_url=callback_url,
            fallback_assignment_callback_url=fallback_url,
            task_reservation_timeout=reservation_timeout_s,
        ).sid

    def _hire(self, name: str, languages: list[str]) -> str:
        worker = self.workspace.workers.create(
            friendly_name=name,
            attributes=json.dumps({"languages": languages}),
            activity_sid=self.activities["Idle" if "Idle" in self.activities else "Available"],
        )
        return worker.sid

    def _open_queue(self, name: str, target_workers: str, offers: int) -> str:
        queue = self.workspace.task_queues.create(
            friendly_name=name,
            target_workers=target_workers,
            max_reserved_workers=offers,
            # Where agents take several tasks at a time, an offer moves nobody.
            reservation_activity_sid=self.activities.get("Reserved", values.unset),
            assignment_activity_sid=self.activities.get("Busy", values.unset),
        )
        return queue.sid

    def _configuration(self) -> dict[str, Any]:
        filters = [
            {
                "filter_friendly_name": name,
                "expression": f'selected_language == "{language}"',
                "targets": [{"queue": queue}],
            }
            for name, language, queue in (
                ("English", "en", self.english),
                ("Spanish", "es", self.spanish),
            )
        ]
        return {"task_routing": {"filters": filters}}

    # --- tasks ---

    def create_task(self, language: str = "es") -> Any:
        attributes = json.dumps({"selected_language": language})
        return self.workspace.tasks.create(workflow_sid=self.workflow, attributes=attributes)

    def status_of(self, task: Any) -> str:
        return self.workspace.tasks(task.sid).fetch().assignment_status

    def task_sids(self) -> set[str]:
        return {task.sid for task in self.workspace.tasks.list(page_size=1000)}

    # --- reservations ---

    def reservations(self, task: Any, status: str | None = None) -> list[Any]:
        terms = {} if status is None else {"reservation_status": status}
        return self.workspace.tasks(task.sid).reservations.list(**terms)

    def offer(self, task: Any) -> Any:
        """The task's pending reservation, once there is one."""
        return wait_until(lambda: self.reservations(task, "pending"))[0]

    def ended(self, task: Any, status: str) -> Any:
        """The task's reservation that ended so, once there is one."""
        return wait_until(lambda: self.reservations(task, status))[0]

    # --- workers ---

    def activity_of(self, worker_sid: str) -> str:
        return self.workspace.workers(worker_sid).fetch().activity_name

    def move(self, worker_sid: str, activity: str) -> None:
        self.workspace.workers(worker_sid).update(activity_sid=self.activities[activity])
