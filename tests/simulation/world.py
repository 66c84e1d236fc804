"""Random workspaces: what the world looks like before anybody does anything in it.

Everything is drawn from a given ``Random``. The makers of parts (attributes, documents, names) are
for ``actions.py`` as well, which goes on changing what was built here.

Some expressions look at what a reservation changes, in both senses, and at the clock: who may
take a task then depends on what was offered before it, and on when anybody looks.
"""

import json
from collections.abc import Collection, Iterator
from random import Random
from typing import Any

from pointsman.core import commands
from pointsman.core.commands import Command
from pointsman.core.records import Attributes
from pointsman.core.rules import Rules
from pointsman.core.state import State

ACCOUNT = "AC" + "a" * 32
WORKSPACE = "WS" + "5" * 32
CALLBACK_URL = "http://127.0.0.1:9/assignment"

CHANNELS = ("default", "chat", "ticket")
"""The channels that tasks come on."""
NAMES = ("ada", "bob", "cyd", "dee", "eve", "fay", "gus", "Ada", "hal")
LANGUAGES = ("de", "en", "fr")
SKILLS = ("billing", "sales")
PHONES = ("client:ann", "client:ben", "sip:cleo@app.test", "+15550100")
"""Where people can be called."""
CALL_SID = "CA" + "c" * 32

TARGET_WORKERS = (
    "1==1",
    "1==1",
    "languages HAS 'en'",
    "languages HAS 'de' OR skills HAS 'sales'",
    "level >= 2",
    "worker.level > 0 AND NOT (skills HAS 'billing')",
    "level IN [0, 2, 3]",
    "contact.floor == 1",
    "contact.floor == 2 AND level == 3",
    "languages HAS 'fr' AND skills HAS 'sales' AND languages HAS 'fr'",
    "friendly_name != 'bob'",
    "activity_name != 'Reserved'",
    "channel.chat.available_capacity_percentage >= 50",
    "channel.default.assigned_tasks < 2",
    "worker.assigned_tasks < 2",
    "",
)
FILTERS = (
    "1==1",
    "1==1",
    "lang == 'en'",
    "task.lang IN ['de', 'fr']",
    "vip == true",
    "skill >= 2",
    "skill < 2 OR vip == true",
    "lang != null",
    "1==2",
)
TARGET_EXPRESSIONS = (
    "worker.languages HAS task.lang",
    "worker.level >= task.skill",
    "task.vip == true OR worker.level < 3",
    "worker.friendly_name == task.agent",
    "worker.level == task.skill AND worker.languages HAS task.lang",
    "task.priority >= 5 OR worker.skills HAS 'sales'",
    "task.task_channel_unique_name != 'chat' OR worker.level > 1",
    "worker.channel.chat.assigned_tasks < 2",
    "worker.assigned_tasks == 0",
)
ORDERS = (
    "worker.level",
    "worker.level DESC",
    "worker.level DESC, worker.contact.floor ASC",
    "worker.contact.floor DESC",
    "worker.channel.chat.assigned_tasks, worker.level DESC",
    "worker.assigned_tasks",
    "worker.channel.default.available_capacity_percentage DESC",
)
SKIPS = (
    "1==1",
    "workers.available == 0",
    "workers.available < 2",
    "workers.unavailable > 1",
)
# What follows is true or false by what a reservation changes, or by the clock.
MOVING_TARGET_WORKERS = (
    "channel.default.available_capacity_percentage < 100",
    "channel.chat.available_capacity_percentage < 60 OR level > 1",
    "worker.channel.chat.assigned_tasks >= 1 OR channel.ticket.assigned_tasks == 0",
    "activity_name == 'Reserved' OR level >= 2",
    "activity_name IN ['On duty', 'Available']",
    "NOT (channel.default.available_capacity_percentage == 100)",
    "taskrouter.currentHour >= 0 OR skills HAS 'sales'",
    "taskrouter.dayOfWeek == null AND level != 1",
)
MOVING_FILTERS = (
    "taskrouter.currentHour < 12",
    "taskrouter.currentMin >= 30 OR vip == true",
    "taskrouter.dayOfWeek IN ['Sat', 'Sun'] OR skill >= 1",
    "taskrouter.currentTime > 0815 AND lang != null",
)
MOVING_TARGET_EXPRESSIONS = (
    "task.age >= 30",
    "task.age < 20 OR worker.level >= 2",
    "taskrouter.currentMin IN [0, 1, 4, 5, 8, 9, 30, 31, 32]",
    "taskrouter.currentHour >= 8 AND taskrouter.currentHour < 18",
    "taskrouter.currentTime < 1200 OR worker.languages HAS task.lang",
    "taskrouter.dayOfWeek IN ['Mon', 'Wed', 'Fri', 'Sun']",
    "worker.channel.chat.available_capacity_percentage < 100",
    "worker.channel.default.available_capacity_percentage > 50 OR task.vip == true",
    "worker.channel.ticket.assigned_tasks > 0 OR worker.channel.chat.assigned_tasks == 0",
    "worker.activity_name == 'On duty' OR task.age > 60",
)
MOVING_SKIPS = (
    "workers.available == 0 OR taskrouter.currentMin >= 30",
    "taskrouter.currentHour < 6",
)
TARGET_WORKERS += 2 * MOVING_TARGET_WORKERS
FILTERS += MOVING_FILTERS
TARGET_EXPRESSIONS += MOVING_TARGET_EXPRESSIONS
SKIPS += MOVING_SKIPS


