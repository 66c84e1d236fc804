"""The commands that follow what leaves the server: ``webhooks list``, ``tail`` and ``replay``."""

import signal
import threading
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote, urlencode

import typer

from pointsman.asking import (
    DEFAULT_URL,
    AccountSid,
    Address,
    AuthToken,
    Json,
    Url,
    Workspace,
    ask,
)

if TYPE_CHECKING:
    from pointsman.api.shapes import Webhook
    from pointsman.remote import Server

webhooks = typer.Typer(
    help="What was sent to the outside, and what came of it.", no_args_is_help=True
)

POLL_S = 0.5
"""How long after one look ``tail`` looks again."""

SHOWN_BEFORE = 10
"""How many of the past ``tail`` begins with."""

READ_AT_ONCE = 100
"""How many ``tail`` looks at each time; when more come in between, the first of them are missed."""

REMEMBERED = 1_000

LARGEST = 1_000

Count = Annotated[int, typer.Option("--count", "-n", min=1, max=LARGEST, help="How many.")]
OutcomeFilter = Annotated[
    str | None,
    typer.Option("--outcome", help="delivered, failed, laid-aside or redriven.  [default: all]"),
]
TaskFilter = Annotated[str | None, typer.Option("--task", help="Only those about this task.")]


@webhooks.command("list")
def list_webhooks(
    count: Count = 20,
    outcome: OutcomeFilter = None,
    task: TaskFilter = None,
    url: Url = DEFAULT_URL,
    account_sid: AccountSid = None,
    auth_token: AuthToken = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Show the last webhooks, the newest at the end."""
    given = {"Outcome": outcome, "TaskSid": task}
    terms = {name: value for name, value in given.items() if value is not None}
    found = ask(
        (url, account_sid, auth_token, workspace),
        lambda server, at: _newest(server, at, count, terms),
    )
    _show(found, json)


@webhooks.command("tail")
def tail(
    url: Url = DEFAULT_URL,
    account_sid: AccountSid = None,
    auth_token: AuthToken = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Show webhooks as they are sent, until interrupted."""

    # Left to asyncio, an interrupt that comes just as a request ends would be lost.
    is_over = threading.Event()
    signal.signal(signal.SIGINT, lambda number, frame: is_over.set())

    def follow(server: "Server", at: str) -> None:
        seen: dict[str, None] = {}
        while not is_over.is_set():
            found = _newest(server, at, READ_AT_ONCE if seen else SHOWN_BEFORE, {})
            _show([webhook for webhook in found if webhook.sid not in seen], json)
            seen |= {webhook.sid: None for webhook in found}
            for sid in list(seen)[:-REMEMBERED]:
                del seen[sid]
            is_over.wait(POLL_S)

    ask((url, account_sid, auth_token, workspace), follow)


@webhooks.command("replay")
def replay(
    sid: str,
    url: Url = DEFAULT_URL,
    account_sid: AccountSid = None,
    auth_token: AuthToken = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Send a webhook again, now. An instruction in the answer is not followed."""
    from pointsman.api.shapes import Webhook

    address: Address = (url, account_sid, auth_token, workspace)
    path = f"Webhooks/{quote(sid, safe='')}/Replay"
    again = ask(address, lambda server, at: server.post(Webhook, f"{at}/{path}", {}))
    _show([again], json)
    if again.outcome != "delivered":
        raise typer.Exit(1)


def _newest(server: "Server", at: str, count: int, terms: dict[str, str]) -> "list[Webhook]":
    """The newest webhooks, in the order in which they were sent."""
    import msgspec

    from pointsman.api.shapes import Webhook

    class Listed(msgspec.Struct):
        webhooks: list[Webhook]

    query = urlencode({**terms, "PageSize": str(count)})
    return server.get(Listed, f"{at}/Webhooks?{query}").webhooks[::-1]


def _show(found: "list[Webhook]", as_json: bool) -> None:
    import msgspec

    from pointsman import telling

    for webhook in found:
        typer.echo(
            msgspec.json.encode(webhook).decode() if as_json else telling.tell_webhook(webhook)
        )
