"""The commands that print reports: ``stats queues``, ``stats workers`` and ``stats series``."""

from collections.abc import Callable, Iterable, Sequence
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


@stats.command("queues")
def show_queues(
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
    """Show how tasks were served, by queue and in all."""
    from pointsman import tabling
    from pointsman.api.reports.shapes import QueuesReport

    report: QueuesReport = _fetch(
        (url, account_sid, auth_token, workspace),
        QueuesReport,
        "Queues",
        {"Minutes": minutes, "TaskChannel": channel, "PageSize": count},
    )
    _show(report, [*report.queues, report.whole], tabling.tell_queues, json, csv)


@stats.command("workers")
def show_workers(
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
    """Show what workers did, and how busy they were."""
    from pointsman import tabling
    from pointsman.api.reports.shapes import WorkersReport

    report: WorkersReport = _fetch(
        (url, account_sid, auth_token, workspace),
        WorkersReport,
        "Workers",
        {"Minutes": minutes, "TaskChannel": channel, "PageSize": count},
    )
    _show(report, report.workers, tabling.tell_workers, json, csv)


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
    _show(report, report.buckets, tabling.tell_series, json, csv)


def _fetch(address: Address, kind: type[Any], name: str, terms: dict[str, Any]) -> Any:
    query = urlencode({term: value for term, value in terms.items() if value is not None})
    return ask(address, lambda server, at: server.get(kind, f"{at}/Reports/{name}?{query}"))


def _show(
    report: "Report",
    rows: "Sequence[Any]",
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
        typer.echo(table.write(rows), nl=False)
    else:
        for line in tell(report):
            typer.echo(line)
