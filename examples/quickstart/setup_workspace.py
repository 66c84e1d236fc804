"""Builds the tutorial's call centre through the SDK, and prints its SIDs as `export` lines.

    eval "$(python examples/quickstart/setup_workspace.py)"

A workspace of the same name that an earlier run left behind is deleted first.
"""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass

from connection import connect
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

WORKSPACE_NAME = "Quickstart call centre"
LANGUAGES_BY_WORKER = {"Alice": ["en", "es"], "Bob": ["en"]}
LANGUAGE_BY_QUEUE = {"English": "en", "Spanish": "es"}

# Called for every object that was made, with its kind, its SID and what there is to say of it.
Tell = Callable[[str, str, str], None]


@dataclass(frozen=True)
class CallCentre:
    """SIDs by friendly name."""

    workspace_sid: str
    activities: dict[str, str]
    workers: dict[str, str]
    queues: dict[str, str]
    workflow_sid: str


def build_call_centre(
    client: Client, callback_url: str, reservation_timeout_s: int, tell: Tell
) -> CallCentre:
    workspaces = client.taskrouter.v1.workspaces
    for earlier in workspaces.list(friendly_name=WORKSPACE_NAME):
        earlier.delete()
        tell("deleted", earlier.sid, "the workspace of an earlier run")

    # One task at a time: in such a workspace the activity of a worker follows the work.
    workspace = workspaces.create(friendly_name=WORKSPACE_NAME, multi_task_enabled=False)
    tell("workspace", workspace.sid, f"{WORKSPACE_NAME}, one task at a time")

    # The workspace was born with these: Offline, Idle, Busy and Reserved.
    activities = {}
    for activity in workspace.activities.list():
        activities[activity.friendly_name] = activity.sid
        available = "takes tasks" if activity.available else "takes no tasks"
        tell("activity", activity.sid, f"{activity.friendly_name}, {available}")

    workers = {}
    for name, languages in LANGUAGES_BY_WORKER.items():
        worker = workspace.workers.create(
            friendly_name=name, attributes=json.dumps({"languages": languages})
        )
        workers[name] = worker.sid
        tell("worker", worker.sid, f"{name} {worker.attributes}, {worker.activity_name}")

    queues = {}
    for name, language in LANGUAGE_BY_QUEUE.items():
        queue = workspace.task_queues.create(
            friendly_name=name,
            target_workers=f'languages HAS "{language}"',
            reservation_activity_sid=activities["Reserved"],
            assignment_activity_sid=activities["Busy"],
        )
        queues[name] = queue.sid
        tell("queue", queue.sid, f"{name}, for workers with {queue.target_workers}")

    workflow = workspace.workflows.create(
        friendly_name="By language",
        configuration=json.dumps(workflow_configuration(queues)),
        assignment_callback_url=callback_url,
        task_reservation_timeout=reservation_timeout_s,
    )
    tell("workflow", workflow.sid, f"{workflow.friendly_name}, calls {callback_url}")
    return CallCentre(workspace.sid, activities, workers, queues, workflow.sid)


def workflow_configuration(queues: dict[str, str]) -> dict[str, object]:
    return {
        "task_routing": {
            "filters": [
                {
                    "filter_friendly_name": name,
                    "expression": f'selected_language == "{language}"',
                    "targets": [{"queue": queues[name]}],
                }
                for name, language in LANGUAGE_BY_QUEUE.items()
            ]
        }
    }


def export_lines(centre: CallCentre) -> list[str]:
    by_name = centre.activities | centre.workers | centre.queues
    named = {f"{name.upper()}_SID": sid for name, sid in by_name.items()}
    sids = {"WORKSPACE_SID": centre.workspace_sid, "WORKFLOW_SID": centre.workflow_sid} | named
    return [f"export {name}={sid}" for name, sid in sids.items()]


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the tutorial's call centre.")
    parser.add_argument("--callback-url", default="http://127.0.0.1:5001/assignment_callback")
    parser.add_argument(
        "--reservation-timeout",
        type=int,
        default=120,
        metavar="SECONDS",
        help="how long a worker has to answer (default: %(default)s)",
    )
    options = parser.parse_args()

    def tell(kind: str, sid: str, text: str) -> None:
        print(f"{kind:10} {sid}  {text}", file=sys.stderr)

    try:
        centre = build_call_centre(
            connect(), options.callback_url, options.reservation_timeout, tell
        )
    except TwilioRestException as refusal:
        sys.exit(f"Pointsman refused: {refusal.msg} (code {refusal.code})")
    print("\n".join(export_lines(centre)))


if __name__ == "__main__":
    main()
