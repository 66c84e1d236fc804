"""The tutorial's job from beginning to end: a task, the worker for it, and her yes."""

import json
import re
from dataclasses import dataclass

import requests
from children import Child, Failed, wait_for
from connection import ANSWER_LIMIT_S
from narration import Narration
from setup_workspace import LANGUAGES_BY_WORKER, CallCentre
from twilio.rest import Client
from twilio.rest.taskrouter.v1.workspace import WorkspaceContext
from twilio.rest.taskrouter.v1.workspace.task.reservation import ReservationInstance


@dataclass(frozen=True)
class Story:
    """What the job is played with."""

    narration: Narration
    client: Client
    centre: CallCentre
    server: Child
    app: Child
    app_url: str
    server_url: str

    def play(self) -> str:
        """Plays the job; returns the SID of the task, which Alice is then working on."""
        task_sid = self._task_waits()
        reservation = self._alice_is_reserved(task_sid)
        self._callback_arrives(reservation)
        self._alice_accepts(reservation)
        return task_sid

    def _task_waits(self) -> str:
        self.narration.chapter("A customer wants to speak Spanish")
        self._make_idle("Bob")
        answer = self._ask_app("create_task", selected_language="es")
        match = re.search(r"\bWT[0-9a-f]{32}\b", answer)
        if match is None:
            raise Failed(f"The application did not say which task it made: {answer}")
        self.narration.said("app", answer)
        task_sid = match[0]
        self._expect_task(task_sid, "pending", "pending: Alice is Offline, Bob has no Spanish")
        return task_sid

    def _alice_is_reserved(self, task_sid: str) -> ReservationInstance:
        self.narration.chapter("Alice comes to work")
        self._make_idle("Alice")

        def find_reservation() -> ReservationInstance | None:
            return next(iter(self._workspace.tasks(task_sid).reservations.list(limit=1)), None)

        reservation = wait_for("a reservation", find_reservation, [self.server, self.app])
        self.narration.step(
            "reservation",
            reservation.sid,
            f"{reservation.reservation_status}: {reservation.worker_name} is offered the task",
        )
        self._expect_task(task_sid, "reserved", "reserved")
        self._expect_activity("Alice", "Reserved")
        return reservation

    def _callback_arrives(self, reservation: ReservationInstance) -> None:
        self.narration.chapter("Pointsman calls the application")

        def find_callback() -> bool | None:
            lines = self.app.new_lines()
            for line in lines:
                self.narration.said("app", line)
            return any(f"ReservationSid={reservation.sid}" in line for line in lines) or None

        wait_for("the assignment callback", find_callback, [self.server, self.app])

    def _alice_accepts(self, reservation: ReservationInstance) -> None:
        self.narration.chapter("Alice takes the task")
        answer = self._ask_app(
            "accept_reservation",
            task_sid=reservation.task_sid,
            reservation_sid=reservation.sid,
        )
        self.narration.said("app", answer)
        status = reservation.fetch().reservation_status
        self.narration.step("reservation", reservation.sid, status)
        _expect("The reservation", status, "accepted")
        self._expect_task(reservation.task_sid, "assigned", "assigned to Alice")
        self._expect_activity("Alice", "Busy")

    def _make_idle(self, name: str) -> None:
        worker = self._workspace.workers(self.centre.workers[name]).update(
            activity_sid=self.centre.activities["Idle"]
        )
        languages = " and ".join(LANGUAGES_BY_WORKER[name])
        self.narration.step("worker", worker.sid, f"{name} (speaks {languages}) goes Idle")

    def _expect_task(self, sid: str, status: str, text: str) -> None:
        task = self._workspace.tasks(sid).fetch()
        _expect(f"The task {sid}", task.assignment_status, status)
        self.narration.step("task", sid, text)

    def _expect_activity(self, name: str, activity: str) -> None:
        worker = self._workspace.workers(self.centre.workers[name]).fetch()
        _expect(f"{name}'s activity", worker.activity_name, activity)
        self.narration.step("worker", worker.sid, f"{name} is {activity}")

    @property
    def _workspace(self) -> WorkspaceContext:
        return self.client.taskrouter.v1.workspaces(self.centre.workspace_sid)

    def _ask_app(self, page: str, **query: str) -> str:
        answer = requests.get(f"{self.app_url}/{page}", params=query, timeout=ANSWER_LIMIT_S)
        text = answer.text.strip()
        if not answer.ok:
            raise Failed(f"The application answered {answer.status_code} to {answer.url}: {text}")
        return text


def _expect(what: str, actual: str, expected: str) -> None:
    if actual != expected:
        raise Failed(f"{what} should be {expected}, but is {actual}.")


def tell_what_is_next(story: Story, task_sid: str, credentials: str, link: str) -> None:
    centre, advice = story.centre, story.narration.advice
    story.narration.chapter("Watch it in a browser")
    story.narration.door(link)
    story.narration.chapter("Try it yourself, in another terminal")
    advice(
        "where everything is, and who you are",
        f"BASE={story.server_url}/v1/Workspaces/{centre.workspace_sid}",
        f"AUTH={credentials}",
    )
    advice(
        "Alice has done her work; she stays Busy until she says otherwise",
        f'curl -u "$AUTH" "$BASE/Tasks/{task_sid}" -d AssignmentStatus=completed -d Reason=done',
    )
    advice(
        "she is ready for the next one",
        f'curl -u "$AUTH" "$BASE/Workers/{centre.workers["Alice"]}" '
        f"-d ActivitySid={centre.activities['Idle']}",
    )
    advice(
        "a second task, for which Bob is reserved at once; the callback is then shown in this "
        "terminal,\n  # with the address that accepts the reservation",
        f'curl "{story.app_url}/create_task?selected_language=en"',
    )
    advice(
        "the same without the application",
        f'curl -u "$AUTH" "$BASE/Tasks" -d WorkflowSid={centre.workflow_sid} '
        f"--data-urlencode 'Attributes={json.dumps({'selected_language': 'es'})}'",
    )
    advice("how things stand", 'curl -u "$AUTH" "$BASE/Tasks"', 'curl -u "$AUTH" "$BASE/Workers"')
    story.narration.line()
    story.narration.line("  examples/quickstart/README.md goes through it step by step.")