def draw_rules(rng: Random) -> Rules:
    """Rules with limits small enough to be reached."""
    return Rules(
        retention_ms=rng.choice([1_000, 60_000, 300_000]),
        assigned_limit_ms=rng.choice([30_000, 300_000, 86_400_000]),
        cool_down_ms=rng.choice([0, 700, 1_000, 5_000]),
        assignment_limit=rng.choice([2, 4, 1_000]),
        cancel_on_failed_callback=rng.random() < 0.8,
        offers_per_step=rng.choice([1, 2, 3, 250, 250, 250]),
        reevaluations_per_step=rng.choice([1, 2, 200]),
    )


def build(rng: Random, state: State) -> Iterator[Command]:
    """The commands that build a workspace; each is drawn once the one before it was applied."""
    yield commands.CreateWorkspace(
        sid=WORKSPACE,
        account_sid=ACCOUNT,
        friendly_name="simulated",
        multi_task_enabled=rng.random() < 0.65,
        prioritize_queue_order=rng.choice(["FIFO", "FIFO", "LIFO"]),
        template=rng.choice(["NONE", "NONE", "NONE", "FIFO"]),
    )
    yield commands.CreateTaskChannel(
        friendly_name="Tickets",
        unique_name="ticket",
        channel_optimized_routing=rng.random() < 0.5,
    )
    yield commands.CreateActivity(friendly_name="On duty", available=True)
    for number in range(rng.randint(1, 4)):
        yield draw_queue(rng, state, f"queue {number}")
    for name in NAMES[: rng.randint(2, 6)]:
        yield draw_worker(rng, state, name)
    for channel in list(state.worker_channels.values()):
        unique_name = state.task_channels[channel.task_channel_sid].unique_name
        if unique_name in CHANNELS and rng.random() < 0.5:
            yield commands.UpdateWorkerChannel(
                worker_sid=channel.worker_sid,
                sid=rng.choice([channel.sid, unique_name, channel.task_channel_sid]),
                capacity=rng.choice([0, 1, 2, 2, 3, 3]),
                available=rng.random() < 0.9,
            )
    for number in range(rng.randint(1, 2)):
        yield draw_workflow(rng, state, f"workflow {number}")


# --- parts ---


def pick(rng: Random, sids: Collection[str], prefix: str, missing: float = 0.03) -> str:
    """One of ``sids``, or sometimes, or if there is none, a SID that nothing has."""
    if not sids or rng.random() < missing:
        return prefix + rng.choice("01") * 32
    return rng.choice(list(sids))


def _activity(rng: Random, state: State) -> str:
    return pick(rng, state.activities, "WA", missing=0)


def draw_queue(rng: Random, state: State, name: str) -> commands.CreateTaskQueue:
    given: dict[str, Any] = {}
    if rng.random() < 0.4:
        given["reservation_activity_sid"] = rng.choice([_activity(rng, state), ""])
    if rng.random() < 0.4:
        given["assignment_activity_sid"] = rng.choice([_activity(rng, state), ""])
    return commands.CreateTaskQueue(
        friendly_name=name,
        target_workers=rng.choice(TARGET_WORKERS),
        max_reserved_workers=rng.choice([1, 1, 2, 3]),
        task_order=rng.choice(["FIFO", "FIFO", "LIFO"]),
        **given,
    )


