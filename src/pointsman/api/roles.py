"""Who may do what: the least role for every route, in one table.

Whoever has signed in may read. What changes something is named here; what is not named, an admin
alone may do. That holds for keys as for browsers; an account's own token is an admin.
"""

from collections.abc import Mapping
from typing import get_args

from pointsman.core.errors import Forbidden
from pointsman.runtime.ports import Role

_WS = "/v1/Workspaces/{workspace_sid}"
_OURS = "/pointsman/v1"
_OURS_WS = f"{_OURS}/Workspaces/{{workspace_sid}}"

OPEN = frozenset({("POST", f"{_OURS}/Session")})
"""What nobody need have signed in for."""

LEAST: Mapping[tuple[str, str], Role] = {
    # --- questions that are too long for an address ---
    ("POST", f"{_WS}/TaskQueues/RealTimeStatistics"): "viewer",
    ("POST", f"{_OURS_WS}/Expressions/Evaluate"): "viewer",
    ("POST", f"{_OURS_WS}/Workflows/Evaluate"): "viewer",
    ("POST", f"{_OURS_WS}/Workflows/Lint"): "viewer",
    # --- one's own session ---
    ("DELETE", f"{_OURS}/Session"): "viewer",
    # --- the work of the day ---
    ("POST", f"{_WS}/Tasks"): "supervisor",
    ("POST", f"{_WS}/Tasks/{{sid}}"): "supervisor",
    ("DELETE", f"{_WS}/Tasks/{{sid}}"): "supervisor",
    ("POST", f"{_WS}/Tasks/{{task_sid}}/Reservations/{{sid}}"): "supervisor",
    ("POST", f"{_WS}/Workers/{{sid}}"): "supervisor",
    ("POST", f"{_WS}/Workers/{{worker_sid}}/Channels/{{sid}}"): "supervisor",
    ("POST", f"{_WS}/Workers/{{worker_sid}}/Reservations/{{sid}}"): "supervisor",
    ("POST", f"{_OURS_WS}/Webhooks/Redrive"): "supervisor",
    ("POST", f"{_OURS_WS}/Webhooks/{{sid}}/Replay"): "supervisor",
    # --- how the work is set up, and who may sign in ---
    ("POST", "/v1/Workspaces"): "admin",
    ("POST", _WS): "admin",
    ("DELETE", _WS): "admin",
    ("POST", f"{_WS}/Activities"): "admin",
    ("POST", f"{_WS}/Activities/{{sid}}"): "admin",
    ("DELETE", f"{_WS}/Activities/{{sid}}"): "admin",
    ("POST", f"{_WS}/TaskChannels"): "admin",
    ("POST", f"{_WS}/TaskChannels/{{sid}}"): "admin",
    ("DELETE", f"{_WS}/TaskChannels/{{sid}}"): "admin",
    ("POST", f"{_WS}/Workers"): "admin",
    ("DELETE", f"{_WS}/Workers/{{sid}}"): "admin",
    ("POST", f"{_WS}/TaskQueues"): "admin",
    ("POST", f"{_WS}/TaskQueues/{{sid}}"): "admin",
    ("DELETE", f"{_WS}/TaskQueues/{{sid}}"): "admin",
    ("POST", f"{_OURS_WS}/TaskQueues/{{sid}}/ServiceLevel"): "admin",
    ("POST", f"{_WS}/Workflows"): "admin",
    ("POST", f"{_WS}/Workflows/{{sid}}"): "admin",
    ("DELETE", f"{_WS}/Workflows/{{sid}}"): "admin",
    ("POST", f"{_OURS}/Clock/Advance"): "admin",
    ("POST", f"{_OURS}/Reset"): "admin",
    ("POST", f"{_OURS}/Session/Links"): "admin",
}

_ORDER = get_args(Role)


def least(method: str, route: str) -> Role:
    """Who may do no less than this, of all who have signed in."""
    return "viewer" if method == "GET" else LEAST.get((method, route), "admin")


def check(role: Role, method: str, route: str) -> None:
    """Refuse what is for a higher role."""
    needed = least(method, route)
    if _ORDER.index(role) < _ORDER.index(needed):
        raise Forbidden(f"The role {role} does not allow this; it needs {needed}")


def check_own_document(role: Role) -> None:
    """Refuse documents that are not stored: judging one may hold up a workspace."""
    if role == "viewer":
        raise Forbidden("The role viewer tries stored workflows, with the workers that there are")
