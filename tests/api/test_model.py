"""Whatever is done in whatever order, lists say what a few dictionaries say.

A random walk creates, renames and deletes; after every few steps all lists are compared with the
model, on both databases.
"""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

BOTH_DATABASES = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)

KINDS = ("activities", "task_channels", "workers", "task_queues", "workflows", "tasks")
NAME = dict.fromkeys(KINDS, "FriendlyName") | {"task_channels": "UniqueName"}
CLOSED = ("completed", "canceled")
NAMES = ["Ada", "ADA", "Brin", "Çelik", "Dov 🙂", "E" * 64, "f", "G"]

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["create", "create", "create", "rename", "change", "delete"]),
        st.sampled_from(KINDS),
        st.integers(0, 99),
        st.sampled_from(NAMES),
    ),
    min_size=8,
    max_size=25,
)


def bounded(test: Any) -> Any:
    """A few long walks, the same in every run: about ten seconds for a database."""
    return settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )(test)


class Model:
    """One workspace twice: as the server has it, and as dictionaries in order of creation."""

    def __init__(self, api: Any, workspace: Any, rows: dict[str, dict[str, Any]]) -> None:
        self.api = api
        self.links = workspace["links"]
        self.workspace = workspace
        self.rows = rows

    @classmethod
    async def begin(cls, api: Any) -> "Model":
        workspace = await api.create("/Workspaces", FriendlyName="Model")
        rows = {kind: await listed(api, workspace["links"][kind]) for kind in KINDS}
        return cls(api, workspace, rows)

    def pick(self, kind: str, number: int) -> Any:
        """Some row, or None when there is none."""
        rows = list(self.rows[kind].values())
        return rows[number % len(rows)] if rows else None

    def open_tasks(self, **fields: Any) -> list[Any]:
        return [
            task
            for task in self.rows["tasks"].values()
            if task["assignment_status"] not in CLOSED
            and all(task[name] == value for name, value in fields.items())
        ]

    def is_taken(self, kind: str, name: str, by_other_than: str = "") -> bool:
        """Whether a name is another's, whatever its letters' case."""
        field = "unique_name" if kind == "task_channels" else "friendly_name"
        return any(
            row[field].casefold() == name.casefold() and row["sid"] != by_other_than
            for row in self.rows[kind].values()
        )

    # --- steps ---

    async def step(self, action: str, kind: str, number: int, name: str) -> None:
        if action == "create":
            await self._create(kind, number, name)
        elif (row := self.pick(kind, number)) is not None:
            await getattr(self, f"_{action}")(kind, row, number, name)

    async def _create(self, kind: str, number: int, name: str) -> None:
        form: dict[str, Any] = {NAME[kind]: name}
        taken = kind != "tasks" and self.is_taken(kind, name)
        match kind:
            case "activities":
                form["Available"] = number % 2 == 0
            case "task_channels":
                form["FriendlyName"] = name
            case "workers":
                form["ActivitySid"] = self.pick("activities", number)["sid"]
            case "task_queues":
                # Nobody is admitted, so that tasks stay where they are put.
                form |= {
                    "TargetWorkers": "1==2",
                    "ReservationActivitySid": self.pick("activities", number)["sid"],
                }
            case "workflows":
                queue = self.pick("task_queues", number)
                if queue is None:
                    return
                filters = {"default_filter": {"queue": queue["sid"]}}
                form["Configuration"] = json.dumps({"task_routing": filters})
            case _:
                workflow = self.pick("workflows", number)
                if workflow is None:
                    return
                form = {
                    "WorkflowSid": workflow["sid"],
                    "TaskChannel": self.pick("task_channels", number)["sid"],
                    "Priority": number % 4,
                }
        if taken:
            await self.api.refuse(400, "POST", self.links[kind], form)
            return
        row = await self.api.create(self.links[kind], **form)
        assert row["sid"] not in self.rows[kind]
        self.rows[kind][row["sid"]] = row

    async def _rename(self, kind: str, row: Any, number: int, name: str) -> None:
        if kind in ("tasks", "task_channels"):
            # Neither has a unique name that can change.
            return
        if self.is_taken(kind, name, row["sid"]):
            await self.api.refuse(400, "POST", row["url"], {"FriendlyName": name})
            return
        updated = await self.api.update(row["url"], FriendlyName=name)
        assert name == updated["friendly_name"]
        self.rows[kind][row["sid"]] = updated

    async def _change(self, kind: str, row: Any, number: int, name: str) -> None:
        form: dict[str, Any] = {
            "activities": {"FriendlyName": row.get("friendly_name")},
            "task_channels": {"FriendlyName": name},
            "workers": {"ActivitySid": self.pick("activities", number)["sid"]},
            "task_queues": {"AssignmentActivitySid": self.pick("activities", number)["sid"]},
            "workflows": {"TaskReservationTimeout": 1 + number},
            "tasks": {"AssignmentStatus": "canceled"} if number % 3 == 0 else {"Priority": number},
        }[kind]
        if "AssignmentStatus" in form and row["assignment_status"] in CLOSED:
            await self.api.refuse(400, "POST", row["url"], form)
            return
        self.rows[kind][row["sid"]] = await self.api.update(row["url"], **form)

    async def _delete(self, kind: str, row: Any, number: int, name: str) -> None:
        if self._is_needed(kind, row):
            await self.api.refuse(400, "DELETE", row["url"])
            return
        await self.api.delete(row["url"])
        await self.api.missing("GET", row["url"])
        del self.rows[kind][row["sid"]]

    def _is_needed(self, kind: str, row: Any) -> bool:
        """Whether something refers to the row that must not lose it."""
        sid = row["sid"]
        match kind:
            case "activities":
                users = [
                    *(worker["activity_sid"] for worker in self.rows["workers"].values()),
                    *(q["reservation_activity_sid"] for q in self.rows["task_queues"].values()),
                    *(q["assignment_activity_sid"] for q in self.rows["task_queues"].values()),
                    self.workspace["default_activity_sid"],
                    self.workspace["timeout_activity_sid"],
                ]
                return sid in users
            case "task_channels":
                built_in = row["unique_name"] in ("default", "voice", "chat", "sms", "video")
                return built_in or bool(self.open_tasks(task_channel_sid=sid))
            case "workers":
                return self.rows["activities"][row["activity_sid"]]["available"]
            case "task_queues":
                editions = [w["configuration"] for w in self.rows["workflows"].values()]
                return any(sid in text for text in editions) or bool(
                    self.open_tasks(task_queue_sid=sid)
                )
            case "workflows":
                return bool(self.open_tasks(workflow_sid=sid))
            case _:
                return False

    # --- what must hold ---

    async def check(self, size: int) -> None:
        """Every list has what the model has, in its order, under today's names."""
        for kind in KINDS:
            found = await listed(self.api, self.links[kind], size)
            assert list(self.rows[kind]) == list(found), kind
            for sid, row in found.items():
                expected = self.rows[kind][sid] | self._names(kind, row)
                assert self._settled(expected) == self._settled(row)
        await self._check_filters(size)
        await self._check_channels()

    async def _check_filters(self, size: int) -> None:
        for worker in list(self.rows["workers"].values())[:2]:
            activity = self.rows["activities"][worker["activity_sid"]]
            same = [
                row["sid"]
                for row in self.rows["workers"].values()
                if row["activity_sid"] == activity["sid"]
            ]
            for query in (
                {"ActivitySid": activity["sid"]},
                {"ActivityName": activity["friendly_name"]},
            ):
                assert same == list(await listed(self.api, self.links["workers"], size, **query))
        tasks = self.rows["tasks"]
        for sid, queue in self.rows["task_queues"].items():
            within = [task["sid"] for task in tasks.values() if task["task_queue_sid"] == sid]
            for query in ({"TaskQueueSid": sid}, {"TaskQueueName": queue["friendly_name"]}):
                assert within == list(await listed(self.api, self.links["tasks"], size, **query))
        ranked = sorted(tasks.values(), key=lambda task: -task["priority"])
        found = await listed(
            self.api, self.links["tasks"], size, Ordering="Priority:desc,DateCreated:asc"
        )
        assert [task["sid"] for task in ranked] == list(found)

    async def _check_channels(self) -> None:
        """Every worker has one channel for each task channel."""
        for worker in list(self.rows["workers"].values())[-2:]:
            found = await listed(self.api, worker["links"]["channels"])
            assert set(self.rows["task_channels"]) == {
                row["task_channel_sid"] for row in found.values()
            }
            assert len(self.rows["task_channels"]) == len(found)

    def _names(self, kind: str, row: Any) -> dict[str, Any]:
        """The names of what a row refers to, as they are today; None when that is gone."""

        def name(of: str, sid: str | None, field: str = "friendly_name") -> str | None:
            return self.rows[of].get(sid, {}).get(field)

        match kind:
            case "workers":
                activity = self.rows["activities"][row["activity_sid"]]
                return {
                    "activity_name": activity["friendly_name"],
                    "available": activity["available"],
                }
            case "task_queues":
                return {
                    f"{use}_activity_name": name("activities", row[f"{use}_activity_sid"])
                    for use in ("reservation", "assignment")
                }
            case "tasks":
                channel = name("task_channels", row["task_channel_sid"], "unique_name")
                return {
                    "task_channel_unique_name": channel,
                    "task_queue_friendly_name": name("task_queues", row["task_queue_sid"]),
                    "workflow_friendly_name": name("workflows", row["workflow_sid"]),
                }
            case _:
                return {}

    @staticmethod
    def _settled(row: Any) -> dict[str, Any]:
        return {name: value for name, value in row.items() if name != "age"}


