"""Sums of whole numbers: PostgreSQL makes decimals of them, which JSON would show as text."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, func


def total(column: ColumnElement[Any]) -> ColumnElement[int]:
    """The sum of a column of whole numbers, a whole number itself in every database."""
    return cast(func.sum(column), BigInteger)
