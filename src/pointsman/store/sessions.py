"""Browsers that have signed in: what of them is kept, and for how long."""

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from pointsman.core.records import Instant
from pointsman.runtime.ports import Session
from pointsman.store.tables import sessions


def add(connection: Connection, session: Session, keep: int) -> None:
    connection.execute(delete(sessions).where(sessions.c.expires <= session.date_created))
    others = (
        select(sessions.c.digest)
        .where(sessions.c.username == session.username, sessions.c.kind == session.kind)
        .order_by(sessions.c.date_created.desc(), sessions.c.digest)
    )
    surplus = connection.execute(others.offset(keep - 1)).scalars().all()
    if surplus:
        connection.execute(delete(sessions).where(sessions.c.digest.in_(surplus)))
    connection.execute(insert(sessions), msgspec.structs.asdict(session))


def find(connection: Connection, digest: str) -> Session | None:
    found = connection.execute(select(sessions).where(sessions.c.digest == digest))
    row = found.mappings().first()
    return None if row is None else Session(**row)


def extend(connection: Connection, digest: str, expires: Instant) -> None:
    changed = update(sessions).where(sessions.c.digest == digest).values(expires=expires)
    connection.execute(changed)


def remove(connection: Connection, digest: str) -> bool:
    return connection.execute(delete(sessions).where(sessions.c.digest == digest)).rowcount == 1