def draw_worker(rng: Random, state: State, name: str) -> commands.CreateWorker:
    available = [sid for sid, activity in state.activities.items() if activity.available]
    given: dict[str, Any] = {}
    if rng.random() < 0.9:
        given["activity_sid"] = rng.choice(
            available if available and rng.random() < 0.8 else list(state.activities)
        )
    return commands.CreateWorker(
        friendly_name=name, attributes=draw_worker_attributes(rng), **given
    )


def draw_worker_attributes(rng: Random) -> Attributes:
    document: dict[str, Any] = {
        "languages": rng.sample(LANGUAGES, rng.randint(0, 3)),
        "skills": rng.sample(SKILLS, rng.randint(0, 2)),
        "level": rng.choice([0, 1, 2, 3, 2.5, "2", True, None]),
        "contact": {"floor": rng.randint(0, 2)},
        "contact_uri": rng.choice(PHONES),
    }
    if rng.random() < 0.04:
        # Whoever has such an attribute means it where others mean themselves.
        document["worker"] = rng.choice([{"level": rng.randint(0, 3)}, {}, None, "x"])
    for key in list(document):
        if rng.random() < 0.1:
            del document[key]
    return Attributes.parse(json.dumps(document))


def draw_task_attributes(rng: Random, state: State) -> Attributes:
    document: dict[str, Any] = {
        "lang": rng.choice(LANGUAGES),
        "skill": rng.randint(0, 3),
        "vip": rng.random() < 0.3,
        "agent": rng.choice([*state.workers, *NAMES[:4], None]),
        "call_sid": CALL_SID,
        "from": rng.choice(PHONES),
        "to": "+15550101",
        "conference": {"sid": "CF" + "c" * 32},
    }
    for key in list(document):
        if rng.random() < 0.15:
            del document[key]
    return Attributes.parse(json.dumps(document))


def draw_workflow(rng: Random, state: State, name: str) -> commands.CreateWorkflow:
    return commands.CreateWorkflow(
        friendly_name=name,
        configuration=draw_configuration(rng, state),
        assignment_callback_url=CALLBACK_URL if rng.random() < 0.5 else "",
        task_reservation_timeout=rng.randint(5, 60),
    )


def draw_configuration(rng: Random, state: State) -> str:
    routing: dict[str, Any] = {
        "filters": [
            {
                "filter_friendly_name": f"filter {number}",
                "expression": rng.choice(FILTERS),
                "targets": [
                    _draw_target(rng, state, is_first=number == 0)
                    for number in range(rng.randint(1, 3))
                ],
            }
            for number in range(rng.randint(1, 3))
        ]
    }
    if rng.random() < 0.8:
        routing["default_filter"] = {"queue": pick(rng, state.task_queues, "WQ", missing=0.01)}
        if rng.random() < 0.2:
            routing["default_filter"]["order_by"] = rng.choice(ORDERS)
        if rng.random() < 0.1:
            # It means nothing there: past the default filter there is nowhere to go.
            routing["default_filter"]["skip_if"] = rng.choice(SKIPS)
    return json.dumps({"task_routing": routing})


def _draw_target(rng: Random, state: State, *, is_first: bool) -> dict[str, Any]:
    target: dict[str, Any] = {}
    if is_first or rng.random() < 0.6:
        target["queue"] = pick(rng, state.task_queues, "WQ", missing=0.01)
    if rng.random() < 0.4:
        target["priority"] = rng.choice([0, 1, 5, 10, "7"])
    if rng.random() < 0.6:
        target["timeout"] = rng.choice([1, 3, 5, 10, 30, 60, "20"])
    if rng.random() < 0.3:
        target["expression"] = rng.choice(TARGET_EXPRESSIONS)
    if rng.random() < 0.3:
        target["order_by"] = rng.choice(ORDERS)
    if rng.random() < 0.25:
        target["skip_if"] = rng.choice(SKIPS)
    if rng.random() < 0.1:
        target["known_worker_sid"] = rng.choice(
            ["task.agent", pick(rng, state.workers, "WK", missing=0.1)]
        )
    elif rng.random() < 0.1:
        target["known_worker_friendly_name"] = "task.agent"
    return target
