"""Views → the resources of TaskRouter's REST API, as its reference describes them.

One function a resource. Dates are in UTC with whole seconds; addresses are absolute, because SDKs
follow them as they are. A reservation's own address is the one it was asked for by.
"""

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from pointsman.api import shapes
from pointsman.core import views
from pointsman.core.records import Instant
from pointsman.core.scopes import capacity_percentage
from pointsman.edge.refusals import MORE_INFO


class World(msgspec.Struct, frozen=True):
    """What a rendering needs beside the view."""

    base: str
    """Scheme and host of the addresses, without a slash at the end."""
    account_sid: str
    now: Instant
    under_worker: bool = False
    """Whether reservations are shown under their worker; else under their task."""

    def workspace(self, sid: str) -> str:
        return f"{self.base}/v1/Workspaces/{sid}"

    def extension(self, sid: str) -> str:
        """Where a workspace has what TaskRouter does not have."""
        return f"{self.base}/pointsman/v1/Workspaces/{sid}"


def shape(world: World, view: Any) -> shapes.Shape:
    """The resource that shows ``view``."""
    return _SHAPERS[type(view)](world, view)


def date(instant: Instant) -> str:
    return _second(instant // 1000)


def exact_date(instant: Instant) -> str:
    """``YYYY-MM-DDTHH:MM:SS.mmmZ``, for what TaskRouter does not have."""
    return f"{_second(instant // 1000)[:-1]}.{instant % 1000:03}Z"


@functools.lru_cache(maxsize=4096)
def _second(seconds: int) -> str:
    moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def _common(world: World, view: Any) -> dict[str, Any]:
    return {
        "account_sid": world.account_sid,
        "workspace_sid": view.record.workspace_sid,
        "sid": view.record.sid,
        "date_created": date(view.record.date_created),
        "date_updated": date(view.record.date_updated),
    }


def _statistics(url: str) -> dict[str, str]:
    return {
        "statistics": f"{url}/Statistics",
        "real_time_statistics": f"{url}/RealTimeStatistics",
        "cumulative_statistics": f"{url}/CumulativeStatistics",
    }


def _workspace(world: World, view: views.WorkspaceView) -> shapes.Workspace:
    record = view.record
    url = world.workspace(record.sid)
    return shapes.Workspace(
        account_sid=world.account_sid,
        sid=record.sid,
        date_created=date(record.date_created),
        date_updated=date(record.date_updated),
        friendly_name=record.friendly_name,
        event_callback_url=record.event_callback_url,
        events_filter=record.events_filter,
        default_activity_sid=record.default_activity_sid,
        default_activity_name=view.default_activity_name,
        timeout_activity_sid=record.timeout_activity_sid,
        timeout_activity_name=view.timeout_activity_name,
        multi_task_enabled=record.multi_task_enabled,
        prioritize_queue_order=record.prioritize_queue_order,
        url=url,
        links={
            "activities": f"{url}/Activities",
            "events": f"{url}/Events",
            "task_channels": f"{url}/TaskChannels",
            "task_queues": f"{url}/TaskQueues",
            "tasks": f"{url}/Tasks",
            "workers": f"{url}/Workers",
            "workflows": f"{url}/Workflows",
            **_statistics(url),
        },
    )


def _activity(world: World, view: views.ActivityView) -> shapes.Activity:
    record = view.record
    parent = world.workspace(record.workspace_sid)
    return shapes.Activity(
        **_common(world, view),
        friendly_name=record.friendly_name,
        available=record.available,
        url=f"{parent}/Activities/{record.sid}",
        links={"workspace": parent},
    )


def _task_channel(world: World, view: views.TaskChannelView) -> shapes.TaskChannel:
    record = view.record
    parent = world.workspace(record.workspace_sid)
    return shapes.TaskChannel(
        **_common(world, view),
        friendly_name=record.friendly_name,
        unique_name=record.unique_name,
        channel_optimized_routing=record.channel_optimized_routing,
        url=f"{parent}/TaskChannels/{record.sid}",
        links={"workspace": parent},
    )


def _worker(world: World, view: views.WorkerView) -> shapes.Worker:
    record = view.record
    parent = world.workspace(record.workspace_sid)
    url = f"{parent}/Workers/{record.sid}"
    return shapes.Worker(
        **_common(world, view),
        friendly_name=record.friendly_name,
        activity_sid=record.activity_sid,
        activity_name=view.activity_name,
        available=view.available,
        attributes=record.attributes.text,
        date_status_changed=date(record.date_status_changed),
        url=url,
        links={
            "activity": f"{parent}/Activities/{record.activity_sid}",
            "channels": f"{url}/Channels",
            "reservations": f"{url}/Reservations",
            "worker_channels": f"{url}/Channels",
            "worker_statistics": f"{url}/Statistics",
            "workspace": parent,
            **_statistics(f"{parent}/Workers"),
        },
    )


def _worker_channel(world: World, view: views.WorkerChannelView) -> shapes.WorkerChannel:
    record = view.record
    owner = f"{world.workspace(record.workspace_sid)}/Workers/{record.worker_sid}"
    return shapes.WorkerChannel(
        **_common(world, view),
        worker_sid=record.worker_sid,
        task_channel_sid=record.task_channel_sid,
        task_channel_unique_name=view.task_channel_unique_name,
        available=record.available,
        configured_capacity=record.configured_capacity,
        assigned_tasks=view.assigned_tasks,
        available_capacity_percentage=capacity_percentage(
            record.configured_capacity, view.open_reservations
        ),
        url=f"{owner}/Channels/{record.sid}",
    )


def _task_queue(world: World, view: views.TaskQueueView) -> shapes.TaskQueue:
    record = view.record
    parent = world.workspace(record.workspace_sid)
    url = f"{parent}/TaskQueues/{record.sid}"
    links = {
        "workspace": parent,
        "list_statistics": f"{parent}/TaskQueues/Statistics",
        "bulk_real_time_statistics": f"{parent}/TaskQueues/RealTimeStatistics",
        **_statistics(url),
    }
    if record.assignment_activity_sid is not None:
        links["assignment_activity"] = f"{parent}/Activities/{record.assignment_activity_sid}"
    if record.reservation_activity_sid is not None:
        links["reservation_activity"] = f"{parent}/Activities/{record.reservation_activity_sid}"
    return shapes.TaskQueue(
        **_common(world, view),
        friendly_name=record.friendly_name,
        target_workers=record.target_workers or None,
        max_reserved_workers=record.max_reserved_workers,
        task_order=record.task_order,
        reservation_activity_sid=record.reservation_activity_sid,
        reservation_activity_name=view.reservation_activity_name,
        assignment_activity_sid=record.assignment_activity_sid,
        assignment_activity_name=view.assignment_activity_name,
        url=url,
        links=links,
    )


def _workflow(world: World, view: views.WorkflowView) -> shapes.Workflow:
    record = view.record
    url = f"{world.workspace(record.workspace_sid)}/Workflows/{record.sid}"
    return shapes.Workflow(
        **_common(world, view),
        friendly_name=record.friendly_name,
        configuration=view.configuration,
        assignment_callback_url=record.assignment_callback_url,
        fallback_assignment_callback_url=record.fallback_assignment_callback_url,
        task_reservation_timeout=record.task_reservation_timeout_s,
        document_content_type="application/json",
        url=url,
        links=_statistics(url),
    )


def _task(world: World, view: views.TaskView) -> shapes.Task:
    record = view.record
    parent = world.workspace(record.workspace_sid)
    url = f"{parent}/Tasks/{record.sid}"
    return shapes.Task(
        **_common(world, view),
        age=record.age_s(world.now),
        assignment_status=record.assignment_status,
        attributes=record.attributes.text,
        addons="{}",
        priority=record.priority,
        reason=record.reason,
        task_queue_sid=record.task_queue_sid,
        task_queue_friendly_name=view.task_queue_friendly_name,
        task_queue_entered_date=date(record.task_queue_entered_date),
        task_channel_sid=record.task_channel_sid,
        task_channel_unique_name=view.task_channel_unique_name,
        timeout=record.timeout_s,
        workflow_sid=record.workflow_sid,
        workflow_friendly_name=view.workflow_friendly_name,
        virtual_start_time=date(record.virtual_start_time),
        ignore_capacity=record.ignore_capacity,
        routing_target=record.routing_target,
        url=url,
        links={
            "reservations": f"{url}/Reservations",
            "task_queue": f"{parent}/TaskQueues/{record.task_queue_sid}",
            "workflow": f"{parent}/Workflows/{record.workflow_sid}",
            "workspace": parent,
        },
    )


def _reservation(world: World, view: views.ReservationView) -> shapes.Reservation:
    record = view.record
    parent = world.workspace(record.workspace_sid)
    task_url = f"{parent}/Tasks/{record.task_sid}"
    worker_url = f"{parent}/Workers/{record.worker_sid}"
    owner = worker_url if world.under_worker else task_url
    return shapes.Reservation(
        **_common(world, view),
        task_sid=record.task_sid,
        worker_sid=record.worker_sid,
        worker_name=view.worker_name,
        reservation_status=record.reservation_status,
        url=f"{owner}/Reservations/{record.sid}",
        links={"task": task_url, "worker": worker_url, "workspace": parent},
    )


_RESOURCE_PATHS = {
    "activity": "Activities",
    "task": "Tasks",
    "taskchannel": "TaskChannels",
    "taskqueue": "TaskQueues",
    "worker": "Workers",
    "workflow": "Workflows",
}


def _event(world: World, view: views.EventView) -> shapes.Event:
    record = view.record
    parent = world.workspace(record.workspace_sid)
    if record.resource_type == "workspace":
        resource_url = parent
    elif record.resource_type == "reservation":
        resource_url = (
            f"{parent}/Tasks/{record.data['task_sid']}/Reservations/{record.resource_sid}"
        )
    elif record.resource_type == "transfer":
        initiator = f"{parent}/Workers/{record.data['transfer_initiating_worker_sid']}"
        resource_url = f"{initiator}/Transfers/{record.resource_sid}"
    else:
        resource_url = f"{parent}/{_RESOURCE_PATHS[record.resource_type]}/{record.resource_sid}"
    return shapes.Event(
        account_sid=world.account_sid,
        workspace_sid=record.workspace_sid,
        sid=record.sid,
        event_type=record.event_type,
        description=record.description,
        event_date=date(record.event_date),
        event_date_ms=record.event_date,
        event_data=record.data,
        actor_type="workspace",
        actor_sid=record.workspace_sid,
        actor_url=parent,
        resource_type=record.resource_type,
        resource_sid=record.resource_sid,
        resource_url=resource_url,
        source="twilio",
        source_ip_address=None,
        url=f"{parent}/Events/{record.sid}",
    )


def _webhook(world: World, view: views.WebhookView) -> shapes.Webhook:
    record = view.record
    url = f"{world.extension(record.workspace_sid)}/Webhooks/{record.sid}"
    return shapes.Webhook(
        account_sid=world.account_sid,
        workspace_sid=record.workspace_sid,
        sid=record.sid,
        kind=record.kind,
        event_type=record.event_type,
        event_sid=record.event_sid,
        reservation_sid=record.reservation_sid,
        task_sid=record.task_sid,
        request_url=record.url,
        request_method="POST",
        parameters=record.parameters,
        attempt=record.attempt,
        outcome=record.outcome,
        error=record.error,
        duration_ms=record.duration_ms,
        response_status=record.status,
        response_content_type=record.content_type,
        response_body=record.body,
        next_attempt=None if record.next_attempt is None else date(record.next_attempt),
        replayed_sid=record.replayed_sid,
        date_created=date(record.date_created),
        date_created_ms=record.date_created,
        url=url,
        links={"replay": f"{url}/Replay"},
    )


def _alert(world: World, view: views.AlertView) -> shapes.Alert:
    record = view.record
    return shapes.Alert(
        account_sid=world.account_sid,
        workspace_sid=record.workspace_sid,
        sid=record.sid,
        code=record.code,
        level=record.level,
        text=record.text,
        more_info=f"{MORE_INFO}{record.code}",
        event_sid=record.event_sid,
        reservation_sid=record.reservation_sid,
        task_sid=record.task_sid,
        webhook_sid=record.webhook_sid,
        request_url=record.request_url,
        date_created=date(record.date_created),
        date_created_ms=record.date_created,
        url=f"{world.extension(record.workspace_sid)}/Alerts/{record.sid}",
    )


_SHAPERS: Mapping[type[Any], Callable[[World, Any], shapes.Shape]] = {
    views.WorkspaceView: _workspace,
    views.ActivityView: _activity,
    views.TaskChannelView: _task_channel,
    views.WorkerView: _worker,
    views.WorkerChannelView: _worker_channel,
    views.TaskQueueView: _task_queue,
    views.WorkflowView: _workflow,
    views.TaskView: _task,
    views.ReservationView: _reservation,
    views.EventView: _event,
    views.WebhookView: _webhook,
    views.AlertView: _alert,
}
