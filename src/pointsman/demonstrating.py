"""The command that shows: ``demo`` keeps a made-up contact centre busy on a running server."""

import sys
from math import isnan
from typing import Annotated

import typer

from pointsman.asking import DEFAULT_URL, AccountSid, AuthToken, Url
from pointsman.demo import day

LARGEST_RATE = 50.0

Rate = Annotated[
    float,
    typer.Option(
        "--rate",
        min=0.01,
        max=LARGEST_RATE,
        help="How many tasks a second come when it is busiest; at night it is a third of that.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        max=day.MOST_WORKERS,
        help="How many workers there are; if not given, as many as serve that rate.",
    ),
]
Seed = Annotated[
    str | None,
    typer.Option(
        "--seed", help="Who comes and how people behave follows from it; if not given, from chance."
    ),
]
Name = Annotated[str, typer.Option("--workspace", help="The workspace's name.")]
Duration = Annotated[
    float | None,
    typer.Option(
        "--duration",
        min=1,
        max=31_536_000,
        help="How many seconds it is open; if not given, until it is interrupted.",
    ),
]
Pace = Annotated[
    float,
    typer.Option("--pace", min=0.1, max=1000, hidden=True, help="How much faster people are."),
]
Reset = Annotated[
    bool, typer.Option("--reset", help="Delete the workspace of that name first, and begin anew.")
]


def demo(
    rate: Rate = 2.0,
    workers: Workers = None,
    seed: Seed = None,
    workspace: Name = "Demo contact centre",
    duration: Duration = None,
    reset: Reset = False,
    pace: Pace = 1.0,
    url: Url = DEFAULT_URL,
    account_sid: AccountSid = None,
    auth_token: AuthToken = None,
) -> None:
    """Keep a made-up contact centre busy, to see the router at work."""
    from pointsman.demo import running
    from pointsman.remote import Server, Unanswered

    if not account_sid or not auth_token:
        typer.echo("pointsman: --account-sid and --auth-token say who asks", err=True)
        sys.exit(1)
    given = {"--rate": rate, "--pace": pace, "--duration": duration}
    if not_numbers := [name for name, value in given.items() if value is not None and isnan(value)]:
        raise typer.BadParameter("must be a number", param_hint=not_numbers[0])
    if not workspace:
        raise typer.BadParameter("must not be empty", param_hint="--workspace")
    terms = running.Terms(
        name=workspace,
        rate=rate,
        workers=workers or day.workers_for(rate / pace),
        pace=pace,
        seed=seed,
        duration_s=duration,
        reset=reset,
    )
    server = Server(url=url or DEFAULT_URL, account_sid=account_sid, auth_token=auth_token)
    try:
        running.run(server, terms)
    except Unanswered as refusal:
        typer.echo(f"pointsman: {refusal}", err=True)
        sys.exit(1)
