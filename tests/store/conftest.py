"""Databases of both kinds, and a small world to fill them with."""

from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url

from pointsman.core import records
from pointsman.core.batch import Batch
from pointsman.core.events import Event
from pointsman.core.facts import ActivityStretch, Counted, Fact, HandlingStretch
from pointsman.core.records import Attributes, Record
from pointsman.core.webhooks import POSITIONS_PER_MS, Alert, Webhook
from pointsman.store.open import open_store
from pointsman.store.secrets import SecretBox
from pointsman.store.sql import SqlStore

DRIVERS = {"postgresql": "postgresql+psycopg", "sqlite": "sqlite"}


class World:
    """Makes records of one workspace that fit each other, at growing positions."""

    def __init__(self, letter: str = "0") -> None:
        self.letter = letter
        self.workspace_sid = self.sid("WS")
        self.account_sid = "AC" + "a" * 32
        self.position = 0

    def sid(self, prefix: str, number: int = 0) -> str:
        return prefix + self.letter + f"{number:031x}"

    def _make(self, kind: Any, prefix: str, fields: dict[str, Any]) -> Any:
        self.position += 1
        standing = {
            "sid": self.sid(prefix, self.position),
            "workspace_sid": self.workspace_sid,
            "position": self.position,
            "date_created": 1_000 + self.position,
            "date_updated": 2_000 + self.position,
        }
        return kind(**standing | fields)

    def workspace(self, **fields: Any) -> records.Workspace:
        usual = {
            "sid": self.workspace_sid,
            "account_sid": self.account_sid,
            "friendly_name": "Harbour",
            "event_callback_url": "",
            "events_filter": None,
            "default_activity_sid": self.sid("WA"),
            "timeout_activity_sid": self.sid("WA"),
            "multi_task_enabled": True,
            "prioritize_queue_order": "FIFO",
        }
        return self._make(records.Workspace, "WS", usual | fields)

    def activity(self, name: str = "Idle", available: bool = True) -> records.Activity:
        fields = {"friendly_name": name, "available": available}
        return self._make(records.Activity, "WA", fields)

    def task_channel(self, name: str = "voice") -> records.TaskChannel:
        fields = {
            "friendly_name": name.title(),
            "unique_name": name,
            "channel_optimized_routing": False,
        }
        return self._make(records.TaskChannel, "TC", fields)

    def worker(self, **fields: Any) -> records.Worker:
        usual = {
            "friendly_name": "alice",
            "activity_sid": self.sid("WA"),
            "attributes": Attributes.parse('{"languages": ["en", "ja"],  "näme": "Älice 🙂"}'),
            "date_status_changed": 1_234,
        }
        return self._make(records.Worker, "WK", usual | fields)

    def worker_channel(self, **fields: Any) -> records.WorkerChannel:
        usual = {
            "worker_sid": self.sid("WK"),
            "task_channel_sid": self.sid("TC"),
            "configured_capacity": 3,
            "available": True,
            "last_reserved_date": None,
        }
        return self._make(records.WorkerChannel, "WC", usual | fields)

    def task_queue(self, **fields: Any) -> records.TaskQueue:
        usual = {
            "friendly_name": "Support",
            "target_workers": "languages HAS 'en'",
            "max_reserved_workers": 1,
            "task_order": "LIFO",
            "reservation_activity_sid": None,
            "assignment_activity_sid": None,
        }
        return self._make(records.TaskQueue, "WQ", usual | fields)

    def configuration(self, **fields: Any) -> records.Configuration:
        usual = {"workflow_sid": self.sid("WW"), "text": '{"task_routing": {}}'}
        return self._make(records.Configuration, "CO", usual | fields)

    def workflow(self, **fields: Any) -> records.Workflow:
        usual = {
            "friendly_name": "Incoming",
            "configuration_sid": self.sid("CO"),
            "assignment_callback_url": "http://app.test/assign",
            "fallback_assignment_callback_url": None,
            "task_reservation_timeout_s": 120,
            "reevaluation": records.Reevaluation(self.sid("CO"), after=3, until=9),
        }
        return self._make(records.Workflow, "WW", usual | fields)

    def task(self, **fields: Any) -> records.Task:
        usual = {
            "assignment_status": "pending",
            "attributes": Attributes.parse('{"language":"ja","vip":true,"score":1.50}'),
            "priority": -5,
            "reason": None,
            "timeout_s": 86_400,
            "virtual_start_time": 1_500,
            "task_channel_sid": self.sid("TC"),
            "workflow_sid": self.sid("WW"),
            "task_queue_sid": self.sid("WQ"),
            "task_queue_entered_date": 1_600,
            "routing_target": None,
            "ignore_capacity": False,
            "assignment_count": 0,
            "assigned_date": None,
            "ended_date": None,
            "configuration_sid": self.sid("CO"),
            "filter_index": None,
            "target_index": 0,
            "step_clock": 1_700,
            "step_deadline": 1 << 45,
            "reentry_configuration_sid": "CO" + "7" * 32,
        }
        return self._make(records.Task, "WT", usual | fields)

    def reservation(self, **fields: Any) -> records.Reservation:
        usual = {
            "version": 2,
            "task_sid": self.sid("WT"),
            "worker_sid": self.sid("WK"),
            "reservation_status": "pending",
            "deadline": 9_000,
            "worker_previous_activity_sid": self.sid("WA"),
            "reservation_activity_sid": None,
            "transfer_sid": None,
            "choice": records.Choice(
                records.Contender(self.sid("WK"), "Alice", "worker.level = 5", None),
                "order_by",
                records.Contender(self.sid("WK"), "Bob", "worker.level = no number", 1_000),
            ),
        }
        return self._make(records.Reservation, "WR", usual | fields)

    def transfer(self, **fields: Any) -> records.Transfer:
        usual = {
            "task_sid": self.sid("WT"),
            "transfer_type": "QUEUE",
            "transfer_mode": "COLD",
            "transfer_to": self.sid("WQ"),
            "transfer_status": "initiated",
            "transfer_failed_reason": None,
            "initiating_reservation_sid": self.sid("WR"),
            "initiating_worker_sid": self.sid("WK"),
            "initiating_queue_sid": self.sid("WQ"),
            "initiating_workflow_sid": self.sid("WW"),
            "former_queue_entered_date": 1_600,
            "former_routing_target": self.sid("WK"),
            "former_configuration_sid": None,
            "former_filter_index": 2,
            "former_target_index": 1,
        }
        return self._make(records.Transfer, "TT", usual | fields)

    def callback(self, **fields: Any) -> records.AssignmentCallback:
        usual = {
            "reservation_sid": self.sid("WR"),
            "url": "http://app.test/assign",
            "fallback_url": None,
            "parameters": {"TaskSid": self.sid("WT"), "TaskAttributes": '{"name":"Ä"}', "Age": "0"},
        }
        return self._make(records.AssignmentCallback, "CB", usual | fields)

    def webhook(self, **fields: Any) -> Webhook:
        self.position += 1
        usual = {
            "sid": self.sid("WH", self.position),
            "workspace_sid": self.workspace_sid,
            "position": self.position * POSITIONS_PER_MS,
            "date_created": self.position,
            "kind": "event",
            "event_type": "task.created",
            "event_sid": self.sid("EV"),
            "task_sid": self.sid("WT"),
            "url": "https://app.test/events",
            "parameters": {"TaskAttributes": '{"name":"Ä"}', "Empty": ""},
            "idempotency_token": self.sid("EV"),
            "attempt": 1,
            "duration_ms": 12,
            "status": 200,
            "content_type": "text/plain",
            "body": "",
            "outcome": "delivered",
        }
        return Webhook(**usual | fields)

    def alert(self, **fields: Any) -> Alert:
        self.position += 1
        usual = {
            "sid": self.sid("NO", self.position),
            "workspace_sid": self.workspace_sid,
            "position": self.position * POSITIONS_PER_MS,
            "date_created": self.position,
            "code": 11200,
            "level": "warning",
            "text": "the answer was 500",
        }
        return Alert(**usual | fields)

    def voice_request(self, **fields: Any) -> records.VoiceRequest:
        usual = {
            "action": "conference",
            "reservation_sid": self.sid("WR"),
            "accepts": True,
            "parameters": {"to": "client:ä", "task_sid": self.sid("WT")},
        }
        return self._make(records.VoiceRequest, "VR", usual | fields)

    def event(self, **data: str) -> Event:
        self.position += 1
        return Event(
            sid=self.sid("EV", self.position),
            workspace_sid=self.workspace_sid,
            position=self.position,
            event_type="task.created",
            event_date=3_000 + self.position,
            description="Task created",
            resource_type="task",
            resource_sid=self.sid("WT"),
            data=data,
        )

    def everything(self) -> list[Record]:
        """One record of every kind."""
        return [
            self.workspace(),
            self.activity(),
            self.task_channel(),
            self.worker(),
            self.worker_channel(),
            self.task_queue(),
            self.configuration(),
            self.workflow(),
            self.task(),
            self.reservation(transfer_sid=self.sid("TT")),
            self.transfer(),
            self.callback(),
            self.voice_request(),
        ]

    def counted(self, date: int = 1_000) -> list[Counted]:
        """One of each kind that statistics count."""
        place = {
            "task_queue_sid": self.sid("WQ"),
            "workflow_sid": self.sid("WW"),
            "task_channel_sid": self.sid("TC"),
        }
        self.position += 1
        common = {
            "workspace_sid": self.workspace_sid,
            "position": self.position,
            "worker_sid": self.sid("WK"),
        }
        stretch = {"started": date - 500, "ended": date}
        return [
            Fact(
                date=date,
                event_type="reservation.accepted",
                waited_s=7,
                waited_in_queue_s=3,
                **place,
                **common,
            ),
            ActivityStretch(activity_sid=self.sid("WA"), **stretch, **common),
            HandlingStretch(**stretch, **place, **common),
        ]

    def batch(
        self,
        *writes: Record,
        removals: Iterable[tuple[type[Record], str]] = (),
        events: Iterable[Event] = (),
        counted: Iterable[Counted] = (),
    ) -> Batch:
        return Batch(
            workspace_sid=self.workspace_sid,
            position=self.position,
            instant=5_000 + self.position,
            writes=list(writes),
            removals=list(removals),
            events=list(events),
            counted=list(counted),
        )


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def other_world() -> World:
    """A second workspace of the same account."""
    return World("f")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'pointsman.db'}"
    return request.getfixturevalue("postgresql_url")


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """The database as others see it, past the store."""
    address = make_url(database_url)
    engine = create_engine(address.set(drivername=DRIVERS[address.drivername]))
    yield engine
    engine.dispose()


@pytest.fixture
def box(tmp_path: Path) -> SecretBox:
    return SecretBox.open(tmp_path, None)


@pytest.fixture
async def store(database_url: str, box: SecretBox) -> AsyncIterator[SqlStore]:
    opened = open_store(database_url, box)
    yield opened
    await opened.close()


@pytest.fixture
async def other_store(
    store: SqlStore, database_url: str, box: SecretBox
) -> AsyncIterator[SqlStore]:
    """The same database, as another process has it."""
    opened = open_store(database_url, box)
    yield opened
    await opened.close()
