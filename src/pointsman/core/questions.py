"""Everything anyone may ask about the live state of a workspace, and what the answers hold.

A question changes nothing. It is answered between commits, so it sees what was committed and
nothing else. Fields of questions are form parameters, as in ``commands.py``; answers are shown to
clients as they are, so their fields and texts are a public contract.
"""

import datetime as dt
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from pointsman.core.commands import DateTime, Document, Priority
from pointsman.core.expression import FalsePart
from pointsman.core.finding import Finding
from pointsman.core.notices import HeldReservation
from pointsman.core.records import Attributes, Decision, ReservationStatus, TaskStatus
from pointsman.core.views import WorkerView

Reason = Literal[
    "reserved",
    "not the routing target",
    "not in the queue",
    "not the known worker",
    "target expression is false",
    "activity is unavailable",
    "channel is off",
    "better task first",
    "no capacity",
    "cooling down",
    "round is open",
    "task is taken",
    "nothing",
]
"""Why a worker is not reserved for a task, in the order in which it is judged. ``nothing`` is
against a worker when only time has passed: she is reserved at the next change of anything."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What every question is."""


class ExplainTask(Question, frozen=True, kw_only=True):
    """Why is this task where it is, and what happens next?"""

    sid: str


class ExplainWorker(Question, frozen=True, kw_only=True):
    """Why has this worker no task, or no more of them?"""

    sid: str


class ExplainReservation(Question, frozen=True, kw_only=True):
    """Why was this worker chosen? The parent is the task or the worker."""

    sid: str
    task_sid: str | None = None
    worker_sid: str | None = None


class ListHeld(Question, frozen=True, kw_only=True):
    """What does this worker hold?"""

    worker_sid: str


class FindHeld(Question, frozen=True, kw_only=True):
    """What has this worker to do with that reservation?"""

    worker_sid: str
    sid: str


class EvaluateWorkflow(Question, frozen=True, kw_only=True):
    """What would become of such a task? Asks for a stored workflow or for a document."""

    workflow_sid: str | UnsetType = UNSET
    configuration: Document | UnsetType = UNSET
    attributes: Attributes = Attributes("{}", {})
    priority: Priority = 0
    task_channel: str = "default"
    """The task channel's SID or its unique name."""
    workers: Document | UnsetType = UNSET
    """A JSON list of workers in place of those there are: what is left out is as good as can be."""
    at: DateTime | UnsetType = UNSET
    """When the task comes; now unless it is said."""


class LintWorkflow(Question, frozen=True, kw_only=True):
    """What in this document, or in a queue's expression, cannot work in this workspace?"""

    configuration: Document | UnsetType = UNSET
    target_workers: Document | UnsetType = UNSET


# --- parts of answers ---

Ending = Literal["skip_if", "timeout", "ttl"]
"""What ends a step that nobody takes the task in; ``ttl`` is the end of the task."""


class Named(msgspec.Struct, frozen=True):
    """Something by its SID and its name."""

    sid: str
    friendly_name: str | None


class Upcoming(msgspec.Struct, frozen=True, kw_only=True):
    """What happens by itself unless something changes before."""

    what: str
    date: dt.datetime
    in_s: int


class FilterTried(msgspec.Struct, frozen=True, kw_only=True):
    """One filter of a workflow, and how it turned out."""

    where: str
    """``filters[0]`` or ``default_filter``."""
    friendly_name: str | None
    expression: str | None
    """Null for the default filter, which has none."""
    result: Literal["true", "false", "not tried"]
    because: list[FalsePart]
    """The parts that make it false."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A target of a workflow, and its terms."""

    where: str
    """``filters[0].targets[1]``, ``default_filter``, or ``queue`` for a task placed directly."""
    filter_friendly_name: str | None
    task_queue: Named
    priority: int
    expression: str | None = None
    order_by: str | None = None
    known_worker: str | None = None
    skip_if: str | None = None
    skip_if_holds: bool | None = None
    """Now. It counts when a task arrives and finds nobody, and after an offer that failed."""
    timeout_s: int | None = None


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Why one worker is not reserved for one task."""

    worker: Named
    task_sid: str | None
    reason: Reason
    detail: str
    because: list[FalsePart] = []
    """The parts of an expression that are false, with the values they saw."""
    until: dt.datetime | None = None
    """When a cool-down is over."""


class ReasonCount(msgspec.Struct, frozen=True, kw_only=True):
    """For how many one reason holds, with a few of them."""

    reason: Reason
    count: int
    examples: list[Verdict]


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """A worker among those who could be reserved, and what places her there."""

    worker: Named
    order_by: str | None
    """The clauses of the target's order with her values; null when it has none."""
    idle_since: dt.datetime | None
    """When she was last reserved; null when never."""


