"""Everything anyone may ask of a workspace, one frozen type each.

A field is a form parameter of the same name in PascalCase, unless the route supplies it: SIDs of
the path, the account, the version of ``If-Match``. The annotations are the rules of shape that the
edge enforces (lengths, ranges, choices); the rules of meaning are enforced in ``operations``.
``UNSET`` means "was not sent".
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from pointsman.core import workflow
from pointsman.core.instructions import Instruction
from pointsman.core.records import Attributes, Instant, QueueOrder, TransferMode
from pointsman.core.voice import VoiceParameters

FriendlyName = Annotated[str, Meta(min_length=1, max_length=64)]
LongName = Annotated[str, Meta(min_length=1, max_length=256)]
Url = Annotated[str, Meta(max_length=2048, extra={"format": "url"})]
"""An absolute http or https address; empty means none."""
DateTime = Annotated[Instant, Meta(extra={"format": "date-time"})]
Priority = Annotated[int, Meta(ge=0, le=2**31 - 1)]
TaskTimeout = Annotated[int, Meta(ge=1, le=1_209_600)]
ReservationTimeout = Annotated[int, Meta(ge=1, le=86_400)]
Capacity = Annotated[int, Meta(ge=0, le=50_000)]
MaxReservedWorkers = Annotated[int, Meta(ge=1, le=50)]
ServiceLevelTarget = Annotated[int, Meta(ge=1, le=86_400)]
Expression = Annotated[str, Meta(max_length=65_536)]
Document = Annotated[str, Meta(max_length=workflow.SIZE_LIMIT)]


SUPPLIED = frozenset({"sid", "task_sid", "worker_sid", "account_sid", "if_match"})
"""The fields that the route supplies, in commands that come by REST."""


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """What every command is."""


# --- workspaces ---


class CreateWorkspace(Command, frozen=True, kw_only=True):
    sid: str
    account_sid: str
    friendly_name: FriendlyName
    event_callback_url: Url = ""
    events_filter: str | None = None
    multi_task_enabled: bool = True
    template: Literal["NONE", "FIFO"] = "NONE"
    prioritize_queue_order: QueueOrder = "FIFO"


class UpdateWorkspace(Command, frozen=True, kw_only=True):
    friendly_name: FriendlyName | UnsetType = UNSET
    event_callback_url: Url | UnsetType = UNSET
    events_filter: str | UnsetType = UNSET
    multi_task_enabled: bool | UnsetType = UNSET
    prioritize_queue_order: QueueOrder | UnsetType = UNSET
    default_activity_sid: str | UnsetType = UNSET
    timeout_activity_sid: str | UnsetType = UNSET


class DeleteWorkspace(Command, frozen=True, kw_only=True):
    pass


# --- activities ---


class CreateActivity(Command, frozen=True, kw_only=True):
    friendly_name: FriendlyName
    available: bool = False


class UpdateActivity(Command, frozen=True, kw_only=True):
    """``Available`` cannot change after creation; sending it does nothing."""

    sid: str
    friendly_name: FriendlyName | UnsetType = UNSET


class DeleteActivity(Command, frozen=True, kw_only=True):
    sid: str


# --- task channels ---


class CreateTaskChannel(Command, frozen=True, kw_only=True):
    friendly_name: FriendlyName
    unique_name: FriendlyName
    channel_optimized_routing: bool = False


class UpdateTaskChannel(Command, frozen=True, kw_only=True):
    sid: str
    """The channel's SID or its unique name."""
    friendly_name: FriendlyName | UnsetType = UNSET
    channel_optimized_routing: bool | UnsetType = UNSET


class DeleteTaskChannel(Command, frozen=True, kw_only=True):
    sid: str
    """The channel's SID or its unique name."""


# --- workers ---


class CreateWorker(Command, frozen=True, kw_only=True):
    friendly_name: FriendlyName
    activity_sid: str | UnsetType = UNSET
    attributes: Attributes = Attributes("{}", {})


class UpdateWorker(Command, frozen=True, kw_only=True):
    sid: str
    friendly_name: FriendlyName | UnsetType = UNSET
    activity_sid: str | UnsetType = UNSET
    attributes: Attributes | UnsetType = UNSET
    reject_pending_reservations: bool = False
    if_match: int | None = None


class DeleteWorker(Command, frozen=True, kw_only=True):
    sid: str
    if_match: int | None = None


class UpdateWorkerChannel(Command, frozen=True, kw_only=True):
    worker_sid: str
    sid: str
    """The worker channel's SID, its task channel's SID, or the task channel's unique name."""
    capacity: Capacity | UnsetType = UNSET
    available: bool | UnsetType = UNSET


# --- task queues ---


class CreateTaskQueue(Command, frozen=True, kw_only=True):
    friendly_name: LongName
    target_workers: Expression = "1==1"
    max_reserved_workers: MaxReservedWorkers = 1
    task_order: QueueOrder = "FIFO"
    reservation_activity_sid: str | UnsetType = UNSET
    assignment_activity_sid: str | UnsetType = UNSET


class UpdateTaskQueue(Command, frozen=True, kw_only=True):
    sid: str
    friendly_name: LongName | UnsetType = UNSET
    target_workers: Expression | UnsetType = UNSET
    max_reserved_workers: MaxReservedWorkers | UnsetType = UNSET
    task_order: QueueOrder | UnsetType = UNSET
    reservation_activity_sid: str | UnsetType = UNSET
    assignment_activity_sid: str | UnsetType = UNSET


