"""Records become rows and come back."""

import msgspec

from pointsman.core import records
from pointsman.store.rows import from_row, to_row
from pointsman.store.tables import EVENT_PARTIES, TABLES, events


def test_every_kind_survives_the_way_there_and_back(world):
    """A record read from its own row equals itself."""
    for record in (*world.everything(), world.event(task_sid="WT")):
        assert record == from_row(type(record), to_row(record))


def test_a_row_has_the_columns_of_its_table(world):
    """Fields and columns have the same names in the same order."""
    written = world.everything()
    assert [[column.name for column in TABLES[type(record)].c] for record in written] == [
        list(to_row(record)) for record in written
    ]
    assert [column.name for column in events.c] == [*to_row(world.event()), *EVENT_PARTIES]


def test_attributes_are_kept_as_they_were_sent(world):
    """The row holds the text, not what it means."""
    worker = world.worker(attributes=records.Attributes.parse('{ "b":1.0, "a":1e2 }'))
    assert '{ "b":1.0, "a":1e2 }' == to_row(worker)["attributes"]


def test_parameters_are_kept_as_json(world):
    """A dictionary is one JSON text, in the same order every time."""
    row = to_row(world.callback(parameters={"b": "2", "a": '"ä"'}))
    assert r'{"a":"\"ä\"","b":"2"}' == row["parameters"]


def test_plain_fields_are_not_touched(world):
    """What the database takes as it is goes there as it is."""
    task = world.task()
    row = to_row(task)
    plain = [field.name for field in msgspec.structs.fields(task) if field.name != "attributes"]
    assert all(row[name] is getattr(task, name) for name in plain)


def test_other_columns_do_not_matter(world):
    """A row may hold more than the record."""
    task = world.task()
    assert task == from_row(records.Task, to_row(task) | {"workflow_friendly_name": "Incoming"})
