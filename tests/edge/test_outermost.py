"""What is the same for every request."""

import re

import structlog


async def test_every_answer_names_its_request(world) -> None:
    """Good or bad, an answer carries an identifier, and no two the same."""
    answers = [
        await world.api.ask("GET", "/Workspaces"),
        await world.api.ask("GET", "/Nothing"),
        await world.nobody.ask("GET", "/Workspaces"),
    ]
    names = [answer.headers["twilio-request-id"] for answer in answers]
    assert all(re.fullmatch("RQ[0-9a-f]{32}", name) for name in names)
    assert 3 == len(set(names))


async def test_other_origins_may_read_the_version(api) -> None:
    """Browsers let pages of other origins see the answer and its ETag."""
    answer = await api.ask("GET", "/Workspaces")
    assert "*" == answer.headers["access-control-allow-origin"]
    assert "ETag" in answer.headers["access-control-expose-headers"]


async def test_browsers_may_ask_without_credentials(api) -> None:
    """The question whether a request is allowed is answered before anybody signs in."""
    answer = await api.ask("OPTIONS", "/Workspaces", headers={"Authorization": ""})
    assert (204, b"") == (answer.status_code, answer.content)
    assert "DELETE" in answer.headers["access-control-allow-methods"]
    assert "If-Match" in answer.headers["access-control-allow-headers"]


async def test_the_log_tells_each_request(world) -> None:
    """A line says who asked for what and how it went; it holds no query."""
    with structlog.testing.capture_logs() as lines:
        await world.api.ask("GET", "/Workspaces?FriendlyName=private")
        await world.nobody.ask("GET", "/Workspaces")
    told = [(line["path"], line["status"], line["account_sid"]) for line in lines]
    assert [("/v1/Workspaces", 200, "AC" + "1" * 32), ("/v1/Workspaces", 401, None)] == told
    assert "private" not in str(lines)
