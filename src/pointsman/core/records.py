"""The nouns. One frozen record each, the same in memory, in the store and in a journal.

Instants are milliseconds since 1970 in UTC; durations end in their unit. A ``position`` is the
place of an object in its workspace's journal: positions only grow, so ordering by them is ordering
by creation. What the outside sees of a record is ``api/render.py``'s business.
"""

from typing import Any, Literal

import msgspec

from pointsman.core import sids

Instant = int
"""Milliseconds since 1970-01-01T00:00:00Z."""

TaskStatus = Literal["pending", "reserved", "assigned", "wrapping", "completed", "canceled"]
ReservationStatus = Literal[
    "pending", "accepted", "rejected", "timeout", "canceled", "rescinded", "wrapping", "completed"
]
TransferStatus = Literal["initiated", "complete", "failed", "canceled"]
TransferType = Literal["WORKER", "QUEUE"]
TransferMode = Literal["WARM", "COLD"]
QueueOrder = Literal["FIFO", "LIFO"]

SERVICE_LEVEL_TARGET_S = 20
"""Within how many seconds tasks should be accepted in a queue that has no target of its own."""

ATTRIBUTES_LIMIT = 4_096
"""How many characters of JSON a task's or a worker's attributes may have."""


class Attributes(msgspec.Struct, frozen=True):
    """A user's JSON object: the text as it was sent, and what it says."""

    text: str
    document: dict[str, Any]

    @classmethod
    def parse(cls, text: str) -> "Attributes":
        """Read a JSON object. Raises ``ValueError`` saying what is wrong with the text."""
        try:
            document = msgspec.json.decode(text)
        except msgspec.DecodeError as error:
            raise ValueError(f"not valid JSON ({error})") from None
        except RecursionError:
            raise ValueError("the JSON is nested too deeply") from None
        if not isinstance(document, dict):
            raise ValueError("not a JSON object")
        return cls(text, document)


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What every record has."""

    sid: str
    workspace_sid: str
    position: int
    date_created: Instant
    date_updated: Instant


class Versioned(Record, frozen=True, kw_only=True):
    """A record whose version is its ETag: 0 when new, one more with every stored change."""

    version: int = 0


class Workspace(Record, frozen=True, kw_only=True):
    """The world of one contact centre. Its ``workspace_sid`` is its own ``sid``."""

    account_sid: str
    friendly_name: str
    event_callback_url: str
    events_filter: str | None
    default_activity_sid: str
    timeout_activity_sid: str
    multi_task_enabled: bool
    prioritize_queue_order: QueueOrder
    event_callback_since: int | None = None
    """The position after which events are owed to the address; null while there is none."""


class Activity(Record, frozen=True, kw_only=True):
    """What a worker can be doing, and whether she takes work meanwhile."""

    friendly_name: str
    available: bool


class TaskChannel(Record, frozen=True, kw_only=True):
    """A kind of work, such as voice or chat; each worker has a capacity for each."""

    friendly_name: str
    unique_name: str
    channel_optimized_routing: bool


class Worker(Versioned, frozen=True, kw_only=True):
    """Somebody, or something, that takes tasks."""

    friendly_name: str
    activity_sid: str
    attributes: Attributes
    date_status_changed: Instant


class WorkerChannel(Record, frozen=True, kw_only=True):
    """How much of one task channel one worker takes."""

    worker_sid: str
    task_channel_sid: str
    configured_capacity: int
    available: bool
    last_reserved_date: Instant | None
    """When the worker was last reserved on this channel, whatever came of it."""


class TaskQueue(Record, frozen=True, kw_only=True):
    """Tasks waiting for the workers its expression admits."""

    friendly_name: str
    target_workers: str
    """The expression that admits workers. Empty admits nobody."""
    max_reserved_workers: int
    task_order: QueueOrder
    reservation_activity_sid: str | None
    assignment_activity_sid: str | None
    service_level_target_s: int | None = None
    """Null for ``SERVICE_LEVEL_TARGET_S``."""

    @property
    def target_s(self) -> int:
        """Within how many seconds its tasks should be accepted."""
        return self.service_level_target_s or SERVICE_LEVEL_TARGET_S


class Reevaluation(msgspec.Struct, frozen=True):
    """Tasks that are still to be sent through an edition from the top: those of these positions."""

    configuration_sid: str
    after: int
    until: int


class Workflow(Record, frozen=True, kw_only=True):
    """The rules that send tasks to queues."""

    friendly_name: str
    configuration_sid: str
    assignment_callback_url: str | None
    fallback_assignment_callback_url: str | None
    task_reservation_timeout_s: int
    reevaluation: Reevaluation | None = None
    """What is left to do of the last ``ReEvaluateTasks``."""


class Configuration(Record, frozen=True, kw_only=True):
    """One edition of a workflow's document. A task keeps the edition it entered with."""

    workflow_sid: str
    text: str


