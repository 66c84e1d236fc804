"""What the SDK can ask about numbers."""

import datetime as dt
from typing import Any


class Body:
    """What the SDK takes as the JSON of a request."""

    def __init__(self, *queue_sids: str) -> None:
        self.queue_sids = queue_sids

    def to_dict(self) -> dict[str, list[str]]:
        return {"queueSids": list(self.queue_sids)}


def ask_for_statistics(workspace: Any, worker: Any, queue: Any, workflow: Any) -> None:
    """Call all fifteen operations with all that they take."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    channel = {"task_channel": "letters"}
    hour = {"minutes": 60, **channel}
    day = {"start_date": now - dt.timedelta(days=1), "end_date": now, **channel}
    split = {"split_by_wait_time": "5,30"}
    workers, queues = workspace.workers, workspace.task_queues
    for resource in (workspace, queues(queue.sid), workspace.workflows(workflow.sid)):
        for terms in (hour, day):
            both = resource.statistics().fetch(**terms, **split)
            past = resource.cumulative_statistics().fetch(**terms, **split)
            assert past.reservations_created == both.cumulative["reservations_created"]
            assert {"5", "30"} == set(past.split_by_wait_time)
        assert resource.cumulative_statistics().fetch().split_by_wait_time is None
        now_there = resource.real_time_statistics().fetch(**channel)
        assert now_there.total_tasks == both.realtime["total_tasks"]
    for terms in (hour, day):
        past = workers.cumulative_statistics().fetch(**terms)
        whom = {"task_queue_sid": queue.sid, "task_queue_name": queue.friendly_name}
        workers.statistics().fetch(**terms, **whom, friendly_name=worker.friendly_name)
        own = workers(worker.sid).statistics().fetch(**terms).cumulative
        assert set(own) <= set(vars(past))
        (row,) = queues.statistics.list(
            **terms, **split, friendly_name=queue.friendly_name, page_size=1
        )
        assert queue.sid == row.task_queue_sid
    workers.real_time_statistics().fetch(**channel)
    spare = queues.create("Spare")
    both_queues = [row.task_queue_sid for row in queues.statistics.list(page_size=1)]
    assert {queue.sid, spare.sid} == set(both_queues)
    assert queues(spare.sid).delete()
    told = queues.bulk_real_time_statistics.create(body=Body(queue.sid, "WQ" + "0" * 32))
    assert [queue.sid, "WQ" + "0" * 32] == [one["task_queue_sid"] for one in told.task_queue_data]
