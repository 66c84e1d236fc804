"""A made-up contact centre that keeps itself busy, as a client of a running server."""