# --- answers ---


class TaskExplanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why a task is where it is."""

    task_sid: str
    date: dt.datetime
    summary: str
    assignment_status: TaskStatus
    reason: str | None
    task_channel: str | None
    priority: int
    age_s: int
    workflow: Named
    older_edition: bool
    """Whether it walks a configuration that the workflow no longer has: it entered with that."""
    task_queue: Named
    filters: list[FilterTried]
    step: Step | None
    """Null once the task is over."""
    position: int | None
    """Its place among the waiting tasks of its queue, from 1; null when it does not wait."""
    waiting_in_queue: int
    next: list[Upcoming]
    reasons: list[ReasonCount]
    workers: list[Verdict] | None
    """Every worker; null when there are too many to list."""


class ChannelUse(msgspec.Struct, frozen=True, kw_only=True):
    """How full one channel of a worker is."""

    task_channel: str
    available: bool
    configured_capacity: int
    open_reservations: int


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """An open reservation of a worker."""

    reservation_sid: str
    reservation_status: ReservationStatus
    task_sid: str
    task_channel: str | None


class QueueMembership(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a queue admits a worker."""

    task_queue: Named
    admitted: bool
    because: list[FalsePart]
    waiting: int
    """How many tasks wait there."""


class WorkerExplanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why a worker has no task, or no more of them."""

    worker_sid: str
    friendly_name: str
    date: dt.datetime
    summary: str
    activity: Named
    available: bool
    channels: list[ChannelUse]
    reservations: list[Holding]
    task_queues: list[QueueMembership]
    waiting: int
    """How many tasks wait in the workspace."""
    looked_at: int
    """For how many of them the reasons were found, the oldest first."""
    reasons: list[ReasonCount]
    tasks: list[Verdict] | None
    """Every waiting task; null when there are too many to list."""


class ReservationExplanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why a worker was chosen for a task."""

    reservation_sid: str
    date: dt.datetime
    summary: str
    reservation_status: ReservationStatus
    task_sid: str
    worker: Named
    task_queue: Named
    date_created: dt.datetime
    chosen: Ranked | None
    """What placed her first when the offer was made; null for offers to one worker alone."""
    runner_up: Ranked | None
    """Who came next then; null when nobody else could have been reserved, or it is not known."""
    decided_by: Decision | None
    next: list[Upcoming]


class EvaluatedStep(Step, frozen=True, kw_only=True):
    """A step a task would come to, if nobody took it before."""

    starts_after_s: int
    ends_after_s: int
    ends: Ending
    reserved_first: list[Ranked]
    """Who would be reserved when the task comes there, the first of them first."""
    reserved_at_once: int
    """How many of them are reserved together: as many as the queue wants."""
    available_workers: int
    """How many there are to choose from."""
    reasons: list[ReasonCount]


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """What would become of a task."""

    date: dt.datetime
    summary: str
    workflow: Named | None
    task_channel: str
    priority: int
    workers: int
    filters: list[FilterTried]
    steps: list[EvaluatedStep]
    ending: str
    warnings: list[Finding]


class Lint(msgspec.Struct, frozen=True, kw_only=True):
    """What cannot work."""

    warnings: list[Finding]


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker holds, and up to where in the journal that is all."""

    position: int
    worker: WorkerView
    reservations: list[HeldReservation]
    """Those that are not over, in order of creation."""
