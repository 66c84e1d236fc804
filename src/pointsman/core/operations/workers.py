"""Workers: who they are, what they are doing, and how much they take."""

from msgspec import UNSET

from pointsman.core import commands, errors, journal, lifecycle, offer, showing, views
from pointsman.core.operations import checks, task_channels
from pointsman.core.records import Worker, WorkerChannel
from pointsman.core.state import State


def create(state: State, command: commands.CreateWorker) -> views.WorkerView:
    checks.check_name(state, Worker, command.friendly_name)
    activity_sid = state.workspace.default_activity_sid
    if command.activity_sid is not UNSET:
        activity_sid = checks.check_activity(state, "ActivitySid", command.activity_sid).sid
    worker = state.create(
        Worker,
        friendly_name=command.friendly_name,
        activity_sid=activity_sid,
        attributes=command.attributes,
        date_status_changed=state.now,
    )
    for channel in sorted(state.task_channels.values(), key=lambda channel: channel.position):
        task_channels.add_to_worker(state, worker.sid, channel.sid)
    journal.worker(state, "worker.created", worker)
    return showing.of_worker(state, worker)


def update(state: State, command: commands.UpdateWorker) -> views.WorkerView:
    worker = checks.check_found(state.workers.get(command.sid))
    checks.check_version(worker, command.if_match)
    if command.friendly_name is not UNSET:
        checks.check_name(state, Worker, command.friendly_name, worker)
        state.change(worker, friendly_name=command.friendly_name)
    if command.attributes is not UNSET and command.attributes.text != worker.attributes.text:
        changed = state.change(worker, attributes=command.attributes)
        journal.worker(state, "worker.attributes.update", changed)
    if command.activity_sid is not UNSET:
        _change_activity(state, worker, command)
    return showing.of_worker(state, state.workers[worker.sid])


def _change_activity(state: State, worker: Worker, command: commands.UpdateWorker) -> None:
    assert command.activity_sid is not UNSET
    activity = checks.check_activity(state, "ActivitySid", command.activity_sid)
    reject = command.reject_pending_reservations
    if reject and activity.available:
        raise errors.Invalid(
            "Unable to reject pending reservations when updating to an Available activity state."
        )
    if activity.sid == worker.activity_sid and not reject:
        return
    pending = [
        reservation
        for reservation in state.open_reservations_of(worker.sid)
        if reservation.reservation_status == "pending"
    ]
    if pending and not activity.available and not reject:
        raise errors.Invalid(
            f"Worker {worker.sid} cannot have its activity updated while it has"
            f" {len(pending)} pending reservations."
        )
    lifecycle.move_worker(state, worker.sid, activity.sid)
    for reservation in pending if reject else []:
        offer.reject(state, reservation, activity.sid)


def delete(state: State, command: commands.DeleteWorker) -> None:
    worker = checks.check_found(state.workers.get(command.sid))
    checks.check_version(worker, command.if_match)
    because = None
    if state.open_reservations_of(worker.sid):
        because = "it has open reservations."
    elif state.activities[worker.activity_sid].available:
        because = "it is in an available activity."
    if because:
        raise errors.cannot_delete(
            "Worker", worker.sid, state.workspace_sid, state.workspace.account_sid, because
        )
    journal.worker(state, "worker.deleted", worker)
    for channel in state.channels_of(worker.sid):
        state.remove(channel)
    state.remove(worker)


def update_channel(state: State, command: commands.UpdateWorkerChannel) -> views.WorkerChannelView:
    worker = checks.check_found(state.workers.get(command.worker_sid))
    channel = checks.check_found(find_channel(state, worker.sid, command.sid))
    previous = channel
    if command.capacity is not UNSET and command.capacity != channel.configured_capacity:
        channel = state.change(channel, configured_capacity=command.capacity)
        state.raise_version(worker)
        journal.worker_channel(state, "worker.capacity.update", channel, previous)
    if command.available is not UNSET and command.available != channel.available:
        channel = state.change(channel, available=command.available)
        state.raise_version(worker)
        journal.worker_channel(state, "worker.channel.availability.update", channel, previous)
    return showing.of_worker_channel(state, channel)


def find_channel(state: State, worker_sid: str, name: str) -> WorkerChannel | None:
    """A worker's channel by its own SID, its task channel's SID, or that one's unique name."""
    own = state.worker_channels.get(name)
    if own is not None:
        return own if own.worker_sid == worker_sid else None
    channel = state.find_task_channel(name)
    return None if channel is None else state.channel_of(worker_sid, channel.sid)
