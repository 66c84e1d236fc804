"""An event as the form that tells an application of it.

Source: TaskRouter's event reference, and what was seen of the real service. A key of the event's
data is the parameter's name in snake case. Data that TaskRouter has in no callback stays here.
"""

from pointsman.core.casing import pascal
from pointsman.core.events import Event

PARAMETERS: dict[str, str] = {
    name: pascal(name)
    for name in """
    task_sid task_attributes task_age task_priority task_assignment_status task_canceled_reason
    task_completed_reason task_version task_channel_sid task_channel_unique_name task_date_created
    task_queue_entered_date reason

    task_queue_sid task_queue_name task_queue_target_expression

    workflow_sid workflow_name workflow_filter_name workflow_filter_expression
    workflow_filter_target_name workflow_filter_target_expression

    previous_task_priority previous_task_queue_sid previous_task_queue_name target_changed_reason

    reservation_sid reservation_version reservation_reason_code task_virtual_start_time
    task_ignore_capacity

    worker_sid worker_name worker_attributes worker_activity_sid worker_activity_name worker_version
    worker_previous_activity_sid worker_previous_activity_name worker_time_in_previous_activity
    worker_time_in_previous_activity_ms

    worker_channel_available worker_channel_available_capacity worker_channel_previous_capacity
    worker_channel_task_count

    activity_sid activity_name activity_available

    task_channel_name task_channel_optimized_routing

    transfer_type transfer_mode transfer_to transfer_status transfer_started transfer_failed_reason
    transfer_initiating_worker_sid transfer_initiating_reservation_sid
    """.split()
} | {"transfer_sid": "TaskTransferSid"}
"""Key of an event's data → name of the parameter."""


def parameters_of(event: Event, account_sid: str) -> dict[str, str]:
    """The form of ``event``; what has no value is left out."""
    return {
        "EventType": event.event_type,
        "AccountSid": account_sid,
        "WorkspaceSid": event.workspace_sid,
        "WorkspaceName": event.data["workspace_name"],
        "EventDescription": event.description,
        "ResourceType": event.resource_type,
        "ResourceSid": event.resource_sid,
        "Timestamp": str(event.event_date // 1000),
        "TimestampMs": str(event.event_date),
        "Sid": event.sid,
        **{PARAMETERS[key]: value for key, value in event.data.items() if key in PARAMETERS},
    }
