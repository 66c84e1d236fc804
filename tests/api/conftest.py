"""The fixtures of a server in the test's own process."""

from tests.living import api, database_url, empty_database, settings, world

__all__ = ["api", "database_url", "empty_database", "settings", "world"]
