"""Callbacks out, commands back; nothing is sent twice, and nothing is lost while we live."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

import pytest

from pointsman.core import commands, errors, instructions
from pointsman.core.records import AssignmentCallback
from pointsman.core.webhooks import Alert, Webhook
from pointsman.runtime.clock import START, ManualClock
from pointsman.runtime.loop import Bug
from pointsman.runtime.outbound import dispatch as dispatch_module
from pointsman.runtime.outbound import errands
from pointsman.runtime.outbound.alerts import Alerts
from pointsman.runtime.outbound.delivery import Delivery
from pointsman.runtime.outbound.dispatch import Dispatch
from pointsman.runtime.outbound.outgoing import Answer, Request, RequestFailed
from pointsman.runtime.outbound.recording import Recorder
from pointsman.runtime.ports import StoreFailed

TOKEN = "12345678901234567890123456789012"
ACCOUNT = "AC" + "0" * 32
JSON = "application/json"
OK = instructions.Outcome(followed=True)


def callback(number: int = 0, **fields: Any) -> AssignmentCallback:
    usual = {
        "sid": f"CB{number:032x}",
        "workspace_sid": "WS" + "0" * 32,
        "position": number,
        "date_created": 0,
        "date_updated": 0,
        "reservation_sid": f"WR{number:032x}",
        "url": "http://app.test/assign",
        "fallback_url": None,
        "parameters": {"AccountSid": ACCOUNT, "TaskSid": "WT1", "TaskAttributes": "{}"},
    }
    return AssignmentCallback(**usual | fields)


class Notes(Recorder):
    """A recorder that keeps what is noted to itself."""

    def __init__(self) -> None:
        super().__init__(None, ManualClock(), 1, b"seed")
        self.webhooks: list[Webhook] = []
        self.alerts: list[Alert] = []

    def note(self, note: Any) -> None:
        (self.webhooks if isinstance(note, Webhook) else self.alerts).append(note)


class Office:
    """A delivery between a scripted outside and a scripted inside."""

    def __init__(self) -> None:
        self.posts: list[Request] = []
        self.answers: dict[str, Answer | Exception] = {}
        self.gate = asyncio.Event()
        self.gate.set()
        self.commands: list[tuple[str, Any]] = []
        self.outcomes: deque[Any] = deque()
        self.failures: list[Exception] = []
        self.notes = Notes()
        dispatch = Dispatch({"assignment": self}, self.auth_token_of, self.notes, ManualClock())
        self.delivery = Delivery(dispatch, self.notes, Alerts(self.notes, ManualClock()))

    async def auth_token_of(self, account_sid: str) -> str | None:
        if self.failures:
            raise self.failures.pop()
        return {ACCOUNT: TOKEN}.get(account_sid)

    async def send(self, request: Request) -> Answer:
        self.posts.append(request)
        await self.gate.wait()
        answer = self.answers.get(request.url, Answer(200, "", b""))
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def submit(self, workspace_sid: str, command: commands.Command) -> Any:
        self.commands.append((workspace_sid, command))
        outcome = self.outcomes.popleft() if self.outcomes else OK
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    @property
    def urls(self) -> list[str]:
        return [request.url for request in self.posts]


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    office = Office()
    running = asyncio.create_task(office.delivery.run(office.submit))
    yield office
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_callback_is_posted(office, eventually) -> None:
    """It goes to its address with its parameters, to be signed, and under its own token."""
    due = callback(url="http://user:word@app.test/assign#rc=2")
    office.delivery.owed.nudge([due])
    await eventually(lambda: len(office.commands) == 1)
    assert [
        Request(
            url=due.url,
            form=due.parameters,
            auth_token=TOKEN,
            idempotency_token=due.sid,
            limit_s=5.0,
        )
    ] == office.posts


async def test_a_callback_is_written_up(office, eventually) -> None:
    """What was sent and what was answered is noted, without the password."""
    office.answers["http://user:word@app.test/assign#rc=2"] = Answer(
        200, "te\0xt", b"a\0\xff" * 5000
    )
    due = callback(url="http://user:word@app.test/assign#rc=2")
    office.delivery.owed.nudge([due])
    await eventually(lambda: len(office.commands) == 1)
    [noted] = office.notes.webhooks
    assert noted.body == ("a\ufffd\ufffd" * 5000)[:4096]
    assert noted.duration_ms is not None
    expected = Webhook(
        sid=noted.sid,
        workspace_sid=due.workspace_sid,
        position=noted.position,
        date_created=START,
        kind="assignment",
        reservation_sid=due.reservation_sid,
        task_sid="WT1",
        url="http://user:xxxxx@app.test/assign#rc=2",
        parameters=due.parameters,
        idempotency_token=due.sid,
        attempt=1,
        duration_ms=noted.duration_ms,
        status=200,
        content_type="te\ufffdxt",
        body=noted.body,
        outcome="delivered",
    )
    assert expected == noted


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(200, JSON, b'{"instruction": "accept"}'), instructions.Accept()),
        (
            Answer(200, f"{JSON}; charset=utf-8", b'{"instruction":"reject","activity_sid":"WA1"}'),
            instructions.Reject("WA1"),
        ),
        (Answer(200, "text/html", b""), instructions.Wait()),
        (Answer(204, "", b""), instructions.Wait()),
        (Answer(200, JSON, b"{}"), instructions.Wait()),
    ],
)
async def test_an_answer_becomes_a_command(office, eventually, answer, expected) -> None:
    """What the application says is handed to its workspace."""
    office.answers["http://app.test/assign"] = answer
    due = callback()
    office.delivery.owed.nudge([due])
    await eventually(lambda: len(office.commands) == 1)
    command = commands.FollowInstruction(
        callback_sid=due.sid, reservation_sid=due.reservation_sid, instruction=expected
    )
    assert [(due.workspace_sid, command)] == office.commands


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(200, "text/html", b"<p>"), 40000),
        (Answer(200, JSON, b"accept"), 40001),
        (Answer(200, JSON, b'"{}"'), 40001),
        (Answer(200, JSON, b'{"a": 1}'), 40005),
        (Answer(200, JSON, b'{"instruction": "dance"}'), 55555),
    ],
)
async def test_an_answer_that_cannot_be_followed(office, eventually, answer, code) -> None:
    """It is handed in with Twilio's code, and the fallback is not asked."""
    office.answers["http://app.test/assign"] = answer
    office.delivery.owed.nudge([callback(fallback_url="http://app.test/fallback")])
    await eventually(lambda: len(office.commands) == 1)
    [(_, command)] = office.commands
    assert isinstance(command.instruction, instructions.Refused)
    assert code == command.instruction.code
    assert ["http://app.test/assign"] == office.urls


