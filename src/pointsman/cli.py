"""The command line. Every option can be given by a ``POINTSMAN_…`` environment variable too.

What a command needs is imported when it runs, so that ``--help`` answers at once.
"""

import json as json_module
from pathlib import Path
from typing import Annotated, Any, cast, get_args

import typer

from pointsman import (
    __version__,
    asking,
    demonstrating,
    inspecting,
    reporting,
    serving,
    visiting,
)
from pointsman.complaining import complaining
from pointsman.serving import Database, DataDir, SecretKey

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


accounts = typer.Typer(help="Who owns workspaces.", no_args_is_help=True)
keys = typer.Typer(help="What signs in to an account in place of its token.", no_args_is_help=True)
app.add_typer(accounts, name="accounts")
app.add_typer(keys, name="keys")
app.add_typer(asking.explain, name="explain")
app.add_typer(inspecting.webhooks, name="webhooks")
app.add_typer(reporting.stats, name="stats")
app.command("lint")(asking.lint)
app.command("console")(visiting.console)
app.command("demo")(demonstrating.demo)
app.command()(serving.serve)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Name = Annotated[str, typer.Option("--name", help="What to call it.")]
OfAccount = Annotated[
    str | None,
    typer.Option("--account", help="The account's SID.  [default: the only account]"),
]
KeyRole = Annotated[
    str,
    typer.Option("--role", help="viewer may read, supervisor also do the day's work, admin all."),
]
Overlap = Annotated[
    int,
    typer.Option("--overlap", min=0, max=31_536_000, help="Seconds the old token still works."),
]


@accounts.command("create")
def create_account(
    name: Name = "",
    json: Json = False,
    data_dir: DataDir = Path("data"),
    database: Database = None,
    secret_key: SecretKey = None,
) -> None:
    """Make an account. Its token is shown this once."""
    from pointsman import admin

    made = _do(data_dir, database, secret_key, lambda store: admin.create_account(store, name))
    _show(json, {"sid": made.sid, "auth_token": made.auth_token})


@accounts.command("list")
def list_accounts(
    json: Json = False,
    data_dir: DataDir = Path("data"),
    database: Database = None,
    secret_key: SecretKey = None,
) -> None:
    """List the accounts, without their tokens."""
    found = _do(data_dir, database, secret_key, lambda store: store.list_accounts())
    _show(
        json,
        *(
            {"sid": a.sid, "friendly_name": a.friendly_name, "revoked": a.date_revoked is not None}
            for a in found
        ),
        many=True,
    )


@accounts.command("rotate")
def rotate_token(
    sid: str,
    overlap: Overlap = 86_400,
    json: Json = False,
    data_dir: DataDir = Path("data"),
    database: Database = None,
    secret_key: SecretKey = None,
) -> None:
    """Give an account a new token; the old one works a while longer."""
    from pointsman import admin

    made = _do(
        data_dir, database, secret_key, lambda store: admin.rotate_token(store, sid, overlap)
    )
    _show(json, {"sid": made.sid, "auth_token": made.auth_token})


@accounts.command("revoke")
def revoke_account(
    sid: str,
    data_dir: DataDir = Path("data"),
    database: Database = None,
    secret_key: SecretKey = None,
) -> None:
    """Let nobody sign in to an account any more, neither by its token nor by its keys."""
    from pointsman import admin

    _do(data_dir, database, secret_key, lambda store: admin.revoke_account(store, sid))


@keys.command("create")
def create_key(
    account: OfAccount = None,
    name: Name = "",
    role: KeyRole = "admin",
    json: Json = False,
    data_dir: DataDir = Path("data"),
    database: Database = None,
    secret_key: SecretKey = None,
) -> None:
    """Make a key. Its secret is shown this once."""
    from pointsman import admin
    from pointsman.runtime import ports

    roles = get_args(ports.Role)
    if role not in roles:
        raise typer.BadParameter(f"must be one of {', '.join(roles)}", param_hint="--role")
    made = _do(
        data_dir,
        database,
        secret_key,
        lambda store: admin.create_key(store, account, name, cast("ports.Role", role)),
    )
    _show(json, {"sid": made.sid, "secret": made.secret})


@keys.command("list")
def list_keys(
    json: Json = False,
    data_dir: DataDir = Path("data"),
    database: Database = None,
    secret_key: SecretKey = None,
) -> None:
    """List the keys, without their secrets."""
    found = _do(data_dir, database, secret_key, lambda store: store.list_keys())
    _show(
        json,
        *(
            {
                "sid": k.sid,
                "account_sid": k.account_sid,
                "role": k.role,
                "friendly_name": k.friendly_name,
            }
            for k in found
        ),
        many=True,
    )


@keys.command("revoke")
def revoke_key(
    sid: str,
    data_dir: DataDir = Path("data"),
    database: Database = None,
    secret_key: SecretKey = None,
) -> None:
    """Let a key sign in no more."""
    from pointsman import admin

    _do(data_dir, database, secret_key, lambda store: admin.revoke_key(store, sid))


# --- tokens, for trying things ---

Role = Annotated[str, typer.Option("--role", help="worker, supervisor or admin.")]
Ttl = Annotated[
    int, typer.Option("--ttl", min=1, max=86_400, help="Seconds that the token is valid.")
]


@app.command("token")
def issue_token(
    worker: Annotated[
        str | None, typer.Option("--worker", help="The worker's name or SID; an admin needs none.")
    ] = None,
    workspace: asking.Workspace = None,
    role: Role = "worker",
    ttl: Ttl = 3600,
    key: Annotated[
        str | None,
        typer.Option(
            "--key", help="SID of the key that signs.  [default: the newest, or a new one]"
        ),
    ] = None,
    account: Annotated[
        str | None,
        typer.Option(
            "--account",
            envvar="POINTSMAN_ACCOUNT_SID",
            help="The account's SID.  [default: the key's, or the only account]",
        ),
    ] = None,
    json: Json = False,
    data_dir: DataDir = Path("data"),
    database: Database = None,
    secret_key: SecretKey = None,
) -> None:
    """Print an access token for a worker, as an application makes it with Twilio's library."""
    from pointsman import issuing
    from pointsman.edge import tokens

    if role not in issuing.ROLES:
        raise typer.BadParameter(f"must be one of {', '.join(issuing.ROLES)}", param_hint="--role")
    if worker is None and role != "admin":
        raise typer.BadParameter(f"a {role} must be named", param_hint="--worker")
    wanted = issuing.Wanted(
        worker=worker,
        workspace_sid=workspace,
        role=cast("tokens.Role", role),
        ttl_s=ttl,
        key_sid=key,
        account_sid=account,
    )
    issued = _do(data_dir, database, secret_key, lambda store: issuing.issue(store, wanted))
    if issued.made_key_sid is not None:
        typer.echo(f"pointsman: there was no key; {issued.made_key_sid} was made", err=True)
    _show(json, {"token": issued.token} | ({"claims": issued.claims} if json else {}))


def _do(data_dir: Path, database: str | None, secret_key: str | None, work: Any) -> Any:
    from pointsman import admin, config

    settings = config.StoreConfig(data_dir=data_dir, database=database, secret_key=secret_key)
    with complaining():
        return admin.with_store(settings, work)


def _show(as_json: bool, *rows: dict[str, Any], many: bool = False) -> None:
    if as_json:
        typer.echo(json_module.dumps(rows if many else rows[0]))
        return
    for row in rows:
        typer.echo("  ".join(str(value) for value in row.values()))
