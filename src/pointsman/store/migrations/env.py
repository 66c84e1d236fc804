"""Where Alembic starts: it runs the steps in the transaction of the connection it is handed."""

from alembic import context

from pointsman.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
)
context.run_migrations()
