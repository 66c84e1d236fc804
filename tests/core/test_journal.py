"""What the events of a task say beside what happened."""

from typing import Any

from scenarios import runner
from scenarios.world import World

OFFICE = """workspace multi=true
worker Alice Offline
worker Bob Offline
queue Q1
queue Q2
workflow Main answer=60
  {"task_routing": {"filters": [
    {"filter_friendly_name": "steps", "expression": "kind == 'steps'", "targets": [
      {"queue": "Q1", "timeout": 10, "expression": "worker.level > task.level"},
      {"queue": "Q2", "priority": 4, "skip_if": "1==1"},
      {"queue": "Q1"}]},
    {"filter_friendly_name": "known", "expression": "kind == 'known'", "targets": [
      {"queue": "Q1", "known_worker_sid": "task.agent", "timeout": 10},
      {"known_worker_friendly_name": "task.name", "timeout": 10},
      {"known_worker_sid": "Bob", "timeout": 10},
      {}]}],
    "default_filter": {"queue": "Q2"}}}
"""

WORKSPACE = {"workspace_sid", "workspace_name"}
QUEUE = {"task_queue_sid", "task_queue_name", "task_queue_target_expression"}
TASK = (
    WORKSPACE
    | QUEUE
    | set(
        """
        task_sid task_age task_age_in_queue task_assignment_status task_attributes
        task_date_created task_priority task_queue_entered_date task_version task_channel_sid
        task_channel_unique_name workflow_sid workflow_name
        """.split()
    )
)
FILTER = {"workflow_filter_name", "workflow_filter_expression", "workflow_filter_target_name"}
CHANGE = {"target_changed_reason", "previous_task_queue_sid", "previous_task_queue_name"}
WORKER = set(
    """
    worker_sid worker_name worker_attributes worker_activity_sid worker_activity_name
    worker_version
    """.split()
)


def told(world: World, event_type: str) -> list[dict[str, Any]]:
    """The data of every event of a type, with names in place of SIDs."""
    return [
        {key: world.names.put_into(value) for key, value in event.data.items()}
        for event in world.events
        if event.event_type == event_type
    ]


def test_keys_of_a_new_task() -> None:
    """A task tells of itself, its queue and its workflow; its first target of the filter too."""
    world = runner.play(OFFICE + 'task {"kind": "steps", "level": 1}')
    for event_type in ("workflow.entered", "task-queue.entered", "task.created"):
        assert [TASK] == [set(data) for data in told(world, event_type)], event_type
    (matched,) = told(world, "workflow.target-matched")
    assert TASK | FILTER | {"workflow_filter_target_expression"} == set(matched)
    assert ("steps", "kind == 'steps'") == (
        matched["workflow_filter_name"],
        matched["workflow_filter_expression"],
    )
    assert ("Q1", "worker.level > task.level") == (
        matched["workflow_filter_target_name"],
        matched["workflow_filter_target_expression"],
    )


def test_moves_say_why_and_from_where() -> None:
    """Each change of target has a reason, and the queue and the priority before it."""
    world = runner.play(OFFICE + 'task {"kind": "steps"}\nadvance 10s\nupdate T1 {"kind": "x"}')
    matched = told(world, "workflow.target-matched")
    moved = told(world, "task-queue.moved")
    entered = told(world, "task-queue.entered")
    reasons = ["timeout", "skip", "re-evaluation"]
    assert [None, *reasons] == [data.get("target_changed_reason") for data in matched]
    assert reasons == [data["target_changed_reason"] for data in moved]
    assert [None, "0", None, None] == [data.get("previous_task_priority") for data in matched]
    assert ["Q1", "Q2", "Q1"] == [data["previous_task_queue_name"] for data in moved]
    assert ["Q1", "Q2", "Q1"] == [data["previous_task_queue_sid"] for data in entered[1:]]
    assert ["Q1", "Q2", "Q1", "Q2"] == [data["task_queue_sid"] for data in entered]
    assert TASK | CHANGE == set(moved[0])


def test_ages() -> None:
    """The age counts from the creation, the age in the queue from the entry into it."""
    world = runner.play(OFFICE + 'task {"kind": "steps"}\nadvance 10s\nadvance 5s\ncancel T1')
    (timed_out,), (canceled,) = told(world, "task-queue.timeout"), told(world, "task.canceled")
    assert ("10", "10") == (timed_out["task_age"], timed_out["task_age_in_queue"])
    assert ("15", "5") == (canceled["task_age"], canceled["task_age_in_queue"])


