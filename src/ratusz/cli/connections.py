"""Letting go of the database: processes started next must not inherit a connection, nor be counted as one in use."""

from django.db import connection


def let_go() -> None:
    connection.close()
    close_pool = getattr(connection, "close_pool", None)  # PostgreSQL has one
    if close_pool:
        close_pool()
