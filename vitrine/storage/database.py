"""The database: SQLite through SQLAlchemy, with write-ahead log, foreign keys and a busy timeout."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.orm import Session

from vitrine.storage.tables import HEAD

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE = 10
"""Seconds to wait for another process's lock."""


class Database:
    """One SQLite file; its schema is brought up to date when it is opened."""

    def __init__(self, path: Path) -> None:
        private(path)
        self.engine = _engine(path)
        migrate(self.engine)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A snapshot for reading; what is loaded stays usable after it closes."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that holds the write lock from its first statement, so that count-then-insert is one step."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            session.execute(text("BEGIN IMMEDIATE"))
            yield session

    def close(self) -> None:
        """Give the file back."""
        self.engine.dispose()


def private(path: Path) -> None:
    """Make a file, and its folder, that only this user can read; SQLite's own files beside it follow its mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def migrate(engine: Engine) -> None:
    """Bring the schema to the newest revision; costs one query when it is there already.

    Of several processes that open a new home at the same time one does it, and the others find it done.
    """
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        connection.execute(text("BEGIN IMMEDIATE"))
        if _revision(connection) != HEAD:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver must not open transactions by itself: `write` says BEGIN IMMEDIATE.
        connection.isolation_level = None
        for pragma in (f"busy_timeout={1000 * PATIENCE}", "foreign_keys=ON", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")
        _write_ahead(connection)

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log; SQLite's busy timeout does not cover two processes that do so at once."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
