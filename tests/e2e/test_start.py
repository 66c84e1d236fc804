"""Starting: what can be wrong is said in a line, and who may enter."""

import base64
import re
import socket
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
import requests
from cryptography.fernet import Fernet
from tests.e2e.server import ACCOUNT_SID, AUTH_TOKEN, CREDENTIALS, Server
from tests.e2e.waiting import wait_until

END_LIMIT_S = 20
NOBODY = {
    "code": 20003,
    "detail": "Your AccountSid or AuthToken was incorrect.",
    "message": "Authentication Error - No credentials provided",
    "more_info": "https://www.twilio.com/docs/errors/20003",
    "status": 401,
}


def refused(server: Server, *options: str, port: int = 0, **environment: str) -> str:
    """The one line with which a start fails."""
    ended = subprocess.run(
        server.command(*options, port=str(port)),
        env=server.environment(**environment),
        capture_output=True,
        text=True,
        timeout=END_LIMIT_S,
        check=False,
    )
    assert (1, "") == (ended.returncode, ended.stdout)
    (line,) = ended.stderr.splitlines()
    assert line.startswith("pointsman: ")
    return line


@pytest.fixture
def stillborn(tmp_path) -> Server:
    """A server that was not started."""
    return Server(tmp_path / "stillborn")


# --- what can be wrong ---


def test_port_is_taken(stillborn) -> None:
    """A port on which somebody listens is named, and how to give another."""
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        line = refused(stillborn, port=port)
    assert f"cannot listen on 127.0.0.1 port {port}: Address already in use" in line
    assert "--port" in line


