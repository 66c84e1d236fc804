"""``pointsman console``: the way into the console for whoever has a terminal."""

import json as json_module
from typing import Any

import typer

from pointsman.asking import DEFAULT_URL, AccountSid, AuthToken, Json, Url, Workspace, ask_server


def console(
    url: Url = DEFAULT_URL,
    account_sid: AccountSid = None,
    auth_token: AuthToken = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Print a link that opens the console, signed in; it works once, for ten minutes."""
    form = {} if workspace is None else {"Path": f"workspaces/{workspace}"}
    link = ask_server(
        url,
        account_sid,
        auth_token,
        lambda server: server.post(dict[str, Any], "/pointsman/v1/Session/Links", form),
    )
    typer.echo(json_module.dumps(link) if json else link["url"])
