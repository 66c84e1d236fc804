"""Requests out, commands back; whatever an adapter does, nobody waits for it in vain."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from tests.runtime.outbound.test_delivery import Notes
from tests.runtime.outbound.test_voice import voice_request

from pointsman.core import commands, errors
from pointsman.core.records import Attributes, VoiceRequest
from pointsman.runtime.loop import Bug
from pointsman.runtime.outbound import errands
from pointsman.runtime.outbound.alerts import Alerts
from pointsman.runtime.outbound.telephone import Telephone
from pointsman.runtime.outbound.voice import SimulatedVoice, VoiceOutcome
from pointsman.testing.clock import ManualClock

DONE = VoiceOutcome(succeeded=True, attributes={"worker_call_sid": "CA1"})
BUSY = VoiceOutcome(succeeded=False, message="busy")


class Exchange:
    """A telephone between a scripted adapter and a scripted inside."""

    def __init__(self) -> None:
        self.asked: list[VoiceRequest] = []
        self.outcomes: dict[str, VoiceOutcome | Exception] = {}
        """Workspace SID → what becomes of its requests."""
        self.gate = asyncio.Event()
        self.gate.set()
        self.held: set[str] = set()
        """Requests, and workspaces whose requests, wait for the gate."""
        self.commands: list[tuple[str, commands.FinishVoiceRequest]] = []
        self.answers: deque[Any] = deque()
        self.notes = Notes()
        self.telephone = Telephone(self, Alerts(self.notes, ManualClock()))

    async def carry_out(self, request: VoiceRequest) -> VoiceOutcome:
        self.asked.append(request)
        if {request.sid, request.workspace_sid} & self.held:
            await self.gate.wait()
        outcome = self.outcomes.get(request.workspace_sid, DONE)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def submit(self, workspace_sid: str, command: Any) -> Any:
        self.commands.append((workspace_sid, command))
        answer = self.answers.popleft() if self.answers else ""
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
async def exchange() -> AsyncIterator[Exchange]:
    exchange = Exchange()
    running = asyncio.create_task(exchange.telephone.run(exchange.submit))
    yield exchange
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_what_is_done_becomes_a_command(exchange, eventually) -> None:
    """The request goes to the adapter as it is, and what came of it to its workspace."""
    request = voice_request()
    exchange.telephone.owed.nudge([request])
    await eventually(lambda: exchange.commands)
    assert [request] == exchange.asked
    assert [
        (
            request.workspace_sid,
            commands.FinishVoiceRequest(
                voice_request_sid=request.sid,
                succeeded=True,
                attributes={"worker_call_sid": "CA1"},
            ),
        )
    ] == exchange.commands
    assert [] == exchange.notes.alerts


@pytest.mark.parametrize(
    ("action", "code"),
    [("call", 40113), ("redirect", 40122), ("dequeue", 40133), ("conference", 40145)],
)
async def test_a_failure_raises_an_alert(exchange, eventually, action, code) -> None:
    """It says why, with the debugger's code of the instruction, and of which reservation."""
    request = voice_request(action=action)
    exchange.outcomes[request.workspace_sid] = BUSY
    exchange.telephone.owed.nudge([request])
    await eventually(lambda: exchange.commands)
    [(_, command)] = exchange.commands
    assert not command.succeeded
    [alert] = exchange.notes.alerts
    assert (code, "busy", request.reservation_sid, "WT" + "1" * 32) == (
        alert.code,
        alert.text,
        alert.reservation_sid,
        alert.task_sid,
    )


@pytest.mark.parametrize("action", ["supervise", "hold-customer", "kick-worker"])
async def test_what_has_no_code_is_logged(exchange, eventually, log, action) -> None:
    """Twilio has no code for supervision and holds that come to nothing."""
    request = voice_request(action=action)
    exchange.outcomes[request.workspace_sid] = BUSY
    exchange.telephone.owed.nudge([request])
    await eventually(lambda: exchange.commands)
    assert [] == exchange.notes.alerts
    [told] = [entry for entry in log if entry["event"] == "voice.failed"]
    assert ("busy", action) == (told["error"], told["action"])


