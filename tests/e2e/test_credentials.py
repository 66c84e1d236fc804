"""Accounts and keys, made and revoked by the command line while the server runs."""

import json

import pytest
import requests
from tests.e2e.commands import pointsman, run
from tests.e2e.server import Server
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client


def client(server: Server, name: str, secret: str) -> Client:
    made = Client(name, secret)
    made.taskrouter.base_url = server.url
    return made


def signs_in(server: Server, name: str, secret: str) -> bool:
    """Whether a name and its secret are let in, to find nothing or something."""
    url = f"{server.url}/v1/Workspaces"
    status = requests.get(url, auth=(name, secret), timeout=10).status_code
    assert status in (200, 401)
    return status == 200


def test_a_key_works_at_once_and_no_longer_than_it_should(server) -> None:
    """From its making to its revocation a key does what the account's token does."""
    account = json.loads(pointsman(server, "accounts", "create", "--json"))
    options = ["--account", account["sid"], "--name", "Wallboard"]
    key = json.loads(pointsman(server, "keys", "create", "--json", *options))
    assert {"sid", "secret"} == set(key)
    workspaces = client(server, key["sid"], key["secret"]).taskrouter.v1.workspaces
    assert account["sid"] == workspaces.create("Made with a key").account_sid
    listed = pointsman(server, "keys", "list")
    assert f"{key['sid']}  {account['sid']}  admin  Wallboard\n" == listed
    pointsman(server, "keys", "revoke", key["sid"])
    assert not signs_in(server, key["sid"], key["secret"])


def test_a_token_is_rotated_with_an_overlap(server) -> None:
    """The new token works at once; the old one for as long as was said."""
    first = json.loads(pointsman(server, "accounts", "create", "--json"))
    sid = first["sid"]
    second = json.loads(pointsman(server, "accounts", "rotate", sid, "--json"))
    assert signs_in(server, sid, first["auth_token"])
    assert signs_in(server, sid, second["auth_token"])
    third = json.loads(pointsman(server, "accounts", "rotate", sid, "--overlap", "0", "--json"))
    assert not signs_in(server, sid, first["auth_token"])
    assert not signs_in(server, sid, second["auth_token"])
    assert signs_in(server, sid, third["auth_token"])
    pointsman(server, "accounts", "revoke", sid)
    assert not signs_in(server, sid, third["auth_token"])
    [listed] = json.loads(pointsman(server, "accounts", "list", "--json"))
    assert {"sid": sid, "friendly_name": "", "revoked": True} == listed


def test_accounts_do_not_see_each_other(server) -> None:
    """What one account owns does not exist for another."""
    made = [json.loads(pointsman(server, "accounts", "create", "--json")) for _ in range(2)]
    owner, stranger = (client(server, a["sid"], a["auth_token"]) for a in made)
    workspace = owner.taskrouter.v1.workspaces.create("Mine")
    assert [] == stranger.taskrouter.v1.workspaces.list()
    with pytest.raises(TwilioRestException) as refused:
        stranger.taskrouter.v1.workspaces(workspace.sid).fetch()
    assert 404 == refused.value.status


def test_secrets_are_in_no_file(server) -> None:
    """Neither the database nor the log holds what signs in."""
    account = json.loads(pointsman(server, "accounts", "create", "--json"))
    key = json.loads(pointsman(server, "keys", "create", "--json"))
    assert signs_in(server, key["sid"], key["secret"])
    kept = b"".join(path.read_bytes() for path in server.data_dir.iterdir() if path.is_file())
    for secret in (account["auth_token"], key["secret"]):
        assert secret.encode() not in kept
        assert secret not in server.log + server.said


def test_what_does_not_exist(server) -> None:
    """A wrong name is said in one line."""
    for words in (["keys", "revoke", "SK1"], ["accounts", "rotate", "AC1"], ["keys", "create"]):
        done = run(server, *words)
        assert 1 == done.returncode
        assert done.stderr.startswith("pointsman: there ")
        assert 1 == done.stderr.count("\n")
