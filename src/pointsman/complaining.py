"""What the operator got wrong, in one line and without a stack."""

import contextlib
import sys
from collections.abc import Iterator

import typer


@contextlib.contextmanager
def complaining() -> Iterator[None]:
    """Say what is wrong with the settings in one line, and end."""
    from pointsman import admin, config

    try:
        yield
    except (config.Misconfigured, admin.NoSuch) as error:
        typer.echo(f"pointsman: {error}", err=True)
        sys.exit(1)