class Task(Versioned, frozen=True, kw_only=True):
    """A piece of work on its way to a worker."""

    assignment_status: TaskStatus
    attributes: Attributes
    priority: int
    reason: str | None
    timeout_s: int
    virtual_start_time: Instant
    task_channel_sid: str
    workflow_sid: str
    task_queue_sid: str
    task_queue_entered_date: Instant
    routing_target: str | None
    ignore_capacity: bool
    assignment_count: int
    """How often the task went from pending to reserved."""
    assigned_date: Instant | None
    """When a worker first accepted the task."""
    ended_date: Instant | None

    configuration_sid: str | None
    """The edition of the workflow the task walks; null when it was placed directly."""
    filter_index: int | None
    """The filter whose targets the task walks; null in the default filter or placed directly."""
    target_index: int
    step_clock: Instant
    """From when the present target's time-out counts."""
    step_deadline: Instant | None
    """When the present target times out; null when it never does."""
    reentry_configuration_sid: str | None
    """The edition to walk from the top when the open reservations end unaccepted; null for none."""

    is_unseen: bool = False
    """Whether the task came to its target and matching was cut short before it was looked at."""

    @property
    def targets_worker(self) -> bool:
        """Whether the task is for one worker alone."""
        return self.routing_target is not None and self.routing_target.startswith(sids.WORKER)

    @property
    def expiry(self) -> Instant:
        """When the task is given up unless a worker has accepted it before."""
        return self.date_created + self.timeout_s * 1000

    def age_s(self, now: Instant) -> int:
        """Whole seconds since the task was created."""
        return max(0, now - self.date_created) // 1000

    def age_in_queue_s(self, now: Instant) -> int:
        """Whole seconds since the task came to its present queue."""
        return max(0, now - self.task_queue_entered_date) // 1000


Decision = Literal["order_by", "idle time", "seniority", "alone", "routing target", "transfer"]
"""What placed a worker before the one who came next."""


class Contender(msgspec.Struct, frozen=True):
    """A worker who could be reserved, as she was then."""

    worker_sid: str
    friendly_name: str
    order_by: str | None
    """What the target's order saw of her, such as ``worker.level = 5``."""
    last_reserved_date: Instant | None


class Choice(msgspec.Struct, frozen=True):
    """Why a worker was chosen for an offer."""

    chosen: Contender
    decided_by: Decision
    runner_up: Contender | None = None
    """Who would have been next."""


class Reservation(Versioned, frozen=True, kw_only=True):
    """An offer of one task to one worker, and what became of it."""

    task_sid: str
    worker_sid: str
    reservation_status: ReservationStatus
    deadline: Instant
    """When an unanswered offer lapses."""
    worker_previous_activity_sid: str
    """Where a single-tasking worker returns when the offer comes to nothing."""
    reservation_activity_sid: str | None
    """The activity the offer put her in; null when it did not move her."""
    transfer_sid: str | None
    """The transfer that the offer is part of; null for none."""
    choice: Choice | None = None
    """Why she was chosen; null in offers from before this was noted."""
    voice_request_sid: str | None = None
    """What telephony is doing before the offer is accepted; it does not lapse meanwhile."""
    post_work_activity_sid: str | None = None
    """Where the worker goes when she is done; null for where she is."""
    canceled_reason_code: int | None = None
    """Why telephony failed, if the offer was withdrawn for that."""
    accepted_date: Instant | None = None
    """When the worker accepted; null in offers from before this was noted, too."""


class Transfer(Record, frozen=True, kw_only=True):
    """A worker's wish to hand her task on, and what became of it.

    While it is initiated the task is placed directly, as far as routing is concerned: in the queue
    it is handed to, or in its own when it is handed to one worker. The former place is kept here.
    """

    task_sid: str
    transfer_type: TransferType
    transfer_mode: TransferMode
    transfer_to: str
    """The SID of a worker or of a task queue."""
    transfer_status: TransferStatus
    transfer_failed_reason: str | None
    initiating_reservation_sid: str
    initiating_worker_sid: str
    initiating_queue_sid: str
    initiating_workflow_sid: str

    former_queue_entered_date: Instant
    former_routing_target: str | None
    former_configuration_sid: str | None
    former_filter_index: int | None
    former_target_index: int


class AssignmentCallback(Record, frozen=True, kw_only=True):
    """A request that is owed to the outside: it is stored with its cause and sent after."""

    reservation_sid: str
    url: str
    fallback_url: str | None
    parameters: dict[str, str]


VoiceAction = Literal[
    "call",
    "dequeue",
    "redirect",
    "conference",
    "supervise",
    "hold-customer",
    "hold-worker",
    "kick-worker",
    "update-worker",
]


class VoiceRequest(Record, frozen=True, kw_only=True):
    """Something that telephony is to do: it is stored with its cause and done after."""

    action: VoiceAction
    reservation_sid: str
    """Whose reservation it is about."""
    accepts: bool
    """Whether the reservation is accepted when it is done, and withdrawn when it fails."""
    parameters: dict[str, str]
    """All that telephony needs to know, in the words of a callback's answer."""


AnyRecord = (
    Workspace
    | Activity
    | TaskChannel
    | Worker
    | WorkerChannel
    | TaskQueue
    | Configuration
    | Workflow
    | Task
    | Reservation
    | Transfer
    | AssignmentCallback
    | VoiceRequest
)

TASK_OPEN: frozenset[str] = frozenset({"pending", "reserved", "assigned", "wrapping"})
"""The statuses of a task that is not over."""

RESERVATION_OPEN: frozenset[str] = frozenset({"pending", "accepted", "wrapping"})
"""The statuses of a reservation that is not over; each holds a slot of its worker."""
