"""What the voice instructions of a reservation may say: their parameters, read and checked.

Source: TaskRouter's reservation resource. A parameter that is malformed is refused by its name;
whether all that an instruction needs is there is for ``telephony.py`` to say.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

ActivitySid = Annotated[str, Meta(pattern="^WA[0-9a-fA-F]{32}$")]
CallSid = Annotated[str, Meta(pattern="^CA[0-9a-fA-F]{32}$")]
Url = Annotated[str, Meta(max_length=2048, extra={"format": "url"})]
Method = Literal["GET", "POST"]
CallEvent = Literal["initiated", "ringing", "answered", "completed"]
ConferenceEvent = Literal["start", "end", "join", "leave", "mute", "hold", "speaker"]
CallRecord = Literal["record-from-answer", "do-not-record"]
RingTimeout = Annotated[int, Meta(ge=1, le=999)]
"""Seconds a phone may ring."""
Participants = Annotated[int, Meta(ge=2, le=250)]


class VoiceParameters(msgspec.Struct, frozen=True, kw_only=True):
    """The parameters of ``call``, ``dequeue``, ``redirect``, ``conference`` and ``supervise``."""

    # call
    call_accept: bool | UnsetType = UNSET
    call_from: str | UnsetType = UNSET
    call_record: CallRecord | UnsetType = UNSET
    call_status_callback_url: Url | UnsetType = UNSET
    call_timeout: RingTimeout | UnsetType = UNSET
    call_to: str | UnsetType = UNSET
    call_url: Url | UnsetType = UNSET

    # dequeue
    dequeue_from: str | UnsetType = UNSET
    dequeue_post_work_activity_sid: ActivitySid | UnsetType = UNSET
    dequeue_record: CallRecord | UnsetType = UNSET
    dequeue_status_callback_event: list[CallEvent] | UnsetType = UNSET
    dequeue_status_callback_url: Url | UnsetType = UNSET
    dequeue_timeout: RingTimeout | UnsetType = UNSET
    dequeue_to: str | UnsetType = UNSET

    # redirect
    redirect_accept: bool | UnsetType = UNSET
    redirect_call_sid: CallSid | UnsetType = UNSET
    redirect_url: Url | UnsetType = UNSET

    # conference: the worker's leg
    beep: Literal["true", "false", "onEnter", "onExit"] | UnsetType = UNSET
    early_media: bool | UnsetType = UNSET
    end_conference_on_exit: bool | UnsetType = UNSET
    from_: str | UnsetType = UNSET
    muted: bool | UnsetType = UNSET
    record: bool | UnsetType = UNSET
    recording_channels: Literal["mono", "dual"] | UnsetType = UNSET
    recording_status_callback: Url | UnsetType = UNSET
    recording_status_callback_method: Method | UnsetType = UNSET
    sip_auth_password: str | UnsetType = UNSET
    sip_auth_username: str | UnsetType = UNSET
    start_conference_on_enter: bool | UnsetType = UNSET
    status_callback: Url | UnsetType = UNSET
    status_callback_event: list[CallEvent] | UnsetType = UNSET
    status_callback_method: Method | UnsetType = UNSET
    timeout: RingTimeout | UnsetType = UNSET
    to: str | UnsetType = UNSET
    wait_method: Method | UnsetType = UNSET
    wait_url: Url | UnsetType = UNSET

    # conference: the room
    beep_on_customer_entrance: bool | UnsetType = UNSET
    conference_record: (
        Literal["true", "false", "record-from-start", "do-not-record"] | UnsetType
    ) = UNSET
    conference_recording_status_callback: Url | UnsetType = UNSET
    conference_recording_status_callback_method: Method | UnsetType = UNSET
    conference_status_callback: Url | UnsetType = UNSET
    conference_status_callback_event: list[ConferenceEvent] | UnsetType = UNSET
    conference_status_callback_method: Method | UnsetType = UNSET
    conference_trim: Literal["trim-silence", "do-not-trim"] | UnsetType = UNSET
    end_conference_on_customer_exit: bool | UnsetType = UNSET
    jitter_buffer_size: Literal["small", "medium", "large", "off"] | UnsetType = UNSET
    max_participants: Participants | UnsetType = UNSET
    post_work_activity_sid: ActivitySid | UnsetType = UNSET
    region: Literal["us1", "us2", "ie1", "de1", "sg1", "br1", "au1", "jp1"] | UnsetType = UNSET

    # supervise
    supervisor: str | UnsetType = UNSET
    supervisor_mode: Literal["monitor", "whisper", "barge"] | UnsetType = UNSET
