"""Records as they are shown: with the names of what they refer to, from the state."""

from pointsman.core import records
from pointsman.core.finding import Finding
from pointsman.core.notices import HeldReservation
from pointsman.core.state import State
from pointsman.core.views import (
    ReservationView,
    TaskQueueView,
    TaskView,
    WorkerChannelView,
    WorkerView,
    WorkflowView,
    WorkspaceView,
)


def of_workspace(state: State, record: records.Workspace) -> WorkspaceView:
    return WorkspaceView(
        record=record,
        default_activity_name=state.activities[record.default_activity_sid].friendly_name,
        timeout_activity_name=state.activities[record.timeout_activity_sid].friendly_name,
    )


def of_worker(state: State, record: records.Worker) -> WorkerView:
    activity = state.activities[record.activity_sid]
    return WorkerView(
        record=record, activity_name=activity.friendly_name, available=activity.available
    )


def of_worker_channel(state: State, record: records.WorkerChannel) -> WorkerChannelView:
    held = [
        reservation.reservation_status
        for reservation in state.open_reservations_of(record.worker_sid)
        if state.tasks[reservation.task_sid].task_channel_sid == record.task_channel_sid
    ]
    return WorkerChannelView(
        record=record,
        task_channel_unique_name=state.task_channels[record.task_channel_sid].unique_name,
        assigned_tasks=held.count("accepted"),
        open_reservations=len(held),
    )


def of_task_queue(
    state: State, record: records.TaskQueue, warnings: tuple[Finding, ...] = ()
) -> TaskQueueView:
    def name(activity_sid: str | None) -> str | None:
        return None if activity_sid is None else state.activities[activity_sid].friendly_name

    return TaskQueueView(
        record=record,
        reservation_activity_name=name(record.reservation_activity_sid),
        assignment_activity_name=name(record.assignment_activity_sid),
        warnings=warnings,
    )


def of_workflow(
    state: State, record: records.Workflow, warnings: tuple[Finding, ...] = ()
) -> WorkflowView:
    return WorkflowView(
        record=record,
        configuration=state.configurations[record.configuration_sid].text,
        warnings=warnings,
    )


def of_task(state: State, record: records.Task) -> TaskView:
    # Once a task is over, what it referred to may have been deleted.
    channel = state.task_channels.get(record.task_channel_sid)
    queue = state.task_queues.get(record.task_queue_sid)
    workflow = state.workflows.get(record.workflow_sid)
    return TaskView(
        record=record,
        task_channel_unique_name=channel.unique_name if channel else None,
        task_queue_friendly_name=queue.friendly_name if queue else None,
        workflow_friendly_name=workflow.friendly_name if workflow else None,
    )


def of_reservation(state: State, record: records.Reservation) -> ReservationView:
    worker = state.workers.get(record.worker_sid)
    return ReservationView(record=record, worker_name=worker.friendly_name if worker else None)


def of_held_reservation(state: State, record: records.Reservation) -> HeldReservation:
    task = state.tasks[record.task_sid]
    incoming = state.transfers.get(record.transfer_sid or "")
    outgoing = state.find_open_transfer(task.sid)
    if outgoing is not None and outgoing.initiating_reservation_sid != record.sid:
        outgoing = None
    return HeldReservation(
        reservation=of_reservation(state, record),
        task=of_task(state, task),
        incoming=incoming,
        outgoing=outgoing,
    )
