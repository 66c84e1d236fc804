"""Tools for tests of Pointsman and of applications that use it."""
