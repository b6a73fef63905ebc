"""The table of wrapped keys: an SQLite file of its own in which a destroyed key leaves no trace.

Backups leave this file out: without it nothing in a backup of the vault can be read, so erasure reaches backups too.
`secure_delete` overwrites rows in the file; a rollback journal (never a WAL) holds old pages during a change, and is
overwritten with zeros after each destruction.
"""

import os
import sqlite3
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY, wrapped BLOB NOT NULL, expires_at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS objects (
    id TEXT PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions (id), kind TEXT NOT NULL, wrapped BLOB NOT NULL)
    WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS objects_of_session ON objects (session);
CREATE TABLE IF NOT EXISTS doomed (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
"""`doomed`: blobs whose key is destroyed and whose file is still to be deleted (a crash may come between)."""


TAG: Final = """Signature: 8a477f597d28d172789f06886806bc55
# Keys of the vault. Backups leave this folder out, so that what is erased here cannot be read there either.
"""
"""By this file (bford.info/cachedir) tar, Borg, restic and others know that they are to leave a folder out."""


class KeyTable:
    """Wrapped keys of sessions and objects. Safe for threads; several processes may open the same file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            path.with_name("CACHEDIR.TAG").write_text(TAG, "ascii")
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        self._path = path
        self._lock = threading.RLock()
        self._base = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        for pragma in ("busy_timeout=10000", "journal_mode=PERSIST", "secure_delete=ON", "foreign_keys=ON"):
            self._base.execute(f"PRAGMA {pragma}")
        self._base.execute("PRAGMA synchronous=FULL")
        self._base.executescript(SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._base.close()

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def _one(self, query: str, *values: Any) -> Any:
        with self._lock:
            return self._base.execute(query, values).fetchone()

    def add_session(self, session: str, wrapped: bytes, expires_at: float) -> None:
        """Keep the wrapped key of a new session; `expires_at` in seconds since 1970."""
        with self._change() as base:
            base.execute("INSERT INTO sessions VALUES (?, ?, ?)", (session, wrapped, expires_at))

    def session(self, session: str, now: float) -> tuple[bytes, float] | None:
        """Wrapped key and expiry of a session that has not expired."""
        row = self._one("SELECT wrapped, expires_at FROM sessions WHERE id = ? AND expires_at > ?", session, now)
        return row and (row[0], row[1])

    def add_object(self, identity: str, session: str, kind: str, wrapped: bytes, now: float) -> bool:
        """Keep an object's wrapped key; False if its session is gone."""
        with self._change() as base:
            if not base.execute("SELECT 1 FROM sessions WHERE id = ? AND expires_at > ?", (session, now)).fetchone():
                return False
            base.execute("INSERT INTO objects VALUES (?, ?, ?, ?)", (identity, session, kind, wrapped))
            return True

    def object(self, session: str, identity: str) -> tuple[str, bytes] | None:
        """Kind and wrapped key of an object of this session."""
        row = self._one("SELECT kind, wrapped FROM objects WHERE id = ? AND session = ?", identity, session)
        return row and (row[0], row[1])

    def find(self, session: str, kinds: Collection[str]) -> list[str]:
        """Ids of a session's objects of these kinds."""
        with self._lock:
            rows = self._base.execute("SELECT id, kind FROM objects WHERE session = ?", (session,))
            return [identity for identity, kind in rows if kind in kinds]

    def destroy_object(self, session: str, identity: str) -> bool:
        """Destroy one object's key and note its blob for deletion; False if there was none."""
        with self._change() as base:
            found = base.execute("DELETE FROM objects WHERE id = ? AND session = ?", (identity, session)).rowcount
            if found:
                base.execute("INSERT OR IGNORE INTO doomed VALUES (?)", (identity,))
        self._scrub()
        return bool(found)

    def destroy_session(self, session: str) -> bool:
        """Destroy a session's key and those of its objects, and note their blobs for deletion."""
        with self._change() as base:
            base.execute("INSERT OR IGNORE INTO doomed SELECT id FROM objects WHERE session = ?", (session,))
            base.execute("DELETE FROM objects WHERE session = ?", (session,))
            found = base.execute("DELETE FROM sessions WHERE id = ?", (session,)).rowcount
        self._scrub()
        return bool(found)

    def expired(self, now: float) -> list[str]:
        """Sessions whose time is over."""
        with self._lock:
            return [row[0] for row in self._base.execute("SELECT id FROM sessions WHERE expires_at <= ?", (now,))]

    def objects(self) -> set[str]:
        """Ids of all objects that have a key."""
        with self._lock:
            return {row[0] for row in self._base.execute("SELECT id FROM objects")}

    def doomed(self) -> list[str]:
        """Blobs still to be deleted."""
        with self._lock:
            return [row[0] for row in self._base.execute("SELECT id FROM doomed")]

    def forget(self, identity: str) -> None:
        """Note that a doomed blob is deleted."""
        with self._change() as base:
            base.execute("DELETE FROM doomed WHERE id = ?", (identity,))

    def _scrub(self) -> None:
        """Overwrite the journal, which still holds the pages from before.

        Under an exclusive lock no other process can have a change under way, so this journal is nobody's way back.
        """
        journal = self._path.with_name(f"{self._path.name}-journal")
        with self._lock:
            self._base.execute("BEGIN EXCLUSIVE")
            try:
                if journal.exists():
                    with journal.open("r+b") as file:
                        file.write(bytes(journal.stat().st_size))
                        file.flush()
                        os.fsync(file.fileno())
            finally:
                self._base.execute("COMMIT")
