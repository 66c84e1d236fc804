"""A workspace with everything in it that can be refused, and the names it is spoken of by."""

import json
from typing import Any

import requests
from tests.e2e.server import ANSWER_LIMIT_S, Server
from tests.e2e.waiting import wait_until


class Party:
    """Builds the workspace, by HTTP alone. ``names`` holds every SID that a test may name."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._session = requests.Session()
        self._session.auth = (server.account_sid, server.auth_token)
        self.names: dict[str, Any] = {"AC": server.account_sid}
        self._make("WS", "Workspaces", FriendlyName="Party")
        self._path = f"Workspaces/{self.names['WS']}"
        self._name_activities()
        self._make_workers()
        self._make_queues()
        self._make_tasks()
        for name, path in (
            ("pending", "Tasks/{pending}"),
            ("alice", "Workers/{alice}"),
            ("r_reserved", "Tasks/{reserved}/Reservations/{r_reserved}"),
        ):
            found = self.ask("GET", f"{self._path}/{path.format_map(self.names)}")
            self.names[f"{name}_version"] = found.headers["etag"].strip('"')

    def close(self) -> None:
        self._session.close()

    def ask(self, method: str, path: str, **terms: Any) -> requests.Response:
        """Send a request to a path below ``/v1``."""
        url = f"{self._server.url}/v1/{path}"
        return self._session.request(method, url, timeout=ANSWER_LIMIT_S, **terms)

    def _post(self, path: str, **form: Any) -> dict[str, Any]:
        response = self.ask("POST", path, data=form)
        assert response.ok, response.text
        return response.json()

    def _rows(self, path: str, key: str, **terms: Any) -> list[dict[str, Any]]:
        return self.ask("GET", path, params=terms).json()[key]

    def _make(self, name: str, path: str, **form: Any) -> str:
        self.names[name] = self._post(path, **form)["sid"]
        return self.names[name]

    # --- who is there ---

    def _name_activities(self) -> None:
        for activity in self._rows(f"{self._path}/Activities", "activities"):
            self.names[activity["friendly_name"]] = activity["sid"]
        for name in ("Used", "Gone"):
            self._make(name, f"{self._path}/Activities", FriendlyName=name)
        gone = self.ask("DELETE", f"{self._path}/Activities/{self.names['Gone']}")
        assert 204 == gone.status_code
        self._post(self._path, TimeoutActivitySid=self.names["Unavailable"])
        for channel in self._rows(f"{self._path}/TaskChannels", "channels"):
            self.names[channel["unique_name"]] = channel["sid"]
        self._make("letters", f"{self._path}/TaskChannels", FriendlyName="L", UniqueName="letters")

    def _make_workers(self) -> None:
        for name in ("alice", "bob", "tim", "idler"):
            attributes = json.dumps({"name": name})
            form = {"FriendlyName": name, "Attributes": attributes}
            activity = self.names["Available"]
            sid = self._make(name, f"{self._path}/Workers", ActivitySid=activity, **form)
            self._post(f"{self._path}/Workers/{sid}/Channels/default", Capacity=50)
        self._make("offline", f"{self._path}/Workers", FriendlyName="Offline")

    def _make_queues(self) -> None:
        queues = f"{self._path}/TaskQueues"
        for name in ("alice", "tim", "nobody"):
            self._make(f"q_{name}", queues, FriendlyName=name, TargetWorkers=f"name == '{name}'")
        both = "name IN ['alice', 'bob']"
        reserved = {"MaxReservedWorkers": 2, "ReservationActivitySid": self.names["Used"]}
        self._make("q_both", queues, FriendlyName="both", TargetWorkers=both, **reserved)
        self._make("q_routed", queues, FriendlyName="routed", TargetWorkers="")
        target = {"expression": "party == true", "targets": [{"queue": self.names["q_routed"]}]}
        configuration = json.dumps({"task_routing": {"filters": [target]}})
        self.names["configuration"] = configuration
        for name, timeout in (("flow", 600), ("hasty", 1)):
            form = {"FriendlyName": name, "TaskReservationTimeout": timeout}
            self._make(name, f"{self._path}/Workflows", Configuration=configuration, **form)

    # --- what there is to do ---

    def _make_tasks(self) -> None:
        self._task("late", "tim", workflow="hasty")
        self._task("pending", "nobody", TaskChannel="letters")
        for name in ("reserved", "assigned", "wrapping", "completed", "canceled"):
            self._task(name, "alice")
            offered = self._offer(name, "pending")
            if name in ("assigned", "wrapping", "completed"):
                self._answer(offered, "accepted")
            if name in ("wrapping", "completed"):
                self._answer(offered, name)
            if name == "canceled":
                # It is offered again, and the second offer ends with the task.
                self.names["r_rejected"] = self._answer(offered, "rejected")
                offered = self._offer(name, "pending")
                cancel = {"AssignmentStatus": "canceled"}
                self._post(f"{self._path}/Tasks/{self.names[name]}", **cancel)
            self.names[f"r_{name}"] = offered["sid"]
        self._task("contested", "both")
        reservations = f"{self._path}/Tasks/{self.names['contested']}/Reservations"
        won, lost = wait_until(lambda: two(self._rows(reservations, "reservations")))
        self._answer(won, "accepted")
        self.names["r_rescinded"] = lost["sid"]
        self.names["r_late"] = self._offer("late", "timeout")["sid"]

    def _task(self, name: str, queue: str, workflow: str = "flow", **form: Any) -> None:
        placed = {"WorkflowSid": self.names[workflow], "TaskQueueSid": self.names[f"q_{queue}"]}
        self._make(name, f"{self._path}/Tasks", **placed, **form)

    def _offer(self, task: str, status: str) -> dict[str, Any]:
        path = f"{self._path}/Tasks/{self.names[task]}/Reservations"
        return wait_until(lambda: self._rows(path, "reservations", ReservationStatus=status))[0]

    def _answer(self, reservation: dict[str, Any], status: str) -> str:
        path = f"{self._path}/Tasks/{reservation['task_sid']}/Reservations/{reservation['sid']}"
        return self._post(path, ReservationStatus=status)["sid"]


def two(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, once both are there."""
    return rows if len(rows) == 2 else []
