"""``/pointsman/v1/…/Attributes`` and ``…/Expressions/Evaluate``."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pointsman.api.resources import expressions
from pointsman.core import engine, trying


@pytest.fixture
async def office(world):
    """Three workers, of whom the last is away, and a task that waits for nobody."""
    office = await world.office(workers=3)
    for worker, attributes in zip(
        office.workers,
        (
            '{"languages": ["en", "es"], "level": 5}',
            '{"languages": ["en"], "level": 3}',
            '{"languages": ["es"], "level": 1}',
        ),
        strict=True,
    ):
        await world.api.update(worker["url"], Attributes=attributes)
    away = office.activities["Offline"]["sid"]
    await world.api.update(office.workers[2]["url"], ActivitySid=away)
    return office


def ours(office, path: str) -> str:
    return office.workspace["url"].replace("/v1/", "/pointsman/v1/") + f"/{path}"


# --- attributes ---


async def test_attributes(api, office) -> None:
    """The paths that workers have, the most common first, and what is there."""
    await api.update(office.workers[0]["url"], Attributes='{"languages": ["en"]}')
    assert {
        "worker": [
            {"path": "languages", "kinds": ["list"], "values": ["en", "es"], "workers": 3},
            {"path": "level", "kinds": ["number"], "values": [1, 3], "workers": 2},
        ]
    } == await api.fetch(ours(office, "Attributes"))


async def test_attributes_of_other_peoples_workers(world, office) -> None:
    """Nobody else's."""
    url = ours(office, "Attributes")
    await world.stranger.refuse(404, "GET", url, code=20404)
    nowhere = url.replace(office.workspace["sid"], "WS" + "0" * 32)
    await world.api.refuse(404, "GET", nowhere, code=20404)


# --- expressions ---


async def evaluate(api, office, text: str, **form):
    return await api.update(ours(office, "Expressions/Evaluate"), Expression=text, **form)


async def test_workers_that_an_expression_holds_for(api, office) -> None:
    """How many, how many of them take work, and who they are."""
    first, _, last = office.workers
    assert {
        "valid": True,
        "error": None,
        "position": None,
        "count": 2,
        "available": 1,
        "workers": [
            {
                "sid": worker["sid"],
                "friendly_name": worker["friendly_name"],
                "activity_name": activity,
                "available": available,
            }
            for worker, activity, available in (
                (first, "Available", True),
                (last, "Offline", False),
            )
        ],
        "tasks": None,
    } == await evaluate(api, office, "languages HAS 'es'")


async def test_only_so_many_are_named(api, office) -> None:
    """But all are counted."""
    found = await evaluate(api, office, "level > 0", PageSize=2)
    assert (3, 2, 2) == (found["count"], found["available"], len(found["workers"]))


@pytest.mark.parametrize("text", ["level > 3", "NOT level > 3", "worker.level > 0", "level > 9"])
async def test_a_long_expression_is_asked_some_at_a_time(
    api, office, monkeypatch, text: str
) -> None:
    """It says the same as a short one, which the matcher's sets answer."""
    short = await evaluate(api, office, text, PageSize=2)
    asked = []
    for question in (trying.AskWorkers, trying.FindWorkers):
        answer = engine.QUESTIONS[question]

        def note(state, question, now, answer=answer):
            asked.append(question)
            return answer(state, question, now)

        monkeypatch.setitem(engine.QUESTIONS, question, note)
    long = " OR ".join([text] * 30)
    monkeypatch.setattr(expressions, "CHARACTERS_AT_ONCE", 2 * len(long))
    assert short == await evaluate(api, office, long, PageSize=2)
    assert [2, 2] == [question.asked for question in asked]


async def test_tasks_that_an_expression_holds_for(world, api, office) -> None:
    """Of those that are not over."""
    await api.update(office.queue["url"], TargetWorkers="level == 5")
    tasks = [
        await api.create(office.links["tasks"], Attributes=f'{{"n": {n}}}', TaskChannel="voice")
        for n in range(3)
    ]
    await api.update(tasks[1]["url"], AssignmentStatus="canceled")
    world.clock.advance(7.5)
    assert {
        "valid": True,
        "error": None,
        "position": None,
        "count": 2,
        "available": None,
        "workers": None,
        "tasks": [
            {"sid": tasks[0]["sid"], "assignment_status": "reserved", "age": 7},
            {"sid": tasks[2]["sid"], "assignment_status": "pending", "age": 7},
        ],
    } == await evaluate(api, office, "n < 3", Of="tasks")


