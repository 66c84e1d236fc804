"""The steps of the schema add up to the tables the program uses."""

import asyncio

import msgspec
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Engine, MetaData, Table, insert, inspect, text

from pointsman.runtime.ports import Scope
from pointsman.store.grains import PLACE
from pointsman.store.levels import HOUR_MS
from pointsman.store.migrate import SchemaTooNew, upgrade
from pointsman.store.open import open_store
from pointsman.store.rows import to_row
from pointsman.store.tables import COUNTED, TABLES, metadata


@pytest.fixture
def migrated(database_url, box) -> None:
    """The database after all steps."""
    asyncio.run(open_store(database_url, box).close())


def schema(database: Engine) -> dict[str, dict[str, object]]:
    """What the database says about its tables."""
    inspector = inspect(database)
    return {
        table: {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"], column["default"])
                for column in inspector.get_columns(table)
            ],
            "indexes": sorted(
                (index["name"], index["column_names"], bool(index["unique"]))
                for index in inspector.get_indexes(table)
            ),
            "key": inspector.get_pk_constraint(table),
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_alembic_finds_no_difference(migrated, database):
    """Nothing is left for Alembic to generate."""
    with database.connect() as connection:
        assert [] == compare_metadata(MigrationContext.configure(connection), metadata)


def test_the_steps_build_the_same_tables_as_the_program(migrated, database):
    """Columns, types, keys and indexes are the same either way."""
    by_steps = schema(database)
    metadata.drop_all(database)
    assert {} == schema(database)
    metadata.create_all(database)
    assert schema(database) == by_steps
    assert {table.name for table in metadata.sorted_tables} == set(by_steps)


def test_upgrading_again_changes_nothing(migrated, database):
    """A database that is up to date is left alone."""
    before = schema(database)
    upgrade(database)
    assert before == schema(database)


async def test_what_an_older_release_wrote_is_kept(database_url, database, box, world):
    """Records that were written at an older schema are loaded with what has come since unset."""
    written = [world.workspace(), world.task(), world.reservation(choice=None)]
    with database.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "pointsman.store:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        for record in written:
            table = TABLES[type(record)]
            known = {column["name"] for column in inspect(connection).get_columns(table.name)}
            row = {name: value for name, value in to_row(record).items() if name in known}
            connection.execute(insert(table).values(row))
    store = open_store(database_url, box)
    try:
        assert written == await store.load(world.workspace_sid)
    finally:
        await store.close()


async def test_an_address_from_before_is_owed_what_comes(database_url, database, box, world):
    """Nobody is told the past because a release learnt to tell it."""
    written = world.workspace(event_callback_url="http://app.test/events")
    with database.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "pointsman.store:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        row = to_row(written)
        del row["event_callback_since"]
        workspaces = TABLES[type(written)]
        connection.execute(insert(workspaces).values(row))
        values = {"workspace_sid": written.sid, "term": 1, "position": 77, "instant": 5}
        connection.execute(insert(metadata.tables["leases"]).values(values))
    store = open_store(database_url, box)
    [loaded] = await store.load(world.workspace_sid)
    await store.close()
    assert 77 == loaded.event_callback_since


async def test_a_key_from_before_may_do_everything(database_url, database, box):
    """Roles take nothing from the keys that were made when there were none."""
    key = {
        "sid": "SK" + "1" * 32,
        "account_sid": "AC" + "1" * 32,
        "secret": box.seal("hush"),
        "friendly_name": "",
        "date_created": 5,
    }
    with database.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "pointsman.store:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0010")
        connection.execute(insert(metadata.tables["api_keys"]).values(key))
    store = open_store(database_url, box)
    found = await store.find_key(key["sid"])
    await store.close()
    assert ("hush", "admin") == (found.secret, found.role)


async def test_what_was_summed_up_before_is_summed_up_anew(database_url, database, box, world):
    """Sums of an older release say less than is asked of them now; what they were of is kept."""
    hours = 30
    counted = [one for hour in range(hours) for one in world.counted(hour * HOUR_MS + 1)]
    office = world.workspace()
    old_sum = {
        "workspace_sid": world.workspace_sid,
        "event_type": "reservation.accepted",
        **dict.fromkeys(PLACE, ""),
        "began": 0,
        "count": 1,
    }
    until = {"workspace_sid": world.workspace_sid, "hours_until": 24 * HOUR_MS, "days_until": 0}
    with database.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "pointsman.store:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0011")
        connection.execute(insert(TABLES[type(office)]).values(to_row(office)))
        for one in counted:
            connection.execute(insert(COUNTED[type(one)]).values(msgspec.structs.asdict(one)))
        lease = {"workspace_sid": office.sid, "term": 1, "position": 99, "instant": hours * HOUR_MS}
        connection.execute(insert(metadata.tables["leases"]).values(lease))
        for name, row in (("fact_hours", old_sum), ("fact_cursors", until)):
            columns = [column["name"] for column in inspect(connection).get_columns(name)]
            old = Table(name, MetaData(), *(Column(column) for column in columns))
            connection.execute(insert(old).values(row))
    store = open_store(database_url, box)
    whole = Scope(since=0, until=hours * HOUR_MS)
    before = await store.count_facts(office.sid, whole)
    stretches = 0
    while await store.roll_up_facts(office.sid):
        stretches += 1
    after = await store.count_facts(office.sid, whole)
    waits = await store.list_waits(office.sid, whole, ["reservation.accepted"])
    await store.close()
    assert (hours, hours) == (before[0].count, waits[0].count)
    assert before == after
    # Every hour, and the first day twice: what happened in it, and who was where.
    assert hours + 2 == stretches


def test_a_later_schema_is_left_alone(migrated, database):
    """A database of a later release is refused, and the text says what to do."""
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew, match=r"schema 9999.*newest it knows is \d{4}\..*later one"):
        upgrade(database)
