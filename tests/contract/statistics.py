"""What the SDK can ask about numbers."""

from typing import Any

import pytest
from twilio.base.exceptions import TwilioException


class Body:
    """What the SDK takes as the JSON of a request."""

    def __init__(self, queue_sid: str) -> None:
        self.queue_sid = queue_sid

    def to_dict(self) -> dict[str, list[str]]:
        return {"queueSids": [self.queue_sid]}


def ask_for_statistics(workspace: Any, worker: Any, queue: Any, workflow: Any) -> None:
    """Call all fifteen operations; each is refused as not built."""
    workers, queues = workspace.workers, workspace.task_queues
    measured = [workspace, queues(queue.sid), workspace.workflows(workflow.sid), workers]
    calls = [
        statistics.fetch
        for resource in measured
        for statistics in (
            resource.statistics(),
            resource.cumulative_statistics(),
            resource.real_time_statistics(),
        )
    ]
    calls += [
        workers(worker.sid).statistics().fetch,
        queues.statistics.page,
        lambda: queues.bulk_real_time_statistics.create(body=Body(queue.sid)),
    ]
    for call in calls:
        # Of a refused page the SDK tells less than of a refused record.
        with pytest.raises(TwilioException):
            call()
