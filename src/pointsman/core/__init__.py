"""The engine: pure and synchronous. It knows no clock, no chance, no network and no database."""
