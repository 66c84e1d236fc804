"""From an address to a store, or to a sentence that says why not."""

import asyncio
import subprocess
import sys

import pytest
from sqlalchemy import text

from pointsman.runtime.ports import Account
from pointsman.store.migrate import SchemaTooNew
from pointsman.store.open import DatabaseUnreachable, open_store
from pointsman.store.secrets import SecretBox, SecretKeyWrong


async def test_what_was_written_is_there_after_a_restart(database_url, box, world):
    """Opening the same address again gives the same records."""
    store = open_store(database_url, box)
    task = world.task()
    await store.commit(await store.take_lease(world.workspace_sid), world.batch(task))
    await store.close()

    store = open_store(database_url, box)
    assert [task] == await store.load(world.workspace_sid)
    await store.close()


def test_nodes_may_start_together(database_url, box, tmp_path):
    """However many processes open an empty database at once, all of them get a store."""
    program = """
import asyncio, pathlib, sys
from pointsman.store.open import open_store
from pointsman.store.secrets import SecretBox
box = SecretBox.open(pathlib.Path(sys.argv[2]), None)
print("ready", flush=True)
sys.stdin.readline()
asyncio.run(open_store(sys.argv[1], box).close())
"""
    command = [sys.executable, "-c", program, database_url, str(tmp_path)]
    nodes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for node in nodes:
        assert "ready\n" == node.stdout.readline()
    for node in nodes:
        node.stdin.write("go\n")
        node.stdin.flush()
    for node in nodes:
        node.communicate(timeout=30)
    assert [0] * 4 == [node.returncode for node in nodes]


async def test_threads_may_start_together(database_url, box):
    """However many threads of one process open a database at once, all of them get a store."""
    stores = await asyncio.gather(
        *(asyncio.to_thread(open_store, database_url, box) for _ in range(4))
    )
    assert [[]] * 4 == [await store.list_workspace_sids() for store in stores]
    for store in stores:
        await store.close()


async def test_the_short_name_of_postgresql(postgresql_url, box):
    """``postgres://`` means the same as ``postgresql://``."""
    store = open_store(postgresql_url.replace("postgresql://", "postgres://"), box)
    assert [] == await store.list_accounts()
    await store.close()


async def test_sqlite_commits_are_durable(tmp_path, box):
    """The file is in the mode that survives a loss of power after each commit."""
    store = open_store(f"sqlite:///{tmp_path / 'a.db'}", box)

    def pragmas(connection):
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert ["wal", 2, 0, 5_000] == await store._writing.run(pragmas)
    await store.close()


async def test_a_wrong_key_is_told_before_anything_else(database_url, box, tmp_path):
    """Accounts sealed with another key cannot be listed, and the reason is clear."""
    store = open_store(database_url, box)
    await store.put_account(Account(sid="AC1", auth_token="token", date_created=1))
    await store.close()

    store = open_store(database_url, SecretBox.open(tmp_path / "elsewhere", None))
    with pytest.raises(SecretKeyWrong):
        await store.list_accounts()
    await store.close()


def test_a_later_schema_is_refused(database_url, database, box):
    """A database of a later release is not opened."""
    asyncio.run(open_store(database_url, box).close())
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew):
        open_store(database_url, box)


def test_nobody_answers(box):
    """A server that is not there is named, and the password is not."""
    url = "postgresql://keeper:opensesame@127.0.0.1:1/harbour"
    with pytest.raises(DatabaseUnreachable) as failure:
        open_store(url, box)
    assert str(failure.value).startswith(
        "The PostgreSQL database harbour at 127.0.0.1:1 cannot be used: "
    )
    assert "opensesame" not in f"{failure.value!r} {failure.value.__cause__!r}"


def test_a_database_that_does_not_exist(postgresql_server_url, box):
    """A missing PostgreSQL database is reported in the server's words."""
    url = postgresql_server_url.replace("/postgres?", "/atlantis?")
    with pytest.raises(DatabaseUnreachable, match='"atlantis" does not exist'):
        open_store(url, box)


def test_a_file_that_cannot_be_made(tmp_path, box):
    """A directory that is missing is reported with the path."""
    path = tmp_path / "missing" / "a.db"
    with pytest.raises(DatabaseUnreachable, match=r"missing/a\.db cannot be used: unable to open"):
        open_store(f"sqlite:///{path}", box)


def test_a_file_that_is_no_database(tmp_path, box):
    """A file of another kind is left alone."""
    path = tmp_path / "letter.txt"
    path.write_text("Dear diary, " * 100)
    with pytest.raises(DatabaseUnreachable, match="not a database"):
        open_store(f"sqlite:///{path}", box)
    assert path.read_text().startswith("Dear diary")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://keeper:opensesame@host/harbour", "not with mysql://"),
        ("keeper:opensesame@host/harbour", "starts with sqlite:/// or postgresql://"),
        ("postgresql://keeper:opensesame@host:port/harbour", "cannot be read"),
        ("sqlite://", "SQLite needs a file"),
        ("sqlite:///:memory:", "SQLite needs a file"),
    ],
)
def test_an_address_that_is_none(box, url, says):
    """An address of another kind is refused with what it should look like, and not repeated."""
    with pytest.raises(ValueError, match=says) as refusal:
        open_store(url, box)
    assert "opensesame" not in str(refusal.value)
