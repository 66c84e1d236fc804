"""What transfers say of themselves: their records, their events, and the offers made for them.

How they go is told by ``tests/scenarios/transfer_*.txt``.
"""

from scenarios import runner
from scenarios.world import World

from pointsman.core.records import Transfer

SETTING = """
workspace template=FIFO
worker Alice Available {"name": "A"}
worker Bob Available
queue Second: friendly_name == "Bob"
task priority=2 {"topic": "bill"}
accept R1
advance 1500ms
"""


def play(*directives: str) -> World:
    return runner.play(SETTING + "\n".join(directives))


def test_a_new_transfer_names_its_parties() -> None:
    """It says who hands on what, to whom, and where the task came from."""
    world = play("transfer T1 to=Second mode=COLD")
    task, transfer = world.find("T1"), world.find("X1")
    assert isinstance(transfer, Transfer)
    assert transfer.sid.startswith("TT")
    expected = {
        "task_sid": task.sid,
        "transfer_type": "QUEUE",
        "transfer_mode": "COLD",
        "transfer_to": world.find("Second").sid,
        "transfer_status": "initiated",
        "transfer_failed_reason": None,
        "initiating_reservation_sid": world.find("R1").sid,
        "initiating_worker_sid": world.find("Alice").sid,
        "initiating_queue_sid": world.find("Sample Queue").sid,
        "initiating_workflow_sid": task.workflow_sid,
    }
    assert expected == {name: getattr(transfer, name) for name in expected}
    assert (world.clock.now(), world.clock.now()) == (transfer.date_created, transfer.date_updated)


def test_the_usual_mode_is_warm() -> None:
    """Who does not say how a task is handed on keeps it meanwhile."""
    world = play("transfer T1 to=Bob")
    assert ("WORKER", "WARM") == (world.find("X1").transfer_type, world.find("X1").transfer_mode)
    assert "accepted" == world.find("R1").reservation_status


def test_the_data_of_an_event() -> None:
    """An event is about the transfer, and tells of the task what an event about it would."""
    world = play("transfer T1 to=Bob", "reject R2")
    [initiated, failed] = [event for event in world.events if event.resource_type == "transfer"]
    transfer = world.find("X1")
    expected = {
        "transfer_sid": transfer.sid,
        "transfer_type": "WORKER",
        "transfer_mode": "WARM",
        "transfer_to": world.find("Bob").sid,
        "transfer_status": "failed",
        "transfer_failed_reason": "Transfer failed because the reservation was rejected",
        "transfer_initiating_worker_sid": world.find("Alice").sid,
        "transfer_initiating_reservation_sid": world.find("R1").sid,
        "transfer_started": str(transfer.date_created // 1000),
    }
    assert expected == {key: value for key, value in failed.data.items() if key in expected}
    assert "transfer_failed_reason" not in initiated.data
    assert "initiated" == initiated.data["transfer_status"]
    for event in (initiated, failed):
        assert transfer.sid == event.resource_sid
        assert "2" == event.data["task_priority"]
        assert world.find("T1").sid == event.data["task_sid"]
        assert {"task_queue_name", "task_attributes", "workflow_name"} <= event.data.keys()


def test_offers_say_why_they_were_made() -> None:
    """A reservation knows its transfer for good, and one that came of none never has any."""
    world = play("transfer T1 to=Bob", "accept R2", "complete R1", "complete R2")
    assert [None, world.find("X1").sid] == [world.find(name).transfer_sid for name in ("R1", "R2")]


def test_transfers_are_kept_as_long_as_their_task() -> None:
    """What became of a transfer can be read until its task is forgotten."""
    world = play(
        "transfer T1 to=Bob", "reject R2", "transfer T1 to=Bob", "accept R3", "complete T1"
    )
    statuses = [transfer.transfer_status for transfer in world.state.transfers.values()]
    assert ["failed", "complete"] == statuses
    runner.run(world, "advance 5m")
    assert [] == [*world.state.tasks, *world.state.reservations, *world.state.transfers]
