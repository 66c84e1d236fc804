"""The texts of refusals, on which clients match, and their statuses and codes."""

import pytest

from pointsman.core import errors

WORLD = ("WS1", "AC1")


@pytest.mark.parametrize(
    ("refusal", "status", "code"),
    [
        (errors.Invalid("no"), 400, 20001),
        (errors.Invalid("no", 55555), 400, 55555),
        (errors.Unauthorized("no"), 401, 20003),
        (errors.Forbidden("no"), 403, 20403),
        (errors.NotFound(), 404, 20404),
        (errors.Gone("no"), 410, 20001),
        (errors.VersionMismatch("WT1", 3), 412, 20412),
        (errors.TooLarge("no"), 413, 20413),
        (errors.Unavailable("no"), 503, 20503),
    ],
    ids=lambda value: type(value).__name__,
)
def test_status_and_code(refusal: errors.Refusal, status: int, code: int) -> None:
    """Each kind of refusal has its HTTP status and Twilio's code."""
    assert (status, code) == (refusal.status, refusal.code)


@pytest.mark.parametrize(
    ("refusal", "text"),
    [
        (
            errors.missing("FriendlyName"),
            "Missing required parameter FriendlyName in the post body",
        ),
        (
            errors.invalid("Priority", "must be more"),
            "Invalid value for parameter Priority: must be more",
        ),
        (
            errors.unknown_reference("ActivitySid", "WA1"),
            "Invalid value for parameter ActivitySid: WA1 does not exist in this workspace",
        ),
        (
            errors.name_taken("Worker", "Alice", *WORLD),
            "Worker with the same friendly name already exists",
        ),
        (
            errors.name_taken("TaskQueue", "English", *WORLD),
            "Queue named English already exists for workspace WS1 for account AC1",
        ),
        (
            errors.name_taken("Workflow", "Main", *WORLD),
            "Workflow named Main already exists for workspace WS1 for account AC1",
        ),
        (
            errors.task_cannot_become("canceled", "WT1", *WORLD),
            "Cannot cancel task WT1 in workspace WS1 for account AC1"
            " because it is not pending or reserved.",
        ),
        (
            errors.task_cannot_become("completed", "WT1", *WORLD),
            "Cannot complete task WT1 in workspace WS1 for account AC1"
            " because it is not currently assigned.",
        ),
        (
            errors.task_cannot_become("wrapping", "WT1", *WORLD),
            "Cannot wrap up a task WT1 in workspace WS1 for account AC1"
            " because it is not currently assigned.",
        ),
        (
            errors.reservation_not_in_state("WR1", ["pending"], "accepted"),
            "Reservation WR1 not in expected state [pending] and cannot be updated to [accepted]",
        ),
        (
            errors.reservation_not_in_state("WR1", ["accepted", "wrapping"], "completed"),
            "Reservation WR1 not in expected state [accepted, wrapping]"
            " and cannot be updated to [completed]",
        ),
        (
            errors.reservation_rescinded("WR1"),
            "Reservation WR1 not in expected state [pending] and cannot be updated to [accepted]",
        ),
        (
            errors.cannot_transfer("WT1", "it is under way."),
            "Cannot transfer task WT1 because it is under way.",
        ),
        (
            errors.transfer_is_over("TT1", "canceled"),
            "Transfer TT1 is already canceled . Cannot cancel transfer.",
        ),
        (
            errors.no_target(),
            "Could not match the task to a target given the defined attributes",
        ),
        (
            errors.cannot_delete("Worker", "WK1", *WORLD, "it is busy."),
            "Cannot delete Worker WK1 in workspace WS1 for account AC1 because it is busy.",
        ),
        (
            errors.VersionMismatch("WT1", 3),
            "Precondition Failed: the present version of WT1 is 3",
        ),
    ],
)
def test_text(refusal: errors.Refusal, text: str) -> None:
    """The message reads as TaskRouter's does."""
    assert text == str(refusal)


def test_a_code_is_the_refusals_own() -> None:
    """A special code given to one refusal does not stick to its kind."""
    errors.Invalid("no", 55555)
    assert 20001 == errors.Invalid("no").code
