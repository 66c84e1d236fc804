"""The commands that inspect what left the server: ``webhooks list``, ``tail`` and ``replay``."""

import signal
import threading
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote, urlencode, urlsplit

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
"""How many ``tail`` reads at once. A webhook has its place from the start of its request, and is
shown when that has ended, if it is still among so many."""

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
        from pointsman.remote import Unreachable

        former = _newest(server, at, READ_AT_ONCE, {})
        _show(former[-SHOWN_BEFORE:], json)
        is_away = False
        while not is_over.wait(POLL_S):
            try:
                fresh, former = look_again(server, at, former)
            except Unreachable as failure:
                if not is_away:
                    typer.echo(f"pointsman: {failure}; trying again", err=True)
                is_away = True
                continue
            is_away = False
            _show(fresh, json)

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


def look_again(
    server: "Server", at: str, former: "list[Webhook]"
) -> "tuple[list[Webhook], list[Webhook]]":
    """What came since the former look, and all that was read, both in the order of sending."""
    seen = {webhook.sid for webhook in former}
    begin_ms = former[0].date_created_ms if former else 0

    def is_fresh(webhook: "Webhook") -> bool:
        return webhook.sid not in seen and webhook.date_created_ms >= begin_ms

    read: list[Webhook] = []
    page: str | None = f"{at}/Webhooks?PageSize={READ_AT_ONCE}"
    while page is not None:
        found, page = _page(server, page)
        read += found
        if not all(map(is_fresh, found)):
            break
    read.reverse()
    return [webhook for webhook in read if is_fresh(webhook)], read


def _newest(server: "Server", at: str, count: int, terms: dict[str, str]) -> "list[Webhook]":
    """The newest webhooks, in the order in which they were sent."""
    query = urlencode({**terms, "PageSize": str(count)})
    return _page(server, f"{at}/Webhooks?{query}")[0][::-1]


def _page(server: "Server", path: str) -> "tuple[list[Webhook], str | None]":
    """A page of webhooks, the newest first, and the path of the next."""
    import msgspec

    from pointsman.api.shapes import Webhook

    class Meta(msgspec.Struct):
        next_page_url: str | None

    class Listed(msgspec.Struct):
        webhooks: list[Webhook]
        meta: Meta

    listed = server.get(Listed, path)
    following = listed.meta.next_page_url
    # The server may be known to itself by another name than to us.
    parts = None if following is None else urlsplit(following)
    return listed.webhooks, parts and f"{parts.path}?{parts.query}"


def _show(found: "list[Webhook]", as_json: bool) -> None:
    import msgspec

    from pointsman import telling

    for webhook in found:
        typer.echo(
            msgspec.json.encode(webhook).decode() if as_json else telling.tell_webhook(webhook)
        )
