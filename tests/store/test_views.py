"""How the statements behind the views are run."""

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from pointsman.core import views
from pointsman.store.tables import metadata
from pointsman.store.views import query_of


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("view", "where", "index"),
    [
        (views.TaskView, {}, "ix_tasks_workspace_sid_position"),
        (
            views.TaskView,
            {"assignment_status": "pending"},
            "ix_tasks_workspace_sid_assignment_status_position",
        ),
        (
            views.ReservationView,
            {"task_sid": "WT1"},
            "ix_reservations_workspace_sid_task_sid_position",
        ),
        (
            views.ReservationView,
            {"worker_sid": "WK1"},
            "ix_reservations_workspace_sid_worker_sid_position",
        ),
        (
            views.TransferView,
            {"task_sid": "WT1"},
            "ix_transfers_workspace_sid_task_sid_position",
        ),
        (views.AlertView, {}, "ix_alerts_workspace_sid_position"),
        (views.WebhookView, {}, "ix_webhooks_workspace_sid_position"),
        (
            views.WebhookView,
            {"outcome": "laid-aside"},
            "ix_webhooks_workspace_sid_outcome_position",
        ),
        (
            views.WorkerChannelView,
            {"worker_sid": "WK1"},
            "ix_worker_channels_workspace_sid_worker_sid_position",
        ),
    ],
)
def test_lists_are_read_in_order_from_an_index(database, view, where, index):
    """SQLite, which keeps no statistics, neither walks the whole workspace nor sorts."""
    metadata.create_all(database)
    query = query_of(view)
    place = query.table.c
    statement = (
        query.where(where)
        .where(place.workspace_sid == "WS1", place.position > 7)
        .order_by(place.position)
    )
    compiled = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with database.connect() as connection:
        plan = [row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {compiled}"))]
    assert f"USING INDEX {index} (workspace_sid=?" in plan[0]
    assert [] == [step for step in plan if "TEMP B-TREE" in step]
