"""How soon workers' applications hear of offers, under load: ``python bench/realtime.py --json``.

A server process as it is installed, on SQLite, with every commit synced to the disk; as many
workers as wanted, each with a socket, in processes of their own; tasks created by REST at a steady
rate, whatever becomes of them. Each worker accepts and completes what it is offered, as the SDK
does, so that everybody soon has room again. Times are from just before a task is sent to when the
frame with its offer has been read, and from when the answer to the task was read, which leaves
after the commit as the frame does. Event dates are of no use here: at more than a thousand events
a second they run ahead of the clock. It fails if an offer is lost, told twice or out of order.
"""

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import agents
import aiohttp
import jwt
import uvloop
from measured import percentile

BRIDGE_RATE = 1_000
"""Calls per second of a token that the server is set to allow: workers are quick here."""
CREATING_AT_ONCE = 32
LIFETIME_S = 3_600
DRAINS_WITHIN_S = 60


def main():
    options = _options()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory(prefix="pointsman-") as directory:
        data_dir = ["--data-dir", directory]
        account = _pointsman("accounts", "create", "--json", *data_dir)
        key = _pointsman("keys", "create", "--json", *data_dir) | {"account": account["sid"]}
        with _server(directory, options.profile) as server:
            report = uvloop.run(_measure(server, account, key, options))
    if options.json:
        sys.stdout.write(json.dumps(report, indent=2) + "\n")
    else:
        for name, value in report.items():
            print(f"{name:24} {value}")
    if any(report[name] for name in ("lost", "twice", "unfinished", "closed", "faults")):
        sys.exit("offers were lost, told twice or out of order")


def _options():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--sockets", type=int, default=2_000, help="how many workers there are")
    parser.add_argument("--rate", type=float, default=200, help="tasks created per second")
    parser.add_argument("--seconds", type=float, default=60, help="for how long")
    parser.add_argument("--clients", type=int, default=2, help="processes that hold the sockets")
    parser.add_argument("--profile", help="a file for cProfile's account of the server")
    return parser.parse_args()


# --- the server ---


class Server:
    """The server process, and what the system says of it."""

    def __init__(self, url, pid):
        self.url = url
        self.pid = pid

    def cpu_s(self):
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def rss_mb(self):
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024


def _environment():
    return {n: v for n, v in os.environ.items() if not n.startswith("POINTSMAN_")}


def _pointsman(*words):
    command = [sys.executable, "-m", "pointsman", *words]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=_environment()
    )
    return json.loads(done.stdout)


@contextlib.contextmanager
def _server(directory, profile):
    profiled = ["-m", "cProfile", "-o", profile] if profile else []
    command = [sys.executable, *profiled, "-m", "pointsman", "serve", "--port", "0"]
    command += ["--data-dir", directory, "--bridge-rate", str(BRIDGE_RATE)]
    log = Path(directory) / "log"
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=stderr, text=True, env=_environment()
        )
    try:
        said = process.stdout.readline()
        serving = re.search(r"serving at (http://\S+)", said)
        assert serving, log.read_text(encoding="utf-8")
        yield Server(serving[1], process.pid)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


# --- the office ---


class Rest:
    """Asks the API as the account."""

    def __init__(self, session, url):
        self._session = session
        self._url = url
        self._gate = asyncio.Semaphore(CREATING_AT_ONCE)

    async def create(self, path, **form):
        async with self._session.post(f"{self._url}{path}", data=form) as answer:
            body = await answer.json()
            assert answer.status == 201, body
            return body

    async def create_many(self, path, forms):
        async def one(form):
            async with self._gate:
                return await self.create(path, **form)

        return await asyncio.gather(*(one(form) for form in forms))

    async def pages(self, path, **query):
        async with self._session.get(f"{self._url}{path}", params=query) as answer:
            page = await answer.json()
        while True:
            for row in page[page["meta"]["key"]]:
                yield row
            following = page["meta"]["next_page_url"]
            if following is None:
                return
            async with self._session.get(following) as answer:
                page = await answer.json()


async def _office(rest, sockets):
    """A workspace where everybody takes everything. Its path, and the SIDs of its workers."""
    workspace = await rest.create("/v1/Workspaces", FriendlyName="Bench")
    path = f"/v1/Workspaces/{workspace['sid']}"
    available = [
        row async for row in rest.pages(f"{path}/Activities", Available="true", PageSize=50)
    ]
    queue = await rest.create(f"{path}/TaskQueues", FriendlyName="Everyone")
    document = {"task_routing": {"default_filter": {"queue": queue["sid"]}}}
    await rest.create(f"{path}/Workflows", FriendlyName="All", Configuration=json.dumps(document))
    activity_sid = available[0]["sid"]
    workers = await rest.create_many(
        f"{path}/Workers",
        [{"FriendlyName": f"Worker {n}", "ActivitySid": activity_sid} for n in range(sockets)],
    )
    return workspace["sid"], [worker["sid"] for worker in workers]


