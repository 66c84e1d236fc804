"""The commands that print reports: ``stats queues``, ``stats workers`` and ``stats series``."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

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
    from pointsman.api.reports.shapes import Report

stats = typer.Typer(
    help="What was done in a window of time: by queue, by worker, or as it went.",
    no_args_is_help=True,
)

LARGEST = 1_000

Minutes = Annotated[int, typer.Option("--minutes", min=1, max=43_200, help="How much of the past.")]
Channel = Annotated[str | None, typer.Option("--channel", help="Only this task channel.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
Count = Annotated[int, typer.Option("--count", "-n", min=1, max=LARGEST, help="How many.")]


def _add_command(noun: str, says: str) -> None:
    """The reports that have pages differ in nothing but what they are of."""

    @stats.command(noun, help=says)
    def show_page(
        minutes: Minutes = 15,
        channel: Channel = None,
        count: Count = 50,
        url: Url = DEFAULT_URL,
        account_sid: AccountSid = None,
        auth_token: AuthToken = None,
        workspace: Workspace = None,
        json: Json = False,
        csv: Csv = False,
    ) -> None:
        from pointsman import tabling
        from pointsman.api.reports.shapes import QueuesReport, WorkersReport

        kinds: dict[str, tuple[type[Any], Callable[[Any], Iterable[str]]]] = {
            "queues": (QueuesReport, tabling.tell_queues),
            "workers": (WorkersReport, tabling.tell_workers),
        }
        kind, tell = kinds[noun]
        terms = {"Minutes": minutes, "TaskChannel": channel, "PageSize": count}
        address = (url, account_sid, auth_token, workspace)
        _show(_fetch(address, kind, noun.capitalize(), terms), tell, json, csv)


_add_command("queues", "Show how tasks were served, by queue and in all.")
_add_command("workers", "Show what workers did, and how busy they were.")


@stats.command("series")
def show_series(
    minutes: Minutes = 15,
    channel: Channel = None,
    bucket: Annotated[str, typer.Option("--bucket", help="minute or hour.")] = "minute",
    queue: Annotated[str | None, typer.Option("--queue", help="Only this queue's SID.")] = None,
    url: Url = DEFAULT_URL,
    account_sid: AccountSid = None,
    auth_token: AuthToken = None,
    workspace: Workspace = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Show how tasks were served as time went."""
    from pointsman import tabling
    from pointsman.api.reports.shapes import SeriesReport

    report: SeriesReport = _fetch(
        (url, account_sid, auth_token, workspace),
        SeriesReport,
        "Series",
        {"Minutes": minutes, "TaskChannel": channel, "Bucket": bucket, "TaskQueueSid": queue},
    )
    _show(report, tabling.tell_series, json, csv)


def _fetch(address: Address, kind: type[Any], name: str, terms: dict[str, Any]) -> Any:
    query = urlencode({term: value for term, value in terms.items() if value is not None})
    return ask(address, lambda server, at: server.get(kind, f"{at}/Reports/{name}?{query}"))


def _show(
    report: "Report",
    tell: Callable[[Any], Iterable[str]],
    as_json: bool,
    as_csv: bool,
) -> None:
    import msgspec

    from pointsman.api.reports import table

    if as_json and as_csv:
        raise typer.BadParameter("either --json or --csv", param_hint="--csv")
    if as_json:
        typer.echo(msgspec.json.encode(report).decode())
    elif as_csv:
        typer.echo(table.write(report.rows), nl=False)
    else:
        for line in tell(report):
            typer.echo(line)