async def listed(api: Any, url: str, size: int = 50, **query: Any) -> dict[str, Any]:
    """All rows of a list, page by page; each is met once."""
    rows: dict[str, Any] = {}
    page = await api.fetch(url, PageSize=size, **query)
    while True:
        found = page[page["meta"]["key"]]
        assert len(found) <= size
        assert not rows.keys() & {row["sid"] for row in found}
        rows |= {row["sid"]: row for row in found}
        if page["meta"]["next_page_url"] is None:
            return rows
        page = await api.fetch(page["meta"]["next_page_url"])


@BOTH_DATABASES
async def test_lists_follow_every_change(api) -> None:
    """After any sequence of changes each list has what was made, once, in order, named as now."""

    async def play(steps: Any, size: int) -> None:
        model = await Model.begin(api)
        for number, step in enumerate(steps):
            await model.step(*step)
            if number % 6 == 5:
                await model.check(size)
        await model.check(size)

    await explore(play, STEPS, st.integers(1, 7))


@BOTH_DATABASES
async def test_paging_meets_whatever_stays(api) -> None:
    """Rows that come and go between pages neither hide nor repeat the rows that stay."""

    async def play(turns: Any, ordering: str) -> None:
        model = await Model.begin(api)
        await model._create("task_queues", 0, "Queue")
        await model._create("workflows", 0, "Workflow")
        for number in range(9):
            await model._create("tasks", number, "")
        there = set(model.rows["tasks"])
        met: list[str] = []
        gone: set[str] = set()
        url: str | None = f"{model.links['tasks']}?PageSize={turns[0][0]}&Ordering={ordering}"
        for size, action, number in turns * 9:
            page = await api.fetch(url)
            met += [task["sid"] for task in page["tasks"]]
            url = page["meta"]["next_page_url"]
            if url is None:
                break
            url = url.replace(f"PageSize={page['meta']['page_size']}", f"PageSize={size}")
            if action == "create":
                await model._create("tasks", number, "")
            elif action == "delete" and (task := model.pick("tasks", number)) is not None:
                gone.add(task["sid"])
                await model._delete("tasks", task, number, "")
        assert len(set(met)) == len(met)
        if url is None:
            assert there - gone <= set(met)

    turn = st.tuples(
        st.integers(1, 5), st.sampled_from(["create", "delete", "rest"]), st.integers(0, 99)
    )
    orders = st.sampled_from(
        [
            "DateCreated:asc",
            "DateCreated:desc",
            "Priority:desc",
            "Priority:desc,DateCreated:asc",
            "Priority:asc,VirtualStartTime:desc",
        ]
    )
    await explore(play, st.lists(turn, min_size=3, max_size=6), orders)


async def explore(play: Any, *strategies: Any) -> None:
    """Let hypothesis, which knows no event loop, drive ``play`` from a thread beside this one."""
    loop = asyncio.get_running_loop()

    @bounded
    @given(st.tuples(*strategies))
    def examples(chosen: Any) -> None:
        asyncio.run_coroutine_threadsafe(play(*chosen), loop).result(60)

    await asyncio.to_thread(examples)
