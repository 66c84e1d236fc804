"""Every parameter that the SDK can send with the update of a reservation."""

from typing import Any

ADDRESS = "http://127.0.0.1:9/"
EVENTS = ["initiated", "answered"]


def reservation_parameters(activity_sid: str) -> dict[str, Any]:
    """All of them, but for ``If-Match`` and those of supervision, which only tasks have."""
    return {
        "reservation_status": "accepted",
        "worker_activity_sid": activity_sid,
        "instruction": "accept",
        "post_work_activity_sid": activity_sid,
        # dequeue
        "dequeue_post_work_activity_sid": activity_sid,
        "dequeue_from": "+15550001",
        "dequeue_record": "do-not-record",
        "dequeue_timeout": 60,
        "dequeue_to": "+15550002",
        "dequeue_status_callback_url": ADDRESS,
        "dequeue_status_callback_event": EVENTS,
        # call
        "call_from": "+15550001",
        "call_record": "do-not-record",
        "call_timeout": 60,
        "call_to": "+15550002",
        "call_url": ADDRESS,
        "call_status_callback_url": ADDRESS,
        "call_accept": True,
        # redirect
        "redirect_call_sid": "CA" + "0" * 32,
        "redirect_accept": True,
        "redirect_url": ADDRESS,
        # conference: the worker's leg
        "to": "+15550002",
        "from_": "+15550001",
        "status_callback": ADDRESS,
        "status_callback_method": "POST",
        "status_callback_event": EVENTS,
        "timeout": 60,
        "record": False,
        "muted": False,
        "beep": "true",
        "start_conference_on_enter": True,
        "end_conference_on_exit": True,
        "wait_url": ADDRESS,
        "wait_method": "POST",
        "early_media": True,
        "sip_auth_username": "alice",
        "sip_auth_password": "secret",
        "recording_channels": "mono",
        "recording_status_callback": ADDRESS,
        "recording_status_callback_method": "POST",
        # conference: the room
        "max_participants": 3,
        "conference_status_callback": ADDRESS,
        "conference_status_callback_method": "POST",
        "conference_status_callback_event": ["start", "end"],
        "conference_record": "false",
        "conference_trim": "do-not-trim",
        "conference_recording_status_callback": ADDRESS,
        "conference_recording_status_callback_method": "POST",
        "region": "ie1",
        "end_conference_on_customer_exit": True,
        "beep_on_customer_entrance": True,
        "jitter_buffer_size": "small",
    }