def test_two_start_on_one_port(tmp_path) -> None:
    """Of two servers that start on one port at the same time one says that it is taken."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = str(free.getsockname()[1])
    both = [
        subprocess.Popen(
            Server(tmp_path / name).command(port=port),
            env=Server.environment(**CREDENTIALS),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("a", "b")
    ]
    try:
        wait_until(lambda: any(process.poll() is not None for process in both), END_LIMIT_S)
    finally:
        for process in both:
            if process.poll() is None:
                process.terminate()
    nothing, line = sorted(process.communicate(timeout=END_LIMIT_S)[1] for process in both)
    assert "" == nothing
    assert line.startswith(f"pointsman: cannot listen on 127.0.0.1 port {port}: ")
    assert 1 == len(line.splitlines())


@pytest.mark.parametrize(
    ("database", "expected"),
    [
        ("postgresql://nobody:hushhush@127.0.0.1:1/x", "database x at 127.0.0.1:1 cannot be used"),
        ("postgresql://nobody:hushhush@127.0.0.1:1/x?sslmode=maybe", "invalid sslmode"),
        ("mysql://nobody:hushhush@127.0.0.1/x", "sqlite:/// or postgresql://, not with mysql://"),
        ("pointsman.db", "starts with sqlite:/// or postgresql://"),
    ],
)
def test_database_is_unreachable(stillborn, database, expected) -> None:
    """A database that cannot be used is named, and its password is not."""
    line = refused(stillborn, POINTSMAN_DATABASE=database)
    assert expected in line
    assert "hushhush" not in line


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--nonsense",), "--nonsense"),
        (("--log-level", "loud"), "--log-level"),
        (("--port", "65536"), "--port"),
        (("surplus",), "surplus"),
    ],
    ids=["unknown", "choice", "range", "argument"],
)
def test_option_is_bad(stillborn, options, named) -> None:
    """A bad option is named, as command lines do, with the way to the help."""
    ended = subprocess.run(
        stillborn.command(*options),
        env=stillborn.environment(),
        capture_output=True,
        text=True,
        timeout=END_LIMIT_S,
        check=False,
    )
    assert (2, "") == (ended.returncode, ended.stdout)
    assert named in ended.stderr
    assert "--help" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_data_directory_is_not_writable(tmp_path) -> None:
    """A data directory that cannot be made is named, and how to give another."""
    (tmp_path / "file").touch()
    server = Server(tmp_path)
    server.data_dir = tmp_path / "file" / "data"
    line = refused(server)
    assert f"the data directory {server.data_dir} is not writable (Not a directory)" in line
    assert "--data-dir" in line


def test_data_directory_is_in_use(server) -> None:
    """The directory of a running server is not touched."""
    line = refused(server)
    assert f"the data directory {server.data_dir} is in use by another server" in line
    assert 200 == requests.get(f"{server.url}/healthz", timeout=5).status_code


def test_key_file_is_unreadable(stillborn) -> None:
    """A key file that cannot be read is named."""
    key = stillborn.data_dir / "secret.key"
    key.mkdir(parents=True)
    assert str(key) in refused(stillborn)


def test_schema_is_newer(server) -> None:
    """A database of a later release is left alone."""
    server.stop()
    with closing(sqlite3.connect(server.data_dir / "pointsman.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    line = refused(server)
    assert "The database has schema 9999, which this release does not know" in line


def test_token_without_account(stillborn) -> None:
    """An auth token without its account is a mistake."""
    line = refused(stillborn, POINTSMAN_AUTH_TOKEN=AUTH_TOKEN)
    assert "pointsman: --account-sid and --auth-token must be given together" == line


def test_secret_key_is_wrong(start_server) -> None:
    """A server is told that its account was sealed with another key, or that a key is none."""
    server = start_server(POINTSMAN_SECRET_KEY=Fernet.generate_key().decode())
    server.stop()
    line = refused(server, POINTSMAN_SECRET_KEY=Fernet.generate_key().decode())
    assert "was sealed with another secret key" in line
    assert "restore POINTSMAN_SECRET_KEY" in line
    line = refused(server, POINTSMAN_SECRET_KEY="short")
    assert "must be 32 random bytes in base 64" in line
    server.restart()


# --- who may enter ---


def test_first_start_makes_an_account(start_server) -> None:
    """Without credentials an account is made and shown once; it still signs in afterwards."""
    server = start_server()
    account = re.search(r"^  account  (AC[0-9a-f]{32})$", server.said, re.MULTILINE)
    token = re.search(r"^  token    ([0-9a-f]{32})$", server.said, re.MULTILINE)
    assert account is not None
    assert token is not None
    server.account_sid, server.auth_token = account[1], token[1]
    workspace = server.client.taskrouter.v1.workspaces.create("Mine")
    assert account[1] == workspace.account_sid

    server.restart()
    assert token[1] not in server.said + server.log
    assert "Mine" == workspace.fetch().friendly_name
    database = b"".join(file.read_bytes() for file in Path(server.data_dir).glob("pointsman.db*"))
    assert account[1].encode() in database
    assert token[1].encode() not in database


def test_health_needs_no_credentials(shared_server) -> None:
    """Whoever watches the server need not sign in."""
    answer = requests.get(f"{shared_server.url}/healthz", timeout=5)
    assert (200, "ok\n") == (answer.status_code, answer.text)


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PUT"])
@pytest.mark.parametrize(
    "path", ["nowhere", "v1", "v1/Workspaces", "v1/Workspaces/WS1/Tasks", "docs"]
)
def test_nobody_enters_without_credentials(shared_server, method, path) -> None:
    """Everything else is refused in TaskRouter's words, whether it exists or not."""
    answer = requests.request(method, f"{shared_server.url}/{path}", timeout=5)
    assert (401, NOBODY) == (answer.status_code, answer.json())
    assert 'Basic realm="Twilio API"' == answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("account_sid", "token", "message"),
    [
        (ACCOUNT_SID, "x" * 32, "Authenticate"),
        (ACCOUNT_SID, "", "Authenticate"),
        (ACCOUNT_SID.upper(), AUTH_TOKEN, "Authentication Error - invalid username"),
        ("AC" + "0" * 32, AUTH_TOKEN, "Authentication Error - invalid username"),
        ("é", "é", "Authentication Error - invalid username"),
    ],
)
def test_wrong_credentials_are_refused(shared_server, account_sid, token, message) -> None:
    """A wrong token and an unknown account are told apart, as Twilio does."""
    encoded = base64.b64encode(f"{account_sid}:{token}".encode()).decode()
    answer = requests.get(
        f"{shared_server.url}/v1/Workspaces",
        headers={"Authorization": f"Basic {encoded}"},
        timeout=5,
    )
    assert (401, 20003) == (answer.status_code, answer.json()["code"])
    assert message == answer.json()["message"]


def test_log_holds_no_secrets(start_server, open_call_centre, application) -> None:
    """The most talkative log tells every event, and no token or key."""
    server = start_server("--log-level", "debug", **CREDENTIALS)
    centre = open_call_centre(server, callback_url=application.url())
    application.answer(status=500)
    application.answer({"instruction": "accept"})
    centre.ended(centre.create_task("en"), "accepted")
    requests.get(f"{server.url}/v1/Workspaces", auth=("AC1", "a-wrong-token"), timeout=5)
    server.stop()

    assert [] != server.log_lines("level=debug", "reservation.accepted")
    basic = base64.b64encode(f"{ACCOUNT_SID}:{AUTH_TOKEN}".encode()).decode()
    key = (server.data_dir / "secret.key").read_text(encoding="ascii").strip()
    signature = application.received()[0].headers["X-Twilio-Signature"]
    for secret in (AUTH_TOKEN, basic, key, signature, "a-wrong-token"):
        assert secret not in server.log + server.said