async def test_the_fallback_is_asked(office, eventually, log) -> None:
    """When the first address fails, the second gets the same, signed for itself."""
    office.answers["http://app.test/assign"] = RequestFailed("the answer was 500")
    office.answers["http://app.test/fallback"] = Answer(200, JSON, b'{"instruction": "accept"}')
    office.delivery.owed.nudge([callback(fallback_url="http://app.test/fallback")])
    await eventually(lambda: len(office.commands) == 1)
    assert ["http://app.test/assign", "http://app.test/fallback"] == office.urls
    (first, second) = office.posts
    assert (first.form, first.idempotency_token) == (second.form, second.idempotency_token)
    assert instructions.Accept() == office.commands[0][1].instruction
    assert ["failed", "delivered"] == [noted.outcome for noted in office.notes.webhooks]
    [alert] = office.notes.alerts
    told = (11200, "warning", "the answer was 500", callback().reservation_sid, "WT1")
    assert told == (alert.code, alert.level, alert.text, alert.reservation_sid, alert.task_sid)
    assert office.notes.webhooks[0].sid == alert.webhook_sid
    assert "http://app.test/assign" == alert.request_url
    [line] = [entry for entry in log if entry["event"] == "alert"]
    assert ("warning", 11200, callback().reservation_sid, "the answer was 500") == (
        line["log_level"],
        line["code"],
        line["reservation_sid"],
        line["error"],
    )


@pytest.mark.parametrize(
    "fallback_url", [None, "http://app.test/fallback", "http://app.test/assign"]
)
async def test_nobody_answers(office, eventually, fallback_url) -> None:
    """When no address answers, that is what the workspace is told."""
    for url in ("http://app.test/assign", "http://app.test/fallback"):
        office.answers[url] = RequestFailed("no")
    due = callback(fallback_url=fallback_url)
    office.delivery.owed.nudge([due])
    await eventually(lambda: len(office.commands) == 1)
    command = commands.FailCallback(callback_sid=due.sid, reservation_sid=due.reservation_sid)
    assert [(due.workspace_sid, command)] == office.commands
    levels = ["error"] if fallback_url is None else ["warning", "error"]
    assert levels == [alert.level for alert in office.notes.alerts]


async def test_an_account_without_token(office, eventually) -> None:
    """What cannot be signed is not sent."""
    office.delivery.owed.nudge([callback(parameters={"AccountSid": "AC1", "TaskSid": "WT1"})])
    await eventually(lambda: len(office.commands) == 1)
    assert [] == office.posts
    assert isinstance(office.commands[0][1], commands.FailCallback)


async def test_a_database_that_is_away_for_a_moment(office, eventually, monkeypatch) -> None:
    """A callback whose token cannot be read yet is sent as soon as it can be."""
    monkeypatch.setattr(dispatch_module, "RETRY_S", 0.01)
    office.failures = [StoreFailed("away")] * 2
    office.delivery.owed.nudge([callback()])
    await eventually(lambda: office.urls == ["http://app.test/assign"])
    assert [] == office.failures


