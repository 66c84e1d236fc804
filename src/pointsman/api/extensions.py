"""The routes that TaskRouter does not have. They live under a path of their own."""

from collections.abc import Mapping

from pointsman.api.resources import (
    alerts,
    clock,
    estimates,
    explanations,
    expressions,
    reports,
    service_levels,
    session,
    stream,
    tables,
    webhooks,
)
from pointsman.api.routes import Handler

_OURS = "/pointsman/v1"
_WS = f"{_OURS}/Workspaces/{{workspace_sid}}"

EXTENSIONS: Mapping[str, Mapping[str, Handler]] = {
    f"{_WS}/Tasks/{{sid}}/Explain": {"GET": explanations.explain_task},
    f"{_WS}/Tasks/{{task_sid}}/Reservations/{{sid}}/Explain": {
        "GET": explanations.explain_reservation
    },
    f"{_WS}/Reservations/{{sid}}/Explain": {"GET": explanations.explain_reservation},
    f"{_WS}/Workers/{{sid}}/Explain": {"GET": explanations.explain_worker},
    f"{_WS}/Workers/{{worker_sid}}/Reservations/{{sid}}/Explain": {
        "GET": explanations.explain_reservation
    },
    f"{_WS}/Workers": {"GET": tables.list_workers},
    f"{_WS}/Tasks": {"GET": tables.list_tasks},
    f"{_WS}/Attributes": {"GET": expressions.list_attributes},
    f"{_WS}/Expressions/Evaluate": {"POST": expressions.evaluate},
    f"{_WS}/Workflows/Evaluate": {"POST": explanations.evaluate},
    f"{_WS}/Workflows/Lint": {"POST": explanations.lint},
    f"{_WS}/Tasks/{{sid}}/Estimate": {"GET": estimates.of_task},
    f"{_WS}/TaskQueues/{{sid}}/Estimates": {"GET": estimates.of_queue},
    f"{_WS}/TaskQueues/{{sid}}/ServiceLevel": {
        "GET": service_levels.fetch,
        "POST": service_levels.update,
    },
    f"{_WS}/Reports/Queues": {"GET": reports.of_queues},
    f"{_WS}/Reports/Workers": {"GET": reports.of_workers},
    f"{_WS}/Reports/Series": {"GET": reports.of_series},
    f"{_WS}/Webhooks": {"GET": webhooks.list_page},
    f"{_WS}/Webhooks/Redrive": {"POST": webhooks.redrive},
    f"{_WS}/Webhooks/{{sid}}": {"GET": webhooks.fetch},
    f"{_WS}/Webhooks/{{sid}}/Replay": {"POST": webhooks.replay},
    f"{_WS}/Alerts": {"GET": alerts.list_page},
    f"{_WS}/Alerts/{{sid}}": {"GET": alerts.fetch},
    f"{_WS}/Stream": {"GET": stream.follow},
    f"{_OURS}/Session": {
        "POST": session.sign_in,
        "GET": session.fetch,
        "DELETE": session.sign_out,
    },
    f"{_OURS}/Session/Links": {"POST": session.make_link},
    f"{_OURS}/Clock": {"GET": clock.fetch},
    f"{_OURS}/Clock/Advance": {"POST": clock.advance},
    f"{_OURS}/Reset": {"POST": clock.reset},
}
