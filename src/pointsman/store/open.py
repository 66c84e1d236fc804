"""From a database's address to a store that is ready: connected, and with today's schema."""

from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from pointsman.store import migrate
from pointsman.store.lanes import Lane, reason_of
from pointsman.store.secrets import SecretBox
from pointsman.store.sql import SqlStore

Purpose = Literal["read", "write"]

READERS = 4
COUNTERS = 2
POSTGRESQL_WRITERS = 4
CONNECT_TIMEOUT_S = 10
BUSY_TIMEOUT_MS = 5_000

_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}


class DatabaseUnreachable(Exception):
    """The database cannot be opened. The text is for people and holds no password."""


def open_store(url: str, box: SecretBox) -> SqlStore:
    """Connect and bring the schema up to date; blocks, so call it before serving.

    Raises ``DatabaseUnreachable``, ``migrate.SchemaTooNew``, or ``ValueError`` when ``url`` is not
    the address of a database this store can use.
    """
    address = _parse(url)
    is_sqlite = address.drivername == _DRIVERS["sqlite"]
    connect = _sqlite if is_sqlite else _postgresql
    # A file takes one writer at a time; a second one would only wait in SQLite instead of here.
    writers = 1 if is_sqlite else POSTGRESQL_WRITERS
    writing = connect(address, "write", writers)
    try:
        migrate.upgrade(writing)
    except SQLAlchemyError as error:
        writing.dispose()
        raise DatabaseUnreachable(
            f"{_describe(address)} cannot be used: {reason_of(error)}"
        ) from None
    except migrate.SchemaTooNew:
        writing.dispose()
        raise
    return SqlStore(
        Lane("write", writing, writers),
        Lane("read", connect(address, "read", READERS), READERS),
        Lane("count", connect(address, "read", COUNTERS), COUNTERS),
        box,
    )


def _parse(url: str) -> URL:
    scheme, separator, _ = url.partition("://")
    # What is wrong is told without repeating the address: it may hold a password.
    if not separator:
        raise ValueError("A database's address starts with sqlite:/// or postgresql://")
    if scheme not in _DRIVERS:
        raise ValueError(
            f"A database's address starts with sqlite:/// or postgresql://, not with {scheme}://"
        )
    try:
        address = make_url(url).set(drivername=_DRIVERS[scheme])
    except (ArgumentError, ValueError):
        raise ValueError(f"The {scheme}:// address cannot be read") from None
    if scheme == "sqlite" and address.database in (None, "", ":memory:"):
        raise ValueError("SQLite needs a file: sqlite:///relative/path or sqlite:////absolute/path")
    return address


def _describe(address: URL) -> str:
    if address.drivername == _DRIVERS["sqlite"]:
        return f"The SQLite file {address.database}"
    host = address.host or address.query.get("host") or "the local machine"
    port = f":{address.port}" if address.port else ""
    what = f"database {address.database}" if address.database else "server"
    return f"The PostgreSQL {what} at {host}{port}"


def _engine(address: URL, connections: int, **options: Any) -> Engine:
    return create_engine(
        address,
        pool_size=connections,
        max_overflow=0,
        # Errors end up in logs, and parameters are the users' data.
        hide_parameters=True,
        **options,
    )


def _postgresql(address: URL, purpose: Purpose, connections: int) -> Engine:
    return _engine(
        address,
        connections,
        connect_args={"connect_timeout": address.query.get("connect_timeout", CONNECT_TIMEOUT_S)},
        # A read of several statements sees one moment, as it does in SQLite.
        isolation_level="REPEATABLE READ" if purpose == "read" else "READ COMMITTED",
    )


def _sqlite(address: URL, purpose: Purpose, connections: int) -> Engine:
    engine = _engine(address, connections)
    # A writer takes the lock when it begins. If it waited for its first change, another process
    # could be quicker in between, and SQLite would refuse that change without waiting.
    begin = "BEGIN IMMEDIATE" if purpose == "write" else "BEGIN"

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver would begin transactions at moments of its own choosing.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = OFF",
            f"query_only = {'ON' if purpose == 'read' else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
