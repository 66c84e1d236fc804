"""Bringing a database's schema up to date, when the program starts.

The steps are in ``migrations/versions``. Alembic runs them in one transaction, so a step that fails
leaves the database as it was. Nodes that start together take turns; the second has nothing to do.
"""

import threading

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, select

ADVISORY_LOCK = 0x706F696E74736D61
"""The lock's name, as PostgreSQL wants it: any number that no other program uses."""

_ALEMBIC = threading.Lock()
"""Alembic keeps what it is doing in a global variable: in one process, one upgrade at a time."""


class SchemaTooNew(Exception):
    """The database was written by a later release than this one."""


def upgrade(engine: Engine) -> None:
    """Take the missing steps. Raises ``SchemaTooNew`` when the database is ahead of the program."""
    config = Config()
    config.set_main_option("script_location", "pointsman.store:migrations")
    steps = ScriptDirectory.from_config(config)
    known = {step.revision for step in steps.walk_revisions()}
    with _ALEMBIC, engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # In SQLite, beginning has locked the file already.
            connection.execute(select(func.pg_advisory_xact_lock(ADVISORY_LOCK)))
        unknown = set(MigrationContext.configure(connection).get_current_heads()) - known
        if unknown:
            raise SchemaTooNew(
                f"The database has schema {', '.join(sorted(unknown))}, which this release does not"
                f" know: the newest it knows is {steps.get_current_head()}. Run the release that"
                " wrote the database, or a later one."
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