async def test_an_adapter_that_breaks_has_failed(exchange, eventually, log) -> None:
    """Whoever waits for it is told, the log has the reason, and the next request is served."""
    broken = voice_request(0)
    exchange.outcomes[broken.workspace_sid] = ZeroDivisionError("no such line")
    exchange.telephone.owed.nudge([broken])
    await eventually(lambda: exchange.commands)
    assert not exchange.commands[0][1].succeeded
    assert 40145 == exchange.notes.alerts[0].code
    assert "voice.broke" in [entry["event"] for entry in log]
    exchange.outcomes.clear()
    exchange.telephone.owed.nudge([voice_request(1)])
    await eventually(lambda: len(exchange.commands) == 2)
    assert exchange.commands[1][1].succeeded


async def test_nothing_is_carried_out_twice(exchange, eventually) -> None:
    """A request that comes again while it is under way is the same request."""
    request = voice_request()
    exchange.held.add(request.workspace_sid)
    exchange.gate.clear()
    exchange.telephone.owed.nudge([request])
    exchange.telephone.owed.nudge([request])
    await eventually(lambda: exchange.asked)
    exchange.gate.set()
    await eventually(lambda: exchange.commands)
    exchange.telephone.owed.nudge([voice_request(1)])
    await eventually(lambda: len(exchange.commands) == 2)
    assert [request.sid, voice_request(1).sid] == [asked.sid for asked in exchange.asked]


async def test_an_outcome_is_handed_in_until_it_is_taken(exchange, eventually, monkeypatch) -> None:
    """A workspace that cannot take it for a moment gets it again; one that is gone does not."""
    monkeypatch.setattr(errands, "RETRY_S", 0.0)
    exchange.answers += [errors.Unavailable("soon"), "", errors.NotFound()]
    exchange.telephone.owed.nudge([voice_request(0)])
    await eventually(lambda: len(exchange.commands) == 2)
    exchange.telephone.owed.nudge([voice_request(1)])
    await eventually(lambda: len(exchange.commands) == 3)
    assert 2 == len(exchange.asked)


async def test_a_bug_does_not_repeat_calls(exchange, eventually, log) -> None:
    """What breaks the engine is not carried out again when its loop has reloaded."""
    request = voice_request()
    exchange.answers.append(Bug("it broke"))
    exchange.telephone.owed.nudge([request])
    await eventually(lambda: "errand.broke" in [entry["event"] for entry in log])
    exchange.telephone.owed.nudge([request, voice_request(1)])
    await eventually(lambda: len(exchange.commands) == 2)
    assert [request.sid, voice_request(1).sid] == [asked.sid for asked in exchange.asked]


async def test_what_comes_too_late_is_told(exchange, eventually, log) -> None:
    """A call that was connected for an offer that ended meanwhile is worth a line in the log."""
    exchange.answers.append("The offer has ended meanwhile")
    exchange.telephone.owed.nudge([voice_request()])
    await eventually(lambda: "voice.unheeded" in [entry["event"] for entry in log])


async def test_a_slow_workspace_waits_for_itself(exchange, eventually, monkeypatch) -> None:
    """No more of its requests than may be are under way, and others are served meanwhile."""
    monkeypatch.setattr(errands, "AT_ONCE", 2)
    slow = [voice_request(number) for number in range(5)]
    exchange.held.add(slow[0].workspace_sid)
    exchange.gate.clear()
    exchange.telephone.owed.nudge(slow)
    await eventually(lambda: len(exchange.asked) == 2)
    other = "WS" + "1" * 32
    exchange.telephone.owed.nudge([msgspec.structs.replace(voice_request(9), workspace_sid=other)])
    await eventually(lambda: [other] == [sid for sid, _ in exchange.commands])
    assert 3 == len(exchange.asked)
    exchange.gate.set()
    await eventually(lambda: len(exchange.commands) == 6)


