"""The event stream over real connections."""

import json
from collections.abc import Iterator

import requests
from tests.e2e.server import Server


def listen(server: Server, workspace_sid: str, **headers: str) -> Iterator[dict]:
    """The events of a stream as their lines, until it ends as it should."""
    url = f"{server.url}/pointsman/v1/Workspaces/{workspace_sid}/Stream"
    auth = (server.account_sid, server.auth_token)
    with requests.get(url, headers=headers, auth=auth, stream=True, timeout=30) as response:
        assert 200 == response.status_code
        block: dict[str, str] = {}
        for line in response.iter_lines(chunk_size=1, decode_unicode=True):
            if line:
                name, _, value = line.partition(": ")
                block[name] = value
            else:
                yield block
                block = {}


def test_a_stream_is_resumed_after_the_server_was_killed(server) -> None:
    """With the last cursor a client hears what happened meanwhile, and then what happens."""
    workspace = server.client.taskrouter.v1.workspaces.create("W")
    stream = listen(server, workspace.sid)
    assert "start" == next(stream)["event"]
    workspace.activities.create("First")
    last = next(stream)
    stream.close()
    workspace.activities.create("Second")
    server.kill()
    server.start()
    resumed = listen(server, workspace.sid, **{"Last-Event-ID": last["id"]})
    assert {"complete": True} == json.loads(next(resumed)["data"])
    workspace.activities.create("Third")
    told = [json.loads(next(resumed)["data"])["data"] for _ in range(2)]
    assert ["Second", "Third"] == [event["event_data"]["activity_name"] for event in told]
    resumed.close()


def test_a_server_that_stops_ends_its_streams(server) -> None:
    """The server does not wait for clients that listen: their streams end, and not cut off."""
    workspace = server.client.taskrouter.v1.workspaces.create("W")
    streams = [listen(server, workspace.sid) for _ in range(3)]
    for stream in streams:
        next(stream)
    assert 0 == server.stop()
    assert [[], [], []] == [list(stream) for stream in streams]