async def test_an_outcome_waits_for_its_workspace(office, eventually, monkeypatch) -> None:
    """While the workspace cannot take it, it is handed in again; the outside is not asked again."""
    monkeypatch.setattr(errands, "RETRY_S", 0.001)
    office.outcomes.extend([errors.Unavailable("later")] * 3)
    office.delivery.owed.nudge([callback()])
    await eventually(lambda: len(office.commands) == 4)
    assert 1 == len(set(map(repr, office.commands)))
    assert 1 == len(office.posts)


async def test_a_workspace_that_is_gone(office, eventually, log) -> None:
    """Nobody wants to know any more, and that is no trouble."""
    office.outcomes.append(errors.NotFound())
    office.delivery.owed.nudge([callback()])
    office.delivery.owed.nudge([callback(1)])
    await eventually(lambda: len(office.commands) == 2)
    assert "errand.broke" not in [entry["event"] for entry in log]


async def test_nothing_is_sent_twice(office, eventually) -> None:
    """One that is queued or under way is not taken on again, however often it is told."""
    office.gate.clear()
    due = callback()
    office.delivery.owed.nudge([due, due])
    await eventually(lambda: len(office.posts) == 1)
    office.delivery.owed.nudge([due])
    office.gate.set()
    await eventually(lambda: len(office.commands) == 1)
    await asyncio.sleep(0.01)
    assert (1, 1) == (len(office.posts), len(office.commands))


async def test_one_that_is_done_may_come_again(office, eventually) -> None:
    """A callback is only known while it is under way; the store says what is owed."""
    for count in (1, 2):
        office.delivery.owed.nudge([callback()])
        await eventually(lambda count=count: len(office.commands) == count)
        await asyncio.sleep(0)


async def test_a_bug_does_not_send_for_ever(office, eventually, log) -> None:
    """When the engine breaks on an outcome, the reload that follows does not have it sent again."""
    office.outcomes.append(Bug("Boom"))
    office.delivery.owed.nudge([callback()])
    await eventually(lambda: "errand.broke" in [entry["event"] for entry in log])
    office.delivery.owed.nudge([callback(), callback(1)])
    await eventually(lambda: len(office.commands) == 2)
    await asyncio.sleep(0.01)
    assert [callback().sid, callback(1).sid] == [
        request.idempotency_token for request in office.posts
    ]


async def test_a_slow_application_does_not_hold_up_others(office, eventually) -> None:
    """Many are under way side by side."""
    office.gate.clear()
    office.delivery.owed.nudge([callback(number) for number in range(100)])
    await eventually(lambda: len(office.posts) == 100)
    office.gate.set()
    await eventually(lambda: len(office.commands) == 100)


async def test_a_slow_application_holds_up_its_own_workspace_only(
    office, eventually, monkeypatch
) -> None:
    """However many callbacks of one workspace wait, those of another go at once."""
    monkeypatch.setattr(errands, "AT_ONCE", 3)
    office.gate.clear()
    office.delivery.owed.nudge([callback(number) for number in range(50)])
    await eventually(lambda: len(office.posts) == 3)
    office.delivery.owed.nudge([callback(99, workspace_sid="WS" + "9" * 32)])
    await eventually(lambda: len(office.posts) == 4)
    assert callback(99).sid == office.posts[3].idempotency_token
    office.gate.set()
    await eventually(lambda: len(office.commands) == 51)


async def test_what_came_of_it_is_logged(office, eventually, log) -> None:
    """A refused instruction is an alert with its code, a followed one is news."""
    office.outcomes.append(instructions.Outcome(followed=False, code=40100, message="unknown"))
    office.delivery.owed.nudge([callback()])
    await eventually(lambda: len(log) == 1)
    office.delivery.owed.nudge([callback(1)])
    await eventually(lambda: len(log) == 2)
    assert [
        {
            "event": "alert",
            "log_level": "warning",
            "code": 40100,
            "error": "unknown",
            "workspace_sid": callback().workspace_sid,
            "reservation_sid": callback().reservation_sid,
            "task_sid": "WT1",
        },
        {
            "event": "callback.answered",
            "log_level": "info",
            "followed": True,
            "reservation_sid": callback(1).reservation_sid,
            "task_sid": "WT1",
        },
    ] == log
    assert [40100] == [alert.code for alert in office.notes.alerts]


# --- rest ---


async def test_it_is_at_rest_when_all_is_handed_in(office) -> None:
    """A callback is done when what came of it is handed in, or when it broke, and not before."""
    assert office.delivery.owed.is_at_rest
    office.gate.clear()
    office.outcomes += [OK, Bug("KeyError")]
    office.delivery.owed.nudge([callback(0), callback(1)])
    resting = asyncio.create_task(office.delivery.owed.rest())
    await asyncio.sleep(0.01)
    assert not office.delivery.owed.is_at_rest
    assert not resting.done()
    office.gate.set()
    await asyncio.wait_for(resting, 5)
    assert office.delivery.owed.is_at_rest
    assert 2 == len(office.commands)
