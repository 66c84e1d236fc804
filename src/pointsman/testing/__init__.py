"""Tools for tests of Pointsman and of applications that use it: see ``docs/testing.md``."""
