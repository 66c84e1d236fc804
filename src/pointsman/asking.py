"""The commands that ask: ``lint``, and ``explain`` for tasks, workers, reservations and workflows.

They speak to a running server as any client does; only ``lint`` can do without one.
"""

import json as json_module
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

import typer

if TYPE_CHECKING:
    from pointsman.core.lint import Finding
    from pointsman.remote import Server

explain = typer.Typer(
    help="Say why: for a task, a worker, a reservation, or a workflow.", no_args_is_help=True
)

Url = Annotated[
    str | None,
    typer.Option("--url", envvar="POINTSMAN_URL", help="Where the server is."),
]
AccountSid = Annotated[
    str | None, typer.Option("--account-sid", envvar="POINTSMAN_ACCOUNT_SID", help="Who asks.")
]
AuthToken = Annotated[
    str | None,
    typer.Option(
        "--auth-token",
        envvar="POINTSMAN_AUTH_TOKEN",
        help="The account's token; better given by the environment than on the command line.",
    ),
]
Workspace = Annotated[
    str | None,
    typer.Option(
        "--workspace",
        envvar="POINTSMAN_WORKSPACE_SID",
        help="The workspace's SID.  [default: the only one]",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
WorkersFile = Annotated[
    typer.FileText | None,
    typer.Option("--workers", help="A JSON list of workers, in place of those there are."),
]

DEFAULT_URL = "http://127.0.0.1:8020"


def _add_command(noun: str, says: str) -> None:
    """The commands about one record differ in nothing but what they ask for."""

    @explain.command(noun, help=says)
    def explain_record(
        sid: str,
        url: Url = DEFAULT_URL,
        account_sid: AccountSid = None,
        auth_token: AuthToken = None,
        workspace: Workspace = None,
        json: Json = False,
    ) -> None:
        from pointsman import telling
        from pointsman.core import questions

        kinds: dict[str, tuple[str, type[Any], Callable[[Any], Iterable[str]]]] = {
            "task": ("Tasks", questions.TaskExplanation, telling.tell_task),
            "worker": ("Workers", questions.WorkerExplanation, telling.tell_worker),
            "reservation": (
                "Reservations",
                questions.ReservationExplanation,
                telling.tell_reservation,
            ),
        }
        collection, kind, tell = kinds[noun]
        path = f"{collection}/{quote(sid, safe='')}/Explain"
        _explain(
            (url, account_sid, auth_token, workspace),
            lambda server, at: server.get(kind, f"{at}/{path}"),
            None if json else tell,
        )


_add_command("task", "Say why a task is where it is, and what happens next.")
_add_command("worker", "Say why a worker has no task, or no more of them.")
_add_command("reservation", "Say why this worker was chosen, and who was next.")


@explain.command("workflow")
def explain_workflow(
    sid: Annotated[str | None, typer.Argument(help="A stored workflow; or give --file.")] = None,
    file: Annotated[
        typer.FileText | None, typer.Option("--file", help="A workflow's configuration.")
    ] = None,
    attributes: Annotated[
        str, typer.Option("--attributes", help="The task's attributes, in JSON.")
    ] = "{}",
    priority: Annotated[int, typer.Option("--priority", help="The task's priority.")] = 0,
    channel: Annotated[str, typer.Option("--channel", help="Its task channel.")] = "default",
    workers: WorkersFile = None,
    at: Annotated[
        str | None, typer.Option("--at", help="When it comes, in ISO 8601.  [default: now]")
    ] = None,
    url: Url = DEFAULT_URL,
    account_sid: AccountSid = None,
    auth_token: AuthToken = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Say what would become of a task, step by step; nothing is created."""
    from pointsman import telling
    from pointsman.core.questions import Evaluation

    form = {"Attributes": attributes, "Priority": str(priority), "TaskChannel": channel}
    given = {
        "WorkflowSid": sid,
        "Configuration": file.read() if file else None,
        "Workers": workers.read() if workers else None,
        "At": at,
    }
    form |= {name: value for name, value in given.items() if value is not None}
    _explain(
        (url, account_sid, auth_token, workspace),
        lambda server, at: server.post(Evaluation, f"{at}/Workflows/Evaluate", form),
        None if json else telling.tell_evaluation,
    )


def lint(
    file: Annotated[
        typer.FileText, typer.Argument(help="A workflow's configuration; - is the input.")
    ],
    workers: Annotated[
        typer.FileText | None,
        typer.Option("--workers", help="A JSON list of workers, to check attributes against."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail for warnings, too.")] = False,
    url: Url = None,
    account_sid: AccountSid = None,
    auth_token: AuthToken = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Say what in a workflow parses but cannot work; with --url, in that workspace."""
    from pointsman import telling
    from pointsman.core import errors

    if url is not None and workers is not None:
        raise typer.BadParameter("there are workers in the workspace", param_hint="--workers")
    try:
        text = file.read()
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"not a text in UTF-8 ({error})", param_hint="FILE") from error
    try:
        if url is None:
            findings = _lint_offline(text, workers.read() if workers else None)
        else:
            findings = _lint_online((url, account_sid, auth_token, workspace), text)
    except errors.Refusal as refusal:
        _show_findings([], str(refusal), json, telling.tell_findings)
        sys.exit(1)
    _show_findings(findings, None, json, telling.tell_findings)
    sys.exit(1 if findings and strict else 0)


def _lint_offline(text: str, workers: str | None) -> "list[Finding]":
    from pointsman.core import lint
    from pointsman.core.explain import roster

    facts = lint.Facts()
    if workers is not None:
        documents = roster.documents(roster.parse_roster(workers))
        facts = lint.Facts(roster=lint.fold_roster(documents) if documents else None)
    return list(lint.lint_configuration(text, facts))


def _lint_online(address: "Address", text: str) -> "list[Finding]":
    from pointsman.core.questions import Lint

    answer = ask(
        address,
        lambda server, at: server.post(Lint, f"{at}/Workflows/Lint", {"Configuration": text}),
    )
    return list(answer.warnings)


def _show_findings(
    findings: "list[Finding]",
    error: str | None,
    as_json: bool,
    tell: "Callable[[list[Finding]], Iterable[str]]",
) -> None:
    if as_json:
        import msgspec

        said = {"error": error, "warnings": msgspec.to_builtins(findings)}
        typer.echo(json_module.dumps(said, ensure_ascii=False))
        return
    if error is not None:
        typer.echo(f"error  {error}")
    for line in tell(findings):
        typer.echo(line)


# --- asking a server ---

Address = tuple[str | None, str | None, str | None, str | None]
"""URL, account, token and workspace, as they were given."""


def _explain(
    address: Address,
    question: "Callable[[Server, str], Any]",
    tell: Callable[[Any], Iterable[str]] | None,
) -> None:
    """Print the answer to a question: as text, or as JSON without ``tell``."""
    import msgspec

    answer = ask(address, question)
    if tell is None:
        typer.echo(msgspec.json.encode(answer).decode())
        return
    for line in tell(answer):
        typer.echo(line)


def ask(address: Address, question: "Callable[[Server, str], Any]") -> Any:
    """What a server answers to ``question``, which is given it and where the workspace is."""
    url, account_sid, auth_token, workspace = address

    def ask_there(server: "Server") -> Any:
        sid = workspace or server.find_workspace()
        return question(server, f"/pointsman/v1/Workspaces/{quote(sid, safe='')}")

    return ask_server(url, account_sid, auth_token, ask_there)


def ask_server(
    url: str | None,
    account_sid: str | None,
    auth_token: str | None,
    question: "Callable[[Server], Any]",
) -> Any:
    """What a server answers to ``question``, which is given it."""
    from pointsman.remote import Server, Unanswered

    if not account_sid or not auth_token:
        typer.echo("pointsman: --account-sid and --auth-token say who asks", err=True)
        sys.exit(1)
    server = Server(url=url or DEFAULT_URL, account_sid=account_sid, auth_token=auth_token)
    try:
        return question(server)
    except Unanswered as refusal:
        typer.echo(f"pointsman: {refusal}", err=True)
        sys.exit(1)
