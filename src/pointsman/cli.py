"""The command line. Every option can be given by a ``POINTSMAN_…`` environment variable too.

What a command needs is imported when it runs, so that ``--help`` answers at once.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pointsman import __version__

app = typer.Typer(
    name="pointsman",
    help="A self-hosted task router that speaks Twilio TaskRouter's protocol.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    app()


@app.callback()
def _pointsman() -> None:
    """A self-hosted task router that speaks Twilio TaskRouter's protocol."""


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


Host = Annotated[str, typer.Option(envvar="POINTSMAN_HOST", help="Address to listen on.")]
Port = Annotated[
    int,
    typer.Option(
        envvar="POINTSMAN_PORT", min=0, max=65535, help="Port to listen on; 0 for any free one."
    ),
]
DataDir = Annotated[Path, typer.Option(envvar="POINTSMAN_DATA_DIR", help="Where the data is kept.")]
Database = Annotated[
    str | None,
    typer.Option(
        envvar="POINTSMAN_DATABASE",
        help="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
        "  [default: a SQLite file in the data directory]",
    ),
]
PublicUrl = Annotated[
    str | None,
    typer.Option(
        envvar="POINTSMAN_PUBLIC_URL",
        help="What addresses in answers begin with.  [default: what the client asked for]",
    ),
]
AccountSid = Annotated[
    str | None,
    typer.Option(
        envvar="POINTSMAN_ACCOUNT_SID",
        help="The account that signs in.  [default: one made at the first start]",
    ),
]
AuthToken = Annotated[
    str | None,
    typer.Option(
        envvar="POINTSMAN_AUTH_TOKEN",
        help="The account's token; better given by the environment than on the command line.",
    ),
]
SecretKey = Annotated[
    str | None,
    typer.Option(
        envvar="POINTSMAN_SECRET_KEY",
        help="Key that stored tokens are encrypted with.  [default: a file in the data directory]",
    ),
]
LogLevel = Annotated[
    str,
    typer.Option(
        envvar="POINTSMAN_LOG_LEVEL", help="debug (with every event), info, warning or error."
    ),
]


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8020,
    data_dir: DataDir = Path("data"),
    database: Database = None,
    public_url: PublicUrl = None,
    account_sid: AccountSid = None,
    auth_token: AuthToken = None,
    secret_key: SecretKey = None,
    log_level: LogLevel = "info",
) -> None:
    """Run the server until it is told to stop."""
    from pointsman import compose, config

    if log_level not in ("debug", "info", "warning", "error"):
        raise typer.BadParameter("must be debug, info, warning or error", param_hint="--log-level")
    try:
        compose.serve(
            config.Config(
                host=host,
                port=port,
                data_dir=data_dir,
                database=database,
                public_url=public_url.rstrip("/") if public_url else None,
                account_sid=account_sid,
                auth_token=auth_token,
                secret_key=secret_key,
                log_level=log_level,  # type: ignore[arg-type]
            )
        )
    except config.Misconfigured as error:
        typer.echo(f"pointsman: {error}", err=True)
        sys.exit(1)
