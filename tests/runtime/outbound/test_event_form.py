"""The parameters of every event callback, from events of real scenarios."""

from collections import defaultdict
from pathlib import Path

import pytest
from scenarios import runner
from scenarios.world import ACCOUNT_SID, WORKSPACE_SID, World

from pointsman.core.events import EVENT_TYPES, Event
from pointsman.runtime.outbound.event_form import parameters_of

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.txt"))


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMON = words(
    """
    EventType AccountSid WorkspaceSid WorkspaceName EventDescription ResourceType ResourceSid
    Timestamp TimestampMs Sid
    """
)
TASK = words(
    """
    TaskSid TaskAttributes TaskAge TaskPriority TaskAssignmentStatus TaskVersion TaskChannelSid
    TaskChannelUniqueName TaskDateCreated TaskQueueEnteredDate
    """
)
QUEUE = words("TaskQueueSid TaskQueueName TaskQueueTargetExpression")
WORKFLOW = words("WorkflowSid WorkflowName")
RESERVATION = words("ReservationSid ReservationVersion TaskVirtualStartTime TaskIgnoreCapacity")
REASON_CODE = words("ReservationReasonCode")
WORKER = words(
    """
    WorkerSid WorkerName WorkerAttributes WorkerActivitySid WorkerActivityName WorkerVersion
    """
)
ACTIVITY_CHANGE = words(
    """
    WorkerPreviousActivitySid WorkerPreviousActivityName WorkerTimeInPreviousActivity
    WorkerTimeInPreviousActivityMs
    """
)
WORKER_CHANNEL = words(
    """
    TaskChannelSid TaskChannelUniqueName WorkerChannelAvailable WorkerChannelAvailableCapacity
    WorkerChannelPreviousCapacity WorkerChannelTaskCount
    """
)
TRANSFER = words(
    """
    TaskTransferSid TransferType TransferMode TransferTo TransferStatus TransferStarted
    TransferInitiatingWorkerSid TransferInitiatingReservationSid
    """
)
CANCELED = words("TaskCanceledReason Reason")
COMPLETED = words("TaskCompletedReason")
FILTER = words("WorkflowFilterName WorkflowFilterExpression WorkflowFilterTargetName")
TARGET = words("WorkflowFilterTargetExpression")
PREVIOUS_QUEUE = words("PreviousTaskQueueSid PreviousTaskQueueName")
CHANGE = words("TargetChangedReason") | PREVIOUS_QUEUE
PRIORITY_CHANGE = words("PreviousTaskPriority")

OF_TASK = TASK | QUEUE | WORKFLOW
OF_RESERVATION = OF_TASK | WORKER | RESERVATION
# What a task refers to may be deleted once it is over, and then it is told of without.
OVER = QUEUE | WORKFLOW | words("TaskChannelUniqueName") | CANCELED | COMPLETED
ROUTED = FILTER | TARGET | CHANGE | PRIORITY_CHANGE

GROUPS: dict[str, tuple[str, frozenset[str], frozenset[str]]] = {
    **{
        f"activity.{verb}": (
            "activity",
            words("ActivitySid ActivityName ActivityAvailable"),
            words(""),
        )
        for verb in ("created", "updated", "deleted")
    },
    **{
        f"task-channel.{verb}": (
            "taskchannel",
            words(
                "TaskChannelSid TaskChannelName TaskChannelUniqueName TaskChannelOptimizedRouting"
            ),
            words(""),
        )
        for verb in ("created", "updated", "deleted")
    },
    **{
        f"task-queue.{verb}": ("taskqueue", QUEUE, words(""))
        for verb in ("created", "deleted", "expression.updated")
    },
    **{
        f"workflow.{verb}": ("workflow", WORKFLOW, words(""))
        for verb in ("created", "updated", "deleted")
    },
    **{
        f"workspace.{verb}": ("workspace", words(""), words(""))
        for verb in ("created", "updated", "deleted")
    },
    **{
        f"worker.{verb}": ("worker", WORKER, words(""))
        for verb in ("created", "deleted", "attributes.update")
    },
    "worker.activity.update": ("worker", WORKER | ACTIVITY_CHANGE, words("")),
    "worker.capacity.update": ("worker", WORKER | WORKER_CHANNEL, words("")),
    "worker.channel.availability.update": ("worker", WORKER | WORKER_CHANNEL, words("")),
    **{f"task.{verb}": ("task", OF_TASK, words("")) for verb in ("created", "wrapup")},
    "task.updated": ("task", TASK, OVER),
    "task.canceled": ("task", OF_TASK, CANCELED),
    "task.completed": ("task", OF_TASK, COMPLETED),
    "task.deleted": ("task", TASK, OVER),
    "task.system-deleted": ("task", TASK, OVER),
    **{
        f"reservation.{verb}": ("reservation", OF_RESERVATION, COMPLETED | REASON_CODE)
        for verb in (
            "created accepted rejected timeout canceled rescinded wrapup completed".split()
        )
    },
    **{
        f"task.transfer-{verb}": (
            "transfer",
            OF_TASK | TRANSFER,
            words("TransferFailedReason"),
        )
        for verb in ("initiated", "attempt-failed", "failed", "canceled", "completed")
    },
    # There is no reservation that it could be about.
    "reservation.failed": ("task", OF_TASK, CANCELED),
    "task-queue.entered": ("task", OF_TASK, CHANGE | PRIORITY_CHANGE),
    "task-queue.moved": ("task", OF_TASK | PREVIOUS_QUEUE, words("TargetChangedReason")),
    "task-queue.timeout": ("task", OF_TASK, words("")),
    "workflow.entered": ("task", OF_TASK, words("")),
    "workflow.target-matched": ("task", OF_TASK, ROUTED),
    "workflow.timeout": ("task", OF_TASK, ROUTED),
    "workflow.skipped": ("task", OF_TASK, ROUTED),
}
"""Type of event → type of its resource, what it always says, and what it says sometimes."""


