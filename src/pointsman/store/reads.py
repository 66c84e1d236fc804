"""What is asked of the database. Each function runs in one transaction, in a reading thread."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, tuple_
from sqlalchemy.engine import RowMapping

from pointsman.core.records import Record, Workspace
from pointsman.core.views import WorkspaceView
from pointsman.runtime.ports import Page, Place, V, Where
from pointsman.store.rows import from_row
from pointsman.store.tables import TABLES
from pointsman.store.views import ViewQuery, query_of

_WORKSPACES = TABLES[Workspace].c


def load(connection: Connection, workspace_sid: str) -> list[Record]:
    return [
        from_row(kind, row)
        for kind, table in TABLES.items()
        for row in connection.execute(
            select(table).where(table.c.workspace_sid == workspace_sid).order_by(table.c.position)
        ).mappings()
    ]


def list_workspace_sids(connection: Connection) -> list[str]:
    in_order = select(_WORKSPACES.sid).order_by(_WORKSPACES.date_created, _WORKSPACES.sid)
    return list(connection.scalars(in_order))


def find_workspace(connection: Connection, account_sid: str, sid: str) -> WorkspaceView | None:
    return find(connection, WorkspaceView, sid, {"account_sid": account_sid})


def list_workspaces(
    connection: Connection, account_sid: str, where: Where, page: Page
) -> list[WorkspaceView]:
    query = query_of(WorkspaceView)
    statement = query.where(where).where(_WORKSPACES.account_sid == account_sid)
    return _stretch(connection, query, statement, page)


def find(connection: Connection, view: type[V], workspace_sid: str, where: Where) -> V | None:
    query = query_of(view)
    statement = query.where({**where, "workspace_sid": workspace_sid})
    row = connection.execute(statement.limit(1)).mappings().first()
    return None if row is None else query.read(row)


def list_page(
    connection: Connection, view: type[V], workspace_sid: str, where: Where, page: Page
) -> list[V]:
    query = query_of(view)
    statement = query.where({**where, "workspace_sid": workspace_sid})
    return _stretch(connection, query, statement, page)


def _stretch(
    connection: Connection, query: ViewQuery[V], statement: Select[Any], page: Page
) -> list[V]:
    """The rows of ``statement`` on ``page``."""
    columns = [(query.table.c[by.field], by.descending) for by in page.order]
    # Before a place means right before it: the nearest rows are taken backwards, then turned round.
    backwards = page.before is not None and page.after is None
    directed = [(column, descending != backwards) for column, descending in columns]
    edge = page.before if backwards else page.after
    order = [column.desc() if descending else column for column, descending in directed]
    statement = statement.order_by(*order)
    rows: list[RowMapping] = []
    for part in [statement] if edge is None else _beyond(statement, directed, edge):
        rows += connection.execute(part.limit(page.size - len(rows))).mappings().all()
        if len(rows) >= page.size:
            break
    return [query.read(row) for row in (reversed(rows) if backwards else rows)]


def _beyond(
    statement: Select[Any], directed: Sequence[tuple[ColumnElement[Any], bool]], edge: Place
) -> Iterator[Select[Any]]:
    """What comes after ``edge`` in an order, in parts that follow one another."""
    if len({descending for _, descending in directed}) == 1:
        # Both databases find this in an index at once.
        place = tuple_(*(column for column, _ in directed))
        yield statement.where(place < edge if directed[0][1] else place > edge)
        return
    # In a mixed order they find none of it, however it is put: they would walk through all rows
    # that tie with the edge. Those that tie the longest come first, and each part is one range.
    for n in reversed(range(len(directed))):
        ties = [tied == edge[m] for m, (tied, _) in enumerate(directed[:n])]
        column, descending = directed[n]
        yield statement.where(*ties, column < edge[n] if descending else column > edge[n])
