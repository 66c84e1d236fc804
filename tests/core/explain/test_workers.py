"""Why a worker has no task, or no more of them."""

from pointsman.core.explain import counting

OFFICE = """
workspace multi=true
worker Alice Available {"languages": ["en"]}
queue English: languages HAS "en"
queue Spanish: languages HAS "es"
workflow Main
  {"task_routing": {"filters": [
    {"expression": "language == 'en'", "targets": [{"queue": "English"}]}],
   "default_filter": {"queue": "Spanish"}}}
"""


def test_a_worker_who_could_work(asked) -> None:
    """Her queues, with what keeps her out of them, and the tasks that wait elsewhere."""
    world = asked(OFFICE + "task\n")
    answer = world.explain("Alice")
    assert "Alice is Available. Waiting tasks: 1 not in the queue." == answer.summary
    assert [("English", True, 0), ("Spanish", False, 1)] == [
        (queue.task_queue.friendly_name, queue.admitted, queue.waiting)
        for queue in answer.task_queues
    ]
    [part] = answer.task_queues[1].because
    assert {"languages": ["en"]} == part.values
    assert ["not in the queue"] == [verdict.reason for verdict in answer.tasks]
    assert (1, 1) == (answer.waiting, answer.looked_at)


def test_a_worker_who_works(asked) -> None:
    """What she holds, and how full her channels are."""
    world = asked(OFFICE + 'task {"language": "en"} channel=chat\ncapacity Alice chat 2')
    answer = world.explain("Alice")
    assert "Alice is Available with 1 open reservation. No task waits." == answer.summary
    [held] = answer.reservations
    assert ("pending", "chat") == (held.reservation_status, held.task_channel)
    assert {"default": (0, 1), "chat": (1, 2)}.items() <= {
        use.task_channel: (use.open_reservations, use.configured_capacity)
        for use in answer.channels
    }.items()


def test_a_worker_whom_nobody_wants(asked) -> None:
    """That she takes no work where she is, and that no queue admits her, is said."""
    world = asked("workspace multi=true\nworker Alice Offline\nqueue Q: level > 1")
    assert (
        "Alice is Offline and takes no work there. No queue admits this worker. No task waits."
        == world.explain("Alice").summary
    )


def test_many_tasks_are_counted(asked, monkeypatch) -> None:
    """Above a limit tasks are counted, and above another the oldest are looked at."""
    monkeypatch.setattr(counting, "ALL_SHOWN", 2)
    monkeypatch.setattr(counting, "LOOKED_AT", 3)
    world = asked(OFFICE + "task\n" * 4)
    answer = world.explain("Alice")
    assert answer.tasks is None
    assert (4, 3) == (answer.waiting, answer.looked_at)
    [count] = answer.reasons
    assert 3 == count.count
    t1 = world.world.names.get("T1")
    assert t1 == count.examples[0].task_sid
