"""What is asked of the database. Each function runs in one transaction, in a reading thread."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, tuple_

from pointsman.core.records import Record, Workspace
from pointsman.core.views import WorkspaceView
from pointsman.runtime.ports import Account, Page, V, Where
from pointsman.store.rows import from_row
from pointsman.store.secrets import SecretBox
from pointsman.store.tables import TABLES, accounts
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
    return _stretch(connection, query, statement, (_WORKSPACES.date_created, _WORKSPACES.sid), page)


def find(connection: Connection, view: type[V], workspace_sid: str, where: Where) -> V | None:
    query = query_of(view)
    statement = query.where(where).where(query.table.c.workspace_sid == workspace_sid)
    row = connection.execute(statement.limit(1)).mappings().first()
    return None if row is None else query.read(row)


def list_page(
    connection: Connection, view: type[V], workspace_sid: str, where: Where, page: Page
) -> list[V]:
    query = query_of(view)
    statement = query.where(where).where(query.table.c.workspace_sid == workspace_sid)
    return _stretch(connection, query, statement, (query.table.c.position,), page)


def _stretch(
    connection: Connection,
    query: ViewQuery[V],
    statement: Select[Any],
    place: tuple[ColumnElement[Any], ...],
    page: Page,
) -> list[V]:
    """The rows of ``statement`` on ``page``, in the order of the columns of ``place``."""
    if page.after is not None:
        statement = statement.where(tuple_(*place) > page.after[: len(place)])
    if page.before is not None:
        statement = statement.where(tuple_(*place) < page.before[: len(place)])
    # Before a place means right before it: the nearest rows are taken backwards, then turned round.
    backwards = page.before is not None and page.after is None
    order = [column.desc() for column in place] if backwards else place
    rows = connection.execute(statement.order_by(*order).limit(page.size)).mappings().all()
    return [query.read(row) for row in (reversed(rows) if backwards else rows)]


def list_accounts(connection: Connection, box: SecretBox) -> list[Account]:
    rows = connection.execute(select(accounts).order_by(accounts.c.date_created, accounts.c.sid))
    return [
        Account(sid=row.sid, auth_token=box.unseal(row.auth_token), date_created=row.date_created)
        for row in rows
    ]
