"""What the demonstration tells of itself."""

from pointsman.demo.tally import Tally


def test_what_happened_and_what_is_so() -> None:
    tally = Tally(print)
    for event_type in ("task.created", "task.created", "task.canceled", "workflow.entered"):
        tally.count(event_type)
    told = tally.tell({"pending": 1, "canceled": 7})
    assert "waiting 1  offered 0  talking 0  wrapping up 0  |  arrived 2" in told
    assert told.endswith("hung up 1  completed 0")
    assert tally.tell(None).startswith("arrived 2")


def test_what_went_wrong() -> None:
    """Refusals are counted and the last is told; that a server is away is said, once."""
    said: list[str] = []
    tally = Tally(said.append)
    tally.refuse("first")
    tally.refuse("it is over")
    assert "refused 2 (the last: it is over)" in tally.tell(None)
    tally.regain()
    assert [] == said
    tally.lose("connection refused")
    tally.lose("connection refused")
    assert ["waiting for the server: connection refused"] == said
    assert tally.is_away
    tally.regain()
    assert "the server is there again" == said[-1]
    assert not tally.is_away
