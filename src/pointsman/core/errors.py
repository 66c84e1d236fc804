"""Every refusal the router can give, with its status, Twilio code and text.

A refusal is an expected answer: the request was understood, and the rules forbid it. It leaves no
trace in the state. Anything else that goes wrong is a bug and is an ``AssertionError`` or the like,
never a refusal. How a refusal looks on the wire is ``api/refusals.py``'s business.

The texts are TaskRouter's own where they are known; clients match on them.
"""

from collections.abc import Iterable
from typing import ClassVar


class Refusal(Exception):
    """An expected "no". ``str(refusal)`` is the message the client reads."""

    status: ClassVar[int] = 400
    """The HTTP status of the answer."""

    code: int = 20001
    """Twilio's error code."""

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class Invalid(Refusal):
    """A parameter is missing or malformed, or the change breaks a rule."""


class Unauthorized(Refusal):
    """The credentials are missing or wrong."""

    status = 401
    code = 20003


class Forbidden(Refusal):
    """The credentials are right, and do not allow it."""

    status = 403
    code = 20403


class NotFound(Refusal):
    """The path names nothing the account owns. The edge writes the text: only it knows the path."""

    status = 404
    code = 20404

    def __init__(self) -> None:
        super().__init__("The requested resource was not found")


class Gone(Refusal):
    """The reservation was rescinded: another worker accepted first."""

    status = 410


class VersionMismatch(Refusal):
    """``If-Match`` names a version that is not the present one."""

    status = 412
    code = 20412

    def __init__(self, sid: str, present: int) -> None:
        super().__init__(f"Precondition Failed: the present version of {sid} is {present}")


class TooMany(Refusal):
    """The client asks more often, or has more of something, than it may."""

    status = 429
    code = 20429


class TooSlow(Refusal):
    """The request took longer to arrive than the server waits."""

    status = 408
    code = 20408


class TooLarge(Refusal):
    """The request is larger than the server reads."""

    status = 413
    code = 20413


class Unavailable(Refusal):
    """The server cannot do it now. Look before trying again: if the connection to the database
    broke in the middle of a commit, nobody knows whether it was made."""

    status = 503
    code = 20503


# --- parameters ---


def missing(parameter: str) -> Invalid:
    return Invalid(f"Missing required parameter {parameter} in the post body")


def invalid(parameter: str, why: str) -> Invalid:
    return Invalid(f"Invalid value for parameter {parameter}: {why}")


def unknown_reference(parameter: str, sid: str, code: int | None = None) -> Invalid:
    why = f"{sid} does not exist in this workspace"
    return Invalid(f"Invalid value for parameter {parameter}: {why}", code)


# --- names ---


def name_taken(noun: str, name: str, workspace_sid: str, account_sid: str) -> Invalid:
    if noun == "Worker":
        return Invalid("Worker with the same friendly name already exists")
    if noun == "TaskQueue":
        noun = "Queue"
    return Invalid(
        f"{noun} named {name} already exists"
        f" for workspace {workspace_sid} for account {account_sid}"
    )


# --- tasks and reservations ---

_TASK_MOVES = {
    "canceled": ("cancel task", "it is not pending or reserved."),
    "completed": ("complete task", "it is not currently assigned."),
    "wrapping": ("wrap up a task", "it is not currently assigned."),
}


def task_cannot_become(status: str, task_sid: str, workspace_sid: str, account_sid: str) -> Invalid:
    verb, reason = _TASK_MOVES[status]
    return Invalid(
        f"Cannot {verb} {task_sid} in workspace {workspace_sid} for account {account_sid}"
        f" because {reason}"
    )


def reservation_not_in_state(sid: str, expected: Iterable[str], wanted: str) -> Invalid:
    return Invalid(_not_in_state(sid, expected, wanted))


def reservation_rescinded(sid: str) -> Gone:
    return Gone(_not_in_state(sid, ["pending"], "accepted"))


def _not_in_state(sid: str, expected: Iterable[str], wanted: str) -> str:
    states = ", ".join(expected)
    return f"Reservation {sid} not in expected state [{states}] and cannot be updated to [{wanted}]"


def instruction_too_late(instruction: str, sid: str) -> Invalid:
    return Invalid(
        f"Unable to execute {instruction.capitalize()} instruction."
        f" Reservation {sid} is not currently in a Pending state."
    )


def cannot_supervise(why: str, code: int) -> Invalid:
    return Invalid(f"Unable to execute Supervise instruction. {why}.", code)


def no_target() -> Invalid:
    return Invalid("Could not match the task to a target given the defined attributes")


# --- transfers ---


def cannot_transfer(task_sid: str, because: str) -> Invalid:
    return Invalid(f"Cannot transfer task {task_sid} because {because}")


def transfer_is_over(sid: str, status: str) -> Invalid:
    # The space before the full stop is TaskRouter's.
    return Invalid(f"Transfer {sid} is already {status} . Cannot cancel transfer.")


def not_on_transferred(instruction: str) -> Invalid:
    return Invalid(
        f"Unable to execute {instruction.capitalize()} instruction."
        " It is not allowed on a transferred task.",
        40151,
    )


def no_conference() -> Invalid:
    return Invalid(
        "Unable to execute Conference instruction on a transferred task."
        " The attributes of the task have no conference.sid.",
        40149,
    )


# --- deletes ---


def cannot_delete(
    noun: str, sid: str, workspace_sid: str, account_sid: str, because: str
) -> Invalid:
    return Invalid(
        f"Cannot delete {noun} {sid} in workspace {workspace_sid} for account {account_sid}"
        f" because {because}"
    )