async def test_a_conversation_is_served_in_order(exchange, eventually) -> None:
    """What is asked for a task waits for what was asked before it, and for no other task's."""
    asked = [voice_request(number, "hold-customer") for number in range(3)]
    exchange.held.add(asked[0].sid)
    exchange.gate.clear()
    exchange.telephone.owed.nudge(asked)
    exchange.telephone.owed.nudge([voice_request(3, "hold-customer", task_sid="WT" + "2" * 32)])
    await eventually(lambda: exchange.commands)
    assert [asked[0].sid, voice_request(3).sid] == [request.sid for request in exchange.asked]
    exchange.gate.set()
    await eventually(lambda: len(exchange.commands) == 4)
    assert [request.sid for request in asked] == [
        command.voice_request_sid for _, command in exchange.commands[1:]
    ]
    await exchange.telephone.owed.rest()
    assert {} == dict(exchange.telephone.owed._lines)


async def test_a_phone_that_rings_holds_nobody_up(exchange, eventually) -> None:
    """A call to a worker waits for what was asked before it; what is asked after it does not."""
    hold, *calls, after = (
        voice_request(number, action)
        for number, action in enumerate(["hold-customer", "conference", "dequeue", "update-worker"])
    )
    exchange.held |= {request.sid for request in (hold, *calls)}
    exchange.gate.clear()
    exchange.telephone.owed.nudge([hold, *calls, after])
    await asyncio.sleep(0.01)
    assert [hold] == exchange.asked
    exchange.gate.set()
    exchange.gate = asyncio.Event()
    await eventually(lambda: len(exchange.commands) == 2)
    assert [hold.sid, after.sid] == [command.voice_request_sid for _, command in exchange.commands]
    assert [hold, *calls, after] == exchange.asked
    exchange.gate.set()
    await eventually(lambda: len(exchange.commands) == 4)


async def test_a_line_goes_on_when_one_breaks(exchange, eventually, log) -> None:
    """Whoever stands behind an errand that came to grief has her turn all the same."""
    exchange.answers.append(Bug("it broke"))
    exchange.telephone.owed.nudge([voice_request(n, "hold-customer") for n in range(2)])
    await eventually(lambda: len(exchange.commands) == 2)


# --- with a loop ---


async def test_requests_leave_after_their_cause_and_again_after_a_restart(
    desk, another_desk, store, eventually
) -> None:
    """They are told when committed, and again in order by whoever takes the workspace over."""
    submit = desk.loop.submit
    await submit(
        commands.CreateWorker(
            friendly_name="Alice",
            activity_sid=await _available(desk),
            attributes=Attributes.parse('{"contact_uri": "client:alice"}'),
        )
    )
    await submit(commands.CreateTaskQueue(friendly_name="Q", target_workers="1==1"))
    queue = next(r for b in store.batches for r in b.writes if type(r).__name__ == "TaskQueue")
    document = f'{{"task_routing": {{"default_filter": {{"queue": "{queue.sid}"}}}}}}'
    await submit(commands.CreateWorkflow(friendly_name="W", configuration=document))
    await submit(
        commands.CreateTask(attributes=Attributes.parse('{"call_sid": "CA1", "to": "+1800"}'))
    )
    offer = next(r for b in store.batches for r in b.writes if type(r).__name__ == "Reservation")
    for url in ("http://one.test", "http://two.test"):
        await submit(
            commands.UpdateReservation(
                sid=offer.sid,
                instruction="redirect",
                redirect_call_sid="CA" + "1" * 32,
                redirect_url=url,
            )
        )
    assert 2 == len(desk.telephoned)
    store.commit_gate.clear()
    reply = submit(commands.UpdateReservation(sid=offer.sid, instruction="conference"))
    await asyncio.sleep(0.01)
    assert 2 == len(desk.telephoned)
    store.commit_gate.set()
    await reply
    *_, request = desk.telephoned
    await desk.close()
    heir = another_desk()
    await heir.open()
    assert desk.telephoned == heir.telephoned
    outcome = await SimulatedVoice().carry_out(request)
    finish = commands.FinishVoiceRequest(
        voice_request_sid=request.sid, succeeded=True, attributes=outcome.attributes
    )
    assert "" == await heir.loop.submit(finish)
    assert "The offer has ended meanwhile" == await heir.loop.submit(finish)
    await heir.close()


async def _available(desk) -> str:
    created = await desk.loop.submit(commands.CreateActivity(friendly_name="Ready", available=True))
    return created.record.sid