def _token(key, workspace_sid, worker_sid):
    grant = {"workspace_sid": workspace_sid, "worker_sid": worker_sid, "role": "worker"}
    claims = {
        "jti": f"{key['sid']}-{worker_sid}",
        "iss": key["sid"],
        "sub": key["account"],
        "exp": int(time.time()) + LIFETIME_S,
        "grants": {"identity": worker_sid, "task_router": grant},
    }
    return jwt.encode(claims, key["secret"], "HS256", headers={"cty": "twilio-fpa;v=1"})


# --- the measurement ---


async def _measure(server, account, key, options):
    signed = aiohttp.encode_basic_auth(account["sid"], account["auth_token"])
    async with aiohttp.ClientSession(
        headers={"Authorization": signed}, connector=aiohttp.TCPConnector(limit=0)
    ) as session:
        rest = Rest(session, server.url)
        workspace_sid, worker_sids = await _office(rest, options.sockets)
        tokens = {sid: _token(key, workspace_sid, sid) for sid in worker_sids}
        rss_before_mb = server.rss_mb()
        async with _clients(server, workspace_sid, tokens, options.clients) as (pipes, connected_s):
            rss_mb = server.rss_mb()
            began, cpu_s = time.monotonic(), server.cpu_s()
            sent_ns, answered_ns = await _create(
                rest, f"/v1/Workspaces/{workspace_sid}/Tasks", options
            )
            took_s, cpu_s = time.monotonic() - began, server.cpu_s() - cpu_s
            for pipe in pipes:
                pipe.send("enough")
            told = [await asyncio.to_thread(pipe.recv) for pipe in pipes]
    report = {
        "sockets": len(tokens),
        "connected_s": round(connected_s, 2),
        "sockets_per_s": round(len(tokens) / connected_s),
        "kb_per_socket": round((rss_mb - rss_before_mb) * 1024 / len(tokens), 1),
        "tasks": len(sent_ns),
        "rate_wanted": options.rate,
        "rate_achieved": round(len(sent_ns) / took_s, 1),
        "server_cpu": round(cpu_s / took_s, 2),
        "cpu_ms_per_task": round(cpu_s * 1000 / len(sent_ns), 2),
        "server_rss_mb": round(server.rss_mb()),
    }
    return report | _account(told, sent_ns, answered_ns)


@contextlib.asynccontextmanager
async def _clients(server, workspace_sid, tokens, count):
    """Processes with the sockets of all workers once they are ready, and how long that took."""
    spawning = multiprocessing.get_context("spawn")
    pairs, processes = list(tokens.items()), []
    pipes = []
    for n in range(count):
        pipe, theirs = spawning.Pipe()
        url = f"{server.url}/v1/wschannels"
        arguments = (url, workspace_sid, dict(pairs[n::count]), theirs)
        process = spawning.Process(target=agents.run, args=arguments, daemon=True)
        process.start()
        theirs.close()
        pipes.append(pipe)
        processes.append(process)
    try:
        # They begin about the same time; how long Python takes to start is not the server's.
        connected_s = max([await asyncio.to_thread(pipe.recv) for pipe in pipes])
        yield pipes, connected_s
        for process in processes:
            await asyncio.to_thread(process.join, DRAINS_WITHIN_S)
    finally:
        for process in processes:
            process.terminate()


async def _create(rest, path, options):
    """Create tasks at the rate, however long the answers take. When each was sent, and answered."""
    sent_ns, answered_ns, creating = {}, {}, []

    async def create(number):
        sent_ns[number] = time.monotonic_ns()
        await rest.create(path, Attributes=json.dumps({"number": number}))
        answered_ns[number] = time.monotonic_ns()

    began = time.monotonic()
    for number in range(max(1, round(options.rate * options.seconds))):
        await asyncio.sleep(max(0, began + number / options.rate - time.monotonic()))
        creating.append(asyncio.create_task(create(number)))
    await asyncio.gather(*creating)
    return sent_ns, answered_ns


def _account(told, sent_ns, answered_ns):
    """What the applications wrote down, against what was sent."""
    offers = [offer for one in told for offer in one["offers"]]
    heard = {number for number, _ in offers}
    since_post = [(at - sent_ns[number]) / 1e6 for number, at in offers]
    since_answer = [(at - answered_ns[number]) / 1e6 for number, at in offers]
    return {
        **_spread("post_to_frame", since_post),
        **_spread("answer_to_frame", since_answer),
        **_spread("envelope", [took for one in told for took in one["calls_ms"]]),
        "lost": len(sent_ns) - len(heard),
        "twice": len(offers) - len(heard),
        "unfinished": sum(one["unfinished"] for one in told),
        "closed": sum(one["closed"] for one in told),
        "faults": [fault for one in told for fault in one["faults"]][:5],
    }


def _spread(name, values):
    if len(values) < 2:
        return {}
    return {
        f"{name}_p50_ms": round(percentile(values, 0.5), 2),
        f"{name}_p99_ms": round(percentile(values, 0.99), 2),
        f"{name}_max_ms": round(max(values), 2),
    }


if __name__ == "__main__":
    main()