def test_keys_of_a_reservation() -> None:
    """A reservation tells of itself, its worker and its task."""
    world = runner.play(OFFICE + "activity Alice Available\ntask")
    (created,) = told(world, "reservation.created")
    own = {"reservation_sid", "reservation_version"}
    extra = {"task_virtual_start_time", "task_ignore_capacity"}
    assert TASK | WORKER | own | extra == set(created)
    assert ("R1", "0", "reserved") == (
        created["reservation_sid"],
        created["reservation_version"],
        created["task_assignment_status"],
    )


def test_reasons_of_an_end() -> None:
    """A cancellation says its reason twice, a completion once, and nothing else does."""
    world = runner.play(
        OFFICE + "activity Alice Available\ntask\naccept R1\nupdate T1 status=completed reason=done"
        "\ntask\nupdate T2 status=canceled reason=spam"
    )
    (canceled,), (completed,) = told(world, "task.canceled"), told(world, "task.completed")
    assert TASK | {"task_canceled_reason", "reason"} == set(canceled)
    assert ("spam", "spam") == (canceled["task_canceled_reason"], canceled["reason"])
    assert TASK | {"task_completed_reason"} == set(completed)
    assert "done" == completed["task_completed_reason"]


def test_the_known_worker() -> None:
    """While a task is for one worker its events name her, if anything does."""
    world = runner.play(OFFICE)
    alice = world.names.get("Alice")
    runner.run(world, f'task {{"kind": "known", "agent": "{alice}", "name": "Bob"}}\nadvance 30s')
    matched = told(world, "workflow.target-matched")
    assert ["Alice", "Bob", "Bob", None] == [data.get("known_worker_sid") for data in matched]
    assert "Alice" == told(world, "task.created")[0]["known_worker_sid"]

    world = runner.play(
        OFFICE + 'task {"kind": "known", "agent": null, "name": "bob"}\nadvance 10s'
        '\ntask {"kind": "known", "agent": 5}\nactivity Bob Available\nadvance 10s'
    )
    named = [data.get("known_worker_sid") for data in told(world, "workflow.target-matched")]
    assert [None, None, None, "Bob", None] == named
    assert ["Bob"] == [data["known_worker_sid"] for data in told(world, "reservation.created")]


def test_an_ended_task_is_told_of_after_its_edition() -> None:
    """The known worker is forgotten with the configuration that named her."""
    world = runner.play(
        OFFICE + 'task {"kind": "known", "name": "Bob"}\ncancel T1\nworkflow Main\n'
        '  {"task_routing": {"default_filter": {"queue": "Q1"}}}\ndelete T1'
    )
    assert [TASK] == [set(data) for data in told(world, "task.deleted")]


def test_a_change_of_activity() -> None:
    """It tells where the worker was, and for how long."""
    world = runner.play(OFFICE + "advance 26123ms\nactivity Alice Available")
    (moved,) = told(world, "worker.activity.update")
    previous = {
        "worker_previous_activity_sid": "Offline",
        "worker_previous_activity_name": "Offline",
        "worker_time_in_previous_activity": "26",
        "worker_time_in_previous_activity_ms": "26123",
    }
    assert WORKSPACE | WORKER | set(previous) == set(moved)
    assert previous == {key: moved[key] for key in previous}


def test_a_change_of_a_channel() -> None:
    """It tells of the capacity before, what is free of it, and what is taken."""
    world = runner.play(
        OFFICE + "activity Alice Available\ntask channel=chat\ncapacity Alice chat 3"
        "\navailability Alice chat false"
    )
    (capacity,) = told(world, "worker.capacity.update")
    (availability,) = told(world, "worker.channel.availability.update")
    assert ("1", "2", "1", "true") == (
        capacity["worker_channel_previous_capacity"],
        capacity["worker_channel_available_capacity"],
        capacity["worker_channel_task_count"],
        capacity["worker_channel_available"],
    )
    assert ("false", "chat") == (
        availability["worker_channel_available"],
        availability["task_channel_unique_name"],
    )