class UpdateServiceLevel(Command, frozen=True, kw_only=True):
    """Set within how many seconds the tasks of a queue should be accepted."""

    sid: str
    target: ServiceLevelTarget


class DeleteTaskQueue(Command, frozen=True, kw_only=True):
    sid: str


# --- workflows ---


class CreateWorkflow(Command, frozen=True, kw_only=True):
    friendly_name: LongName
    configuration: Document
    assignment_callback_url: Url = ""
    fallback_assignment_callback_url: Url = ""
    task_reservation_timeout: ReservationTimeout = 120


class UpdateWorkflow(Command, frozen=True, kw_only=True):
    sid: str
    friendly_name: LongName | UnsetType = UNSET
    configuration: Document | UnsetType = UNSET
    assignment_callback_url: Url | UnsetType = UNSET
    fallback_assignment_callback_url: Url | UnsetType = UNSET
    task_reservation_timeout: ReservationTimeout | UnsetType = UNSET
    re_evaluate_tasks: bool = False


class DeleteWorkflow(Command, frozen=True, kw_only=True):
    sid: str


# --- tasks ---


class CreateTask(Command, frozen=True, kw_only=True):
    attributes: Attributes = Attributes("{}", {})
    workflow_sid: str | UnsetType = UNSET
    timeout: TaskTimeout = 86_400
    priority: Priority = 0
    task_channel: str = "default"
    """The task channel's SID or its unique name."""
    virtual_start_time: DateTime | UnsetType = UNSET
    routing_target: str | UnsetType = UNSET
    """The SID of a worker, a task queue or a workflow."""
    ignore_capacity: bool | UnsetType = UNSET
    task_queue_sid: str | UnsetType = UNSET


class UpdateTask(Command, frozen=True, kw_only=True):
    sid: str
    attributes: Attributes | UnsetType = UNSET
    assignment_status: str | UnsetType = UNSET
    reason: Annotated[str, Meta(max_length=4096)] | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    task_channel: str | UnsetType = UNSET
    virtual_start_time: DateTime | UnsetType = UNSET
    if_match: int | None = None


class DeleteTask(Command, frozen=True, kw_only=True):
    sid: str
    if_match: int | None = None


# --- reservations ---


class UpdateReservation(VoiceParameters, Command, frozen=True, kw_only=True):
    """Answer an offer, or move an accepted one on. The parent is the task or the worker."""

    sid: str
    task_sid: str | None = None
    worker_sid: str | None = None
    reservation_status: str | UnsetType = UNSET
    worker_activity_sid: str | UnsetType = UNSET
    instruction: str | UnsetType = UNSET
    if_match: int | None = None


class FollowInstruction(Command, frozen=True, kw_only=True):
    """The assignment callback was answered; do what the answer says."""

    callback_sid: str
    reservation_sid: str
    instruction: Instruction


class FailCallback(Command, frozen=True, kw_only=True):
    """Neither the assignment callback nor its fallback was answered."""

    callback_sid: str
    reservation_sid: str


# --- telephony ---


class UpdateParticipant(Command, frozen=True, kw_only=True):
    """Change how somebody takes part in the conference of a task."""

    action: Literal["hold-customer", "hold-worker", "kick-worker", "update-worker"]
    worker_sid: str
    """Who asks: she must have accepted the task."""
    task_sid: str | None = None
    reservation_sid: str | None = None
    """Her reservation; one of the two must be given."""
    target_worker_sid: str | None = None
    """The other worker, who must have accepted it as well."""
    hold: bool | UnsetType = UNSET
    hold_url: Url | UnsetType = UNSET
    hold_method: Literal["GET", "POST"] | UnsetType = UNSET
    mute: bool | UnsetType = UNSET
    beep_on_exit: bool | UnsetType = UNSET
    end_conference_on_exit: bool | UnsetType = UNSET


class FinishVoiceRequest(Command, frozen=True, kw_only=True):
    """Telephony did what it was asked to do, or could not."""

    voice_request_sid: str
    succeeded: bool
    attributes: dict[str, Any] = {}
    """What it adds to the task's attributes."""


# --- transfers ---


class CreateTransfer(Command, frozen=True, kw_only=True):
    """Hand a task on to another worker, or to whoever takes it in a queue."""

    worker_sid: str
    """Who hands the task on."""
    task_sid: str
    reservation_sid: str
    """Her reservation of the task."""
    to: str
    """The SID of a worker or of a task queue."""
    mode: TransferMode = "WARM"
    """WARM: she stays until the other has accepted. COLD: she leaves at once."""
    priority: Priority | UnsetType = UNSET
    attributes: Attributes | UnsetType = UNSET


class UpdateTransfer(Command, frozen=True, kw_only=True):
    """Call a transfer off: ``transfer_status`` can become ``canceled`` only."""

    sid: str
    worker_sid: str
    """Who handed the task on."""
    task_sid: str | None = None
    transfer_status: str


# --- time ---


class Tick(Command, frozen=True, kw_only=True):
    """The clock passed a deadline. Time-outs are commands like any other."""