async def test_more_tasks_than_are_asked_at_once(api, office, monkeypatch) -> None:
    """The questions in a row come to one answer, which is that of the list."""
    monkeypatch.setattr(expressions, "AT_ONCE", 2)
    for n in range(7):
        await api.create(office.links["tasks"], Attributes=f'{{"n": {n}}}')
    for text in ("n > 0", "n IN [1, 5]", "n == 6", "n > 10"):
        found = await evaluate(api, office, text, Of="tasks", PageSize=3)
        listed = await api.sids(
            office.links["tasks"],
            EvaluateTaskAttributes=text,
            AssignmentStatus="pending,reserved,assigned,wrapping",
        )
        assert len(listed) == found["count"]
        assert listed[:3] == [task["sid"] for task in found["tasks"]]


@pytest.mark.parametrize(
    ("text", "position", "error"),
    [
        ("", 0, "unexpected end: the expression is empty"),
        ("  ", 2, "unexpected end: the expression is empty"),
        ("level >", 7, "unexpected end: expected a key, a constant or a list"),
        ("level > 1 AND\n& x", 14, "unexpected '&': write AND"),
        ("(a == 1", 7, "unexpected end: the '(' at position 1 is never closed"),
        ("a == 🙂", 5, "unexpected '🙂': this character means nothing here"),
        ("'🙂🙂' == a)", 9, "unexpected ')': this ')' closes nothing"),
        ("level <> 1", 6, "unexpected '<>': write !="),
    ],
)
@pytest.mark.parametrize("of", ["workers", "tasks"])
async def test_what_is_no_expression(api, office, text, position, error, of) -> None:
    """It is said what is wrong, and where, in characters from 0."""
    assert {
        "valid": False,
        "error": error,
        "position": position,
        "count": None,
        "available": None,
        "workers": None,
        "tasks": None,
    } == await evaluate(api, office, text, Of=of)


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({}, "Missing required parameter Expression"),
        ({"Expression": "a == 1", "Of": "queues"}, "Of: must be one of tasks, workers"),
        ({"Expression": "a == 1", "PageSize": 51}, "PageSize: must be from 1 to 50"),
        ({"Expression": "a == 1", "PageSize": 0}, "PageSize: must be from 1 to 50"),
        ({"Expression": "a" * 65_537}, "Expression: must be at most 65536 characters"),
    ],
)
async def test_refused_evaluations(api, office, form, message) -> None:
    """What is not a question is refused, unlike what is not an expression."""
    assert message in await api.refuse(400, "POST", ours(office, "Expressions/Evaluate"), form)


@pytest.mark.parametrize("text", ["level > 0", "level >"])
@pytest.mark.parametrize("of", ["workers", "tasks"])
async def test_other_peoples_workspaces(world, office, text, of) -> None:
    """Nobody is told whether his expression is one where there is nothing of his."""
    url = ours(office, "Expressions/Evaluate")
    form = {"Expression": text, "Of": of}
    await world.stranger.refuse(404, "POST", url, form, code=20404)
    nowhere = url.replace(office.workspace["sid"], "WS" + "0" * 32)
    await world.api.refuse(404, "POST", nowhere, form, code=20404)


OPERANDS = st.sampled_from(
    [
        *("languages", "level", "worker.level", "sid", "friendly_name", "activity_name", "nothing"),
        *("channel.default.assigned_tasks", "assigned_tasks", "worker.channel.chat.available"),
        *("1", "3", "5.0", "'en'", "'Offline'", "'3'", "null", "true", "['en', 5]", "[level]"),
    ]
)
OPERATORS = st.sampled_from(["==", "!=", ">", ">=", "CONTAINS", "HAS", "IN", "NOT IN"])
EXPRESSIONS = st.recursive(
    st.builds("{} {} {}".format, OPERANDS, OPERATORS, OPERANDS),
    lambda inner: (
        st.builds("({} AND {})".format, inner, inner)
        | st.builds("({} OR {})".format, inner, inner)
        | st.builds("NOT ({})".format, inner)
    ),
    max_leaves=4,
)


async def test_it_is_what_the_list_has(api, office) -> None:
    """Whatever the expression: the same workers as in TaskRouter's list and in ours."""
    await api.create(office.links["tasks"])
    runner = asyncio.get_running_loop()

    async def compare(text: str) -> None:
        found = await evaluate(api, office, text)
        for url in (office.links["workers"], ours(office, "Workers")):
            listed = await api.sids(url, TargetWorkersExpression=text)
            assert listed == [worker["sid"] for worker in found["workers"]], text
            assert len(listed) == found["count"]

    @settings(max_examples=60)
    @given(text=EXPRESSIONS)
    def compare_any(text: str) -> None:
        asyncio.run_coroutine_threadsafe(compare(text), runner).result()

    await asyncio.to_thread(compare_any)
