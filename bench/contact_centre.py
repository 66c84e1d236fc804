"""A workspace of any size in the engine's memory, and the lives of tasks in it."""

import gc
import random
import time
from collections import deque
from pathlib import Path

from pointsman.core import commands, engine, errors
from pointsman.core.records import Attributes, Reservation
from pointsman.core.rules import Rules
from pointsman.core.stamp import Stamp
from pointsman.core.state import State

START = 1_767_225_600_000
WORKSPACE = "WS" + "5" * 32
FILTERS_PER_WORKFLOW = 5
SKILLS_PER_WORKER = 3
PAGE_BYTES = 4096
SETTLED = 500
"""After so many commands of building the changes are drained."""

SERVED = "skills HAS 's{q}' AND languages HAS 'en'"


class ContactCentre:
    """Workers, all busy or none, and queues, all waiting: built by commands as anybody's are."""

    def __init__(
        self,
        *,
        workers,
        tasks,
        queues,
        target=None,
        queue=SERVED,
        skills_per_worker=SKILLS_PER_WORKER,
        busy=True,
        share_of_first=0.0,
    ):
        self.chance = random.Random(0)
        self.now = START
        self.state = State(WORKSPACE, Rules(retention_ms=1_000), 0, START)
        self.times = []
        self.target = target or {}
        self.share_of_first = share_of_first
        self.busy = deque()
        self._made = 0
        self._furnish(queues, queue)
        before = resident_bytes()
        for number in range(workers):
            self._hire(number, queues, skills_per_worker)
        gc.collect()
        self.bytes_per_worker = (resident_bytes() - before) / workers
        if busy:
            for worker_sid in list(self.state.workers):
                self._engage(worker_sid)
        before = resident_bytes()
        for _ in range(tasks):
            self.create_task()
        gc.collect()
        self.bytes_per_task = (resident_bytes() - before) / max(1, tasks)
        self.state.drain()
        self.times.clear()

    # --- building ---

    def _furnish(self, queues, target_workers):
        self.do(commands.CreateWorkspace(sid=WORKSPACE, account_sid="AC", friendly_name="Bench"))
        names = {activity.friendly_name: sid for sid, activity in self.state.activities.items()}
        self.available, self.offline = names["Available"], names["Offline"]
        self.queues = [
            self.do(
                commands.CreateTaskQueue(
                    friendly_name=f"Queue {q}", target_workers=target_workers.format(q=q)
                )
            ).record.sid
            for q in range(queues)
        ]
        self.workflows = []
        for start in range(0, queues, FILTERS_PER_WORKFLOW):
            filters = ", ".join(
                f'{{"expression": "queue == {q}", "targets": [{self._target_text(q)}]}}'
                for q in range(start, min(start + FILTERS_PER_WORKFLOW, queues))
            )
            text = f'{{"task_routing": {{"filters": [{filters}]}}}}'
            created = self.do(
                commands.CreateWorkflow(
                    friendly_name=f"Workflow {start}",
                    configuration=text,
                    task_reservation_timeout=86_400,
                )
            )
            self.workflows.append(created.record.sid)

    def _target_text(self, q):
        terms = {"queue": self.queues[q], **self.target}
        return "{" + ", ".join(f'"{key}": "{value}"' for key, value in terms.items()) + "}"

    def _hire(self, number, queues, skills):
        chosen = self.chance.sample(range(queues), min(skills, queues))
        skills_text = ", ".join(f'"s{q}"' for q in chosen)
        draw = self.chance.randrange
        attributes = (
            f'{{"skills": [{skills_text}], "languages": ["en", "{draw(9)}"], "level": {draw(10)},'
            f' "seniority": {draw(4_000)}, "score": {draw(1000) / 10}, "team": "t{draw(200)}",'
            f' "agent": "a{number}", "contact_uri": "client:a{number}"}}'
        )
        self.do(
            commands.CreateWorker(
                friendly_name=f"Agent {number}",
                activity_sid=self.available,
                attributes=Attributes.parse(attributes),
            )
        )

    def _engage(self, worker_sid):
        """Give a worker something to do that is hers alone."""
        self.do(
            commands.CreateTask(
                workflow_sid=self.workflows[0], routing_target=worker_sid, timeout=1_209_600
            )
        )
        self.accept()

    # --- what happens ---

    def do(self, command):
        """One command, as the loop would run it; how long it took is noted."""
        self.now += 1
        began = time.perf_counter_ns()
        stamp = Stamp(self.now, b"bench")
        answer = engine.apply(self.state, command, stamp)
        engine.settle(self.state, stamp)
        self.batch = self.state.drain()
        self.times.append((time.perf_counter_ns() - began, type(command).__name__))
        assert not isinstance(answer, errors.Refusal), answer
        return answer

    def create_task(self):
        draw = self.chance.randrange
        q = 0 if self.chance.random() < self.share_of_first else draw(len(self.queues))
        self._made += 1
        workers = len(self.state.workers)
        attributes = (
            f'{{"queue": {q}, "customer": "C{self._made}", "language": "en", "min": {draw(5)},'
            f' "agent": "a{draw(workers)}"}}'
        )
        return self.do(
            commands.CreateTask(
                attributes=Attributes.parse(attributes),
                workflow_sid=self.workflows[q // FILTERS_PER_WORKFLOW],
                timeout=1_209_600,
            )
        ).record.sid

    def accept(self):
        """Let everybody accept who was just reserved."""
        offered = [r for r in self.batch.writes if type(r) is Reservation]
        for reservation in offered:
            if reservation.reservation_status == "pending":
                self.do(
                    commands.UpdateReservation(sid=reservation.sid, reservation_status="accepted")
                )
                self.busy.append(reservation.sid)
        return len(offered)

    def complete(self):
        """Let the worker who has been busy longest complete her task."""
        sid = self.busy.popleft()
        self.do(commands.UpdateReservation(sid=sid, reservation_status="completed"))

    def tick(self):
        while (deadline := engine.next_deadline(self.state)) is not None and deadline <= self.now:
            self.do(commands.Tick())

    def live(self, lives):
        """Let so many tasks live from creation to completion; answers seconds per life."""
        began = time.perf_counter()
        for _ in range(lives):
            self.create_task()
            self.accept()
            self.complete()
            self.accept()
            self.tick()
        return (time.perf_counter() - began) / lives


def resident_bytes():
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES
