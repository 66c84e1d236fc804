"""What `make run` does: starts Pointsman and the application, plays the job, and stays up."""

import argparse
import json
import os
import secrets
import signal
import sys
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import NoReturn

import requests
from children import HOST, Child, Failed, check_port, is_listening, wait_for
from connection import ANSWER_LIMIT_S, connect
from narration import Narration
from setup_workspace import build_call_centre
from story import Story, tell_what_is_next
from twilio.base.exceptions import TwilioRestException

USUAL_PORT = 8020
RESERVATION_TIMEOUT_S = 120
START_LIMIT_S = 30.0
LOOK_S = 0.2
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
HERE = Path(__file__).resolve().parent


def main() -> int:
    options = read_options()
    for ending in ENDINGS:
        signal.signal(ending, interrupt)
    narration = Narration()
    finished = False
    with ExitStack() as children:
        try:
            story = start(options, narration, children)
            play(story)
            finished = True
            if not options.once:
                stay_up(story)
        except KeyboardInterrupt:
            narration.outcome("Stopping.")
        except Failed as failure:
            print(f"\n{failure}", file=sys.stderr)
            return 1
        finally:
            # The children are stopped next, and nothing may come between.
            for ending in ENDINGS:
                signal.signal(ending, signal.SIG_IGN)
    return 0 if finished else 130


def start(options: argparse.Namespace, narration: Narration, children: ExitStack) -> Story:
    """Starts the server, builds the call centre on it, and starts the application for that."""
    port = check_port(options.port, "make run PORT=…")
    app_port = check_port(options.callback_port, "make run PLAY_OPTIONS='--callback-port …'")
    # Two that run at the same time must not share their data.
    own = "quickstart" if port == USUAL_PORT else f"quickstart-{port}"
    directory = options.data_dir or Path("data", own)
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    server_url, app_url = f"http://{HOST}:{port}", f"http://{HOST}:{app_port}"
    prepare_environment(server_url, *read_credentials(directory / "credentials.json"))

    narration.chapter("Pointsman starts")
    server = start_server(port, directory)
    children.callback(server.stop)
    wait_for("the server", lambda: is_healthy(server_url), [server], START_LIMIT_S)
    narration.step("server", server_url, f"its log is {server.log}")
    narration.step("account", os.environ["POINTSMAN_ACCOUNT_SID"], f"kept in {directory}")

    narration.chapter("A call centre is set up")
    callback_url = f"{app_url}/assignment_callback"
    client = connect()
    try:
        centre = build_call_centre(client, callback_url, RESERVATION_TIMEOUT_S, narration.step)
    except (TwilioRestException, requests.RequestException) as error:
        fail(error, server)

    narration.door(make_link(server_url, centre.workspace_sid, server))

    app = Child(
        "The application",
        [sys.executable, str(HERE / "app.py")],
        os.environ
        | {
            "WORKSPACE_SID": centre.workspace_sid,
            "WORKFLOW_SID": centre.workflow_sid,
            "APP_PORT": str(app_port),
            "ANSWER": "defer",
        },
        directory / "app.log",
    )
    children.callback(app.stop)
    wait_for("the application", lambda: is_listening(app_port) or None, [server, app])
    app.new_lines()
    narration.step("app", app_url, "the tutorial's Flask application")
    return Story(narration, client, centre, server, app, app_url, server_url)


def play(story: Story) -> None:
    try:
        task_sid = story.play()
    except (TwilioRestException, requests.RequestException) as error:
        fail(error, story.server, story.app)
    story.narration.outcome("The reservation is accepted, the task is assigned, Alice is Busy.")
    account = f"{os.environ['POINTSMAN_ACCOUNT_SID']}:{os.environ['POINTSMAN_AUTH_TOKEN']}"
    # A new one: the first may have been followed, or be too old.
    link = make_link(story.server_url, story.centre.workspace_sid, story.server)
    tell_what_is_next(story, task_sid, account, link)


def make_link(server_url: str, workspace_sid: str, server: Child) -> str:
    """Where the console shows the call centre, signed in; good for one visit."""
    account = os.environ["POINTSMAN_ACCOUNT_SID"], os.environ["POINTSMAN_AUTH_TOKEN"]
    try:
        answer = requests.post(
            f"{server_url}/pointsman/v1/Session/Links",
            data={"Path": f"workspaces/{workspace_sid}"},
            auth=account,
            timeout=ANSWER_LIMIT_S,
        )
        answer.raise_for_status()
    except requests.RequestException as error:
        fail(error, server)
    return answer.json()["url"]


def stay_up(story: Story) -> None:
    story.narration.outcome("Everything stays up until you press Ctrl-C.")
    while True:
        for line in story.app.new_lines():
            story.narration.said("app", line)
        for child in (story.server, story.app):
            child.check_alive()
        time.sleep(LOOK_S)


def start_server(port: int, directory: Path) -> Child:
    data_directory = directory / "server"
    data_directory.mkdir(mode=0o700, exist_ok=True)
    return Child(
        "The server",
        [
            *(sys.executable, "-m", "pointsman", "serve"),
            *("--host", HOST, "--port", str(port), "--data-dir", str(data_directory)),
        ],
        dict(os.environ),
        directory / "server.log",
    )


def prepare_environment(server_url: str, account_sid: str, auth_token: str) -> None:
    """Leaves nothing in the environment that could lead the story to another server."""
    for name in list(os.environ):
        if name.startswith("POINTSMAN_") or name in ("TWILIO_EDGE", "TWILIO_REGION"):
            del os.environ[name]
    os.environ |= {
        "POINTSMAN_URL": server_url,
        "POINTSMAN_ACCOUNT_SID": account_sid,
        "POINTSMAN_AUTH_TOKEN": auth_token,
        "PYTHONUNBUFFERED": "1",
    }
    for name in ("no_proxy", "NO_PROXY"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), HOST]))


def read_credentials(path: Path) -> tuple[str, str]:
    """The account of this data directory; it is made up once, and only its owner can read it."""
    if not path.exists():
        account = {"account_sid": f"AC{secrets.token_hex(16)}", "auth_token": secrets.token_hex(16)}
        unfinished = path.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        private = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(private, "w") as file:
            json.dump(account, file)
        unfinished.rename(path)
    account = json.loads(path.read_text())
    return account["account_sid"], account["auth_token"]


def is_healthy(server_url: str) -> bool | None:
    try:
        with urllib.request.urlopen(f"{server_url}/healthz", timeout=1.0) as answer:
            return answer.status == 200 or None
    except OSError:
        return None


def fail(error: Exception, *children: Child) -> NoReturn:
    """Says why a request failed: mostly because the other end of a connection has gone."""
    if isinstance(error, TwilioRestException):
        refusal = f"Pointsman refused {error.uri}: {error.msg} (code {error.code})"
        raise Failed(refusal) from error
    for child in children:
        child.check_alive(within_s=0.5)
    raise Failed(f"A request failed: {error}") from error


def interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Start Pointsman and play the tutorial on it.")
    parser.add_argument(
        "--port", type=port_number, default=USUAL_PORT, help="the server's port (%(default)s)"
    )
    parser.add_argument(
        "--callback-port", type=port_number, default=0, help="the application's port (any free one)"
    )
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        help="where everything is kept (data/quickstart; with another port data/quickstart-PORT)",
    )
    parser.add_argument("--once", action="store_true", help="do not stay up after the story")
    return parser.parse_args()


def port_number(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port number (0 to 65535)")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