class Listener(World):
    """A scenario's world that remembers events over the end of a workspace, too."""

    def __init__(self) -> None:
        self.told: list[Event] = []
        super().__init__()

    def submit(self, command) -> list[str]:
        before = len(self.events)
        happened = super().submit(command)
        self.told += self.events[before:]
        return happened


@pytest.fixture(scope="module")
def events() -> dict[str, list[Event]]:
    """Every event of every scenario, by its type."""
    told: defaultdict[str, list[Event]] = defaultdict(list)
    for path in SCENARIOS:
        world = Listener()
        runner.replay(path.read_text(encoding="utf-8"), world)
        for event in world.told:
            told[event.event_type].append(event)
    return told


def test_every_type_has_its_groups() -> None:
    """No type of event is forgotten here."""
    assert EVENT_TYPES == set(GROUPS)


@pytest.mark.parametrize("event_type", sorted(EVENT_TYPES))
def test_parameters(events, event_type: str) -> None:
    """Exactly the parameters of the type's groups, all of them text, about the right resource."""
    resource_type, always, sometimes = GROUPS[event_type]
    forms = [parameters_of(event, ACCOUNT_SID) for event in events[event_type]]
    assert [] != forms
    assert {resource_type} == {form["ResourceType"] for form in forms}
    names = [frozenset(form) for form in forms]
    assert (COMMON | always) - sometimes == frozenset.intersection(*names) - sometimes
    assert COMMON | always | sometimes >= frozenset.union(*names)
    assert {str} == {type(value) for form in forms for value in form.values()}


def test_nothing_is_allowed_that_does_not_happen(events) -> None:
    """What a type says sometimes is said by some event of its kind."""
    for prefix in ("task.", "task-queue.", "workflow.", "reservation.", "task.transfer-"):
        told: set[str] = set()
        allowed: set[str] = set()
        for event_type, (_, always, sometimes) in GROUPS.items():
            if event_type.startswith(prefix):
                allowed |= always | sometimes
                for event in events[event_type]:
                    told |= set(parameters_of(event, ACCOUNT_SID))
        assert allowed == told - COMMON, prefix


def test_values() -> None:
    """They are those of the event, and the same in the common parameters and in the groups."""
    world = runner.play("workspace template=FIFO\ntask\nupdate T1 status=canceled reason=spam")
    [event] = [event for event in world.events if event.event_type == "task.canceled"]
    form = parameters_of(event, ACCOUNT_SID)
    assert (event.sid, event.description) == (form["Sid"], form["EventDescription"])
    assert (ACCOUNT_SID, WORKSPACE_SID) == (form["AccountSid"], form["WorkspaceSid"])
    assert form["ResourceSid"] == form["TaskSid"] == event.resource_sid
    assert (str(event.event_date), str(event.event_date // 1000)) == (
        form["TimestampMs"],
        form["Timestamp"],
    )
    assert ("spam", "spam") == (form["Reason"], form["TaskCanceledReason"])
