"""The workers' applications of ``realtime.py``, many in one process: sockets, and the SDK's calls.

Each opens its socket, makes the four calls of the SDK, and then accepts and completes what it is
offered. It writes down when each offer arrived, and what was wrong with the order of events: of one
reservation, and of all that came over its socket.
"""

import asyncio
import json
import time

import aiohttp
import uvloop

CONNECTING_AT_ONCE = 25
"""How many applications start side by side in one process."""

SETTLES_S = 2
"""After how long without an offer no more are expected."""

FOLLOWS = {
    "reservation.created": None,
    "reservation.accepted": "reservation.created",
    "reservation.completed": "reservation.accepted",
}
"""Event → the event of the same reservation that must have come right before it."""


class Agent:
    """One worker's application."""

    def __init__(self, session, url, workspace_sid, worker_sid, token):
        self.session = session
        self.url = url
        self.workspace = f"Workspaces/{workspace_sid}"
        self.worker_sid = worker_sid
        self.own = f"{self.workspace}/Workers/{worker_sid}"
        self.token = token
        self.latest = {}
        """Reservation → the last event of it."""
        self.present = None
        """The reservation that is not completed: a worker has room for one."""
        self.offers = []
        """Number of the task, and when its offer came, in ns."""
        self.calls_ms = []
        self.faults = []
        self.answering = []

    async def connect(self):
        url = self.url.replace("http", "ws", 1)
        query = {"token": self.token, "closeExistingSessions": "false", "clientVersion": "2.1.1"}
        self.socket = await self.session.ws_connect(url, params=query, autoping=True)
        first = json.loads((await self.socket.receive(timeout=30)).data)
        assert first["event_type"] == "init", first
        await self.call("GET", self.own)
        await asyncio.gather(
            self.call("GET", f"{self.workspace}/Activities", PageSize=1000),
            self.call("GET", f"{self.own}/WorkerChannels", PageSize=1000),
            self.call("GET", f"{self.own}/Reservations", PageSize=1000, Active="true"),
        )

    async def call(self, method, url, **params):
        body = {"url": url, "method": method, "params": params, "token": self.token}
        try:
            async with self.session.post(self.url, json=body) as answer:
                text = await answer.text()
                if answer.status != 200:
                    self.faults.append(f"{method} {url}: {answer.status} {text}")
        except aiohttp.ClientError as error:
            self.faults.append(f"{method} {url}: {error!r}")

    async def listen(self):
        async for message in self.socket:
            if message.data.strip():
                self.hear(time.monotonic_ns(), json.loads(message.data))

    def hear(self, now_ns, frame):
        kind, payload = frame["event_type"], frame["payload"]
        if kind not in FOLLOWS:
            return
        sid = payload["sid"]
        if self.latest.get(sid) != FOLLOWS[kind]:
            self.faults.append(f"{kind} of {sid} came after {self.latest.get(sid)}")
        self.latest[sid] = kind
        if payload["worker_sid"] != self.worker_sid:
            self.faults.append(f"{kind} of {sid} is another worker's")
        if self.present != (None if kind == "reservation.created" else sid):
            self.faults.append(f"{kind} of {sid} came in the middle of {self.present}")
        self.present = None if kind == "reservation.completed" else sid
        if kind == "reservation.created":
            number = json.loads(payload["task"]["attributes"])["number"]
            self.offers.append((number, now_ns))
            answering = asyncio.create_task(self.work(sid))
            self.answering.append(answering)

    async def work(self, sid):
        for status in ("accepted", "completed"):
            began = time.monotonic_ns()
            await self.call("POST", f"{self.own}/Reservations/{sid}", ReservationStatus=status)
            self.calls_ms.append((time.monotonic_ns() - began) / 1e6)


def run(url, workspace_sid, tokens, pipe):
    """Serve the workers of ``tokens``, SID → token, until ``pipe`` says something."""
    uvloop.run(_run(url, workspace_sid, tokens, pipe))


async def _run(url, workspace_sid, tokens, pipe):
    gate = asyncio.Semaphore(CONNECTING_AT_ONCE)

    async def connect(agent):
        async with gate:
            await agent.connect()

    # Sockets and calls do not share connections; so many calls are under way at most.
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        agents = [Agent(session, url, workspace_sid, sid, token) for sid, token in tokens.items()]
        began = time.monotonic()
        await asyncio.gather(*(connect(agent) for agent in agents))
        connected_s = time.monotonic() - began
        listening = [asyncio.create_task(agent.listen()) for agent in agents]
        pipe.send(connected_s)
        await asyncio.to_thread(pipe.recv)
        await _settle(agents)
        closed = sum(one.done() for one in listening)
        for one in listening:
            one.cancel()
        pipe.send(
            {
                "offers": [offer for agent in agents for offer in agent.offers],
                "calls_ms": [took for agent in agents for took in agent.calls_ms],
                "faults": [fault for agent in agents for fault in agent.faults],
                "unfinished": sum(
                    last != "reservation.completed"
                    for agent in agents
                    for last in agent.latest.values()
                ),
                "closed": closed,
            }
        )
        for agent in agents:
            await agent.socket.close()


async def _settle(agents):
    """Wait until everything that was offered is done, and nothing more is."""
    seen = -1
    while seen < (offers := sum(len(agent.offers) for agent in agents)):
        seen = offers
        await asyncio.gather(*(answering for agent in agents for answering in agent.answering))
        await asyncio.sleep(SETTLES_S)
