"""Notes are stored soon, in order, and never in anybody's way."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import structlog

from pointsman.core import sids
from pointsman.core.webhooks import POSITIONS_PER_MS, Alert
from pointsman.runtime.clock import ManualClock
from pointsman.runtime.outbound import recording
from pointsman.runtime.outbound.alerts import Alerts
from pointsman.runtime.outbound.recording import Recorder
from pointsman.runtime.ports import StoreFailed


class Shelf:
    """A store of notes that can be held up and made to fail."""

    def __init__(self) -> None:
        self.batches: list[list[Any]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.failures: list[Exception] = []

    async def add_notes(self, added: Any, keep: int) -> None:
        await self.gate.wait()
        if self.failures:
            raise self.failures.pop()
        self.batches.append(list(added))

    @property
    def texts(self) -> list[str]:
        return [note.text for batch in self.batches for note in batch]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def recorder(shelf, clock, monkeypatch) -> AsyncIterator[Recorder]:
    for name in ("REST_S", "RETRY_S"):
        monkeypatch.setattr(recording, name, 0.001)
    recorder = Recorder(shelf, clock, keep=10, seed=b"seed")
    running = asyncio.create_task(recorder.run())
    yield recorder
    shelf.gate.set()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


def note(recorder: Recorder, text: str) -> None:
    sid, position = recorder.mint(sids.ALERT)
    recorder.note(
        Alert(
            sid=sid,
            workspace_sid="WS1",
            position=position,
            date_created=0,
            code=11200,
            level="warning",
            text=text,
        )
    )


async def test_notes_share_a_transaction(recorder, shelf, eventually) -> None:
    """What is noted while a batch is written is written with the next."""
    shelf.gate.clear()
    note(recorder, "0")
    await asyncio.sleep(0.01)
    for number in range(1, 5):
        note(recorder, str(number))
    shelf.gate.set()
    await eventually(lambda: len(shelf.texts) == 5)
    assert [1, 4] == [len(batch) for batch in shelf.batches]
    assert list("01234") == shelf.texts


async def test_the_oldest_go_when_there_are_too_many(
    recorder, shelf, eventually, monkeypatch
) -> None:
    """Whoever notes never waits; the log says what was lost."""
    monkeypatch.setattr(recording, "BACKLOG_LIMIT", 3)
    with structlog.testing.capture_logs() as log:
        for number in range(8):
            note(recorder, str(number))
        await eventually(lambda: len(shelf.texts) == 3)
    assert list("567") == shelf.texts
    assert [5] == [entry["dropped"] for entry in log if entry["event"] == "notes.dropped"]


async def test_a_batch_that_cannot_be_stored(recorder, shelf, eventually) -> None:
    """It is lost, and said to be; what comes after is stored."""
    shelf.failures = [StoreFailed("away")]
    with structlog.testing.capture_logs() as log:
        note(recorder, "lost")
        await eventually(lambda: shelf.failures == [])
        note(recorder, "kept")
        await eventually(lambda: shelf.texts == ["kept"])
    assert [1] == [entry["lost"] for entry in log if entry["event"] == "notes.unwritten"]


async def test_the_end_writes_what_is_left(shelf, clock) -> None:
    """Nothing that was noted before the end is forgotten."""
    recorder = Recorder(shelf, clock, keep=10, seed=b"seed")
    running = asyncio.create_task(recorder.run())
    await asyncio.sleep(0)
    note(recorder, "last")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert ["last"] == shelf.texts


async def test_it_rests_when_all_is_written(recorder, shelf, monkeypatch) -> None:
    """Who waits for that does not wait for the next batch's time."""
    monkeypatch.setattr(recording, "REST_S", 3600)
    assert recorder.is_at_rest
    note(recorder, "first")
    assert not recorder.is_at_rest
    await recorder.rest()
    shelf.gate.clear()
    note(recorder, "second")
    resting = asyncio.create_task(recorder.rest())
    await asyncio.sleep(0.01)
    assert not recorder.is_at_rest
    shelf.gate.set()
    await asyncio.wait_for(resting, 5)
    assert recorder.is_at_rest
    assert ["first", "second"] == shelf.texts


async def test_what_no_database_takes(recorder, shelf, eventually) -> None:
    """An alert quotes what others said, and still is stored."""
    Alerts(recorder, ManualClock()).tell("WS1", 40000, "a\0b\udc80")
    await eventually(lambda: shelf.texts == ["a\ufffdb?"])


def test_positions(clock) -> None:
    """They begin with the millisecond, and grow also within it, and when the clock is set back."""
    recorder = Recorder(None, clock, keep=10, seed=b"seed")
    first = recorder.mint(sids.ALERT)
    assert clock.now() * POSITIONS_PER_MS == first[1]
    assert first[1] + 1 == recorder.mint(sids.ALERT)[1]
    clock.advance(1)
    later = recorder.mint(sids.WEBHOOK)
    assert clock.now() * POSITIONS_PER_MS == later[1]
    clock.advance(-5)
    assert later[1] + 1 == recorder.mint(sids.WEBHOOK)[1]
    assert sids.is_sid(first[0], "NO")
    assert sids.is_sid(later[0], "WH")


def test_sids(clock) -> None:
    """They follow from the seed and their order, whatever the time, and come again when told."""
    first, same, other = (Recorder(None, clock, 10, seed) for seed in (b"a", b"a", b"b"))

    def names(recorder: Recorder) -> list[str]:
        clock.advance(1)
        return [recorder.mint(prefix)[0] for prefix in (sids.WEBHOOK, sids.ALERT, sids.WEBHOOK)]

    once = names(first)
    assert once == names(same)
    assert 6 == len({*once, *names(first)})
    assert not {*once} & {*names(other)}
    first.forget()
    assert once == names(first)
