"""The objects as the worker SDK reads them: other names, dates in seconds, and text for JSON.

It checks that every key is there, and breaks where one is not. The two keys of transfers must be
left out where there is no transfer; null would end its process. Source: the worker SDK's behaviour.
"""

from typing import Any

import msgspec

from pointsman.core import views
from pointsman.core.notices import HeldReservation
from pointsman.core.records import Instant, Reservation, Transfer
from pointsman.core.scopes import capacity_percentage

Object = dict[str, Any]


class Scene(msgspec.Struct, frozen=True):
    """What an object needs beside the view."""

    account_sid: str
    now: Instant


def seconds(instant: Instant) -> int:
    return instant // 1000


def _common(scene: Scene, record: Any) -> Object:
    return {
        "account_sid": scene.account_sid,
        "workspace_sid": record.workspace_sid,
        "sid": record.sid,
        "date_created": seconds(record.date_created),
        "date_updated": seconds(record.date_updated),
    }


def activity(scene: Scene, view: views.ActivityView) -> Object:
    return _common(scene, view.record) | {
        "friendly_name": view.record.friendly_name,
        "available": view.record.available,
    }


def worker(scene: Scene, view: views.WorkerView) -> Object:
    record = view.record
    return _common(scene, record) | {
        "friendly_name": record.friendly_name,
        "attributes": record.attributes.text,
        "activity_sid": record.activity_sid,
        "activity_name": view.activity_name,
        "available": view.available,
        "date_status_changed": seconds(record.date_status_changed),
        "version": record.version,
    }


def worker_channel(scene: Scene, view: views.WorkerChannelView) -> Object:
    record = view.record
    return _common(scene, record) | {
        "worker_sid": record.worker_sid,
        "task_channel_sid": record.task_channel_sid,
        "task_channel_unique_name": view.task_channel_unique_name,
        "configured_capacity": record.configured_capacity,
        "available": record.available,
        "assigned_tasks": view.assigned_tasks,
        "available_capacity_percentage": capacity_percentage(
            record.configured_capacity, view.open_reservations
        ),
        # The only date that is in milliseconds.
        "last_reserved_time": record.last_reserved_date or 0,
    }


def task_queue(scene: Scene, view: views.TaskQueueView) -> Object:
    record = view.record
    return _common(scene, record) | {
        "friendly_name": record.friendly_name,
        "target_workers": record.target_workers,
        "max_reserved_workers": record.max_reserved_workers,
        "task_order": record.task_order,
        "lifo_queue": record.task_order == "LIFO",
        "reservation_activity_sid": record.reservation_activity_sid,
        "reservation_activity_name": view.reservation_activity_name,
        "assignment_activity_sid": record.assignment_activity_sid,
        "assignment_activity_name": view.assignment_activity_name,
    }


def task(scene: Scene, view: views.TaskView) -> Object:
    record = view.record
    return _common(scene, record) | {
        "attributes": record.attributes.text,
        "addons": "{}",
        "age": record.age_s(scene.now),
        "assignment_status": record.assignment_status,
        "priority": record.priority,
        "queue_sid": record.task_queue_sid,
        "queue_name": view.task_queue_friendly_name,
        "reason": record.reason,
        "routing_target": record.routing_target,
        "task_channel_sid": record.task_channel_sid,
        "task_channel_unique_name": view.task_channel_unique_name,
        "timeout": record.timeout_s,
        "workflow_sid": record.workflow_sid,
        "workflow_name": view.workflow_friendly_name,
        "version": record.version,
        "virtual_start_time": seconds(record.virtual_start_time),
    }


def reservation(scene: Scene, view: views.ReservationView) -> Object:
    """The answer to an action. It says nothing of transfers: the SDK does not bear it here."""
    record = view.record
    shown = _common(scene, record) | {
        "worker_sid": record.worker_sid,
        "worker_name": view.worker_name,
        "task_sid": record.task_sid,
        "reservation_status": record.reservation_status,
        "reservation_timeout": _timeout_s(record),
        "worker_previous_activity_sid": record.worker_previous_activity_sid,
        "version": record.version,
    }
    if record.canceled_reason_code is not None:
        shown["canceled_reason_code"] = record.canceled_reason_code
    return shown


def held_reservation(scene: Scene, held: HeldReservation) -> Object:
    """A reservation with its task, and with its transfers where there are any."""
    shown = reservation(scene, held.reservation)
    shown["task"] = task(scene, held.task)
    shown["task_channel_sid"] = held.task.record.task_channel_sid
    if held.incoming is not None:
        shown["task_transfer"] = transfer(scene, held.incoming)
    if held.outgoing is not None:
        shown["active_outgoing_task_transfer"] = transfer(scene, held.outgoing)
    return shown


def _timeout_s(record: Reservation) -> int:
    return (record.deadline - record.date_created) // 1000


def transfer(scene: Scene, record: Transfer) -> Object:
    shown = _common(scene, record) | {
        "task_sid": record.task_sid,
        "initiating_reservation_sid": record.initiating_reservation_sid,
        "initiating_worker_sid": record.initiating_worker_sid,
        "initiating_queue_sid": record.initiating_queue_sid,
        "initiating_workflow_sid": record.initiating_workflow_sid,
        "transfer_mode": record.transfer_mode,
        "transfer_to": record.transfer_to,
        "transfer_type": record.transfer_type,
        "transfer_status": record.transfer_status,
    }
    if record.transfer_failed_reason is not None:
        shown["transfer_failed_reason"] = record.transfer_failed_reason
    return shown
