"""The schema and its migrations; what each connection is set to."""

import stat
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

import vitrine.catalog.tables
import vitrine.privacy.keys
import vitrine.privacy.limits
import vitrine.privacy.passkeys
import vitrine.privacy.preferences
import vitrine.privacy.sign_ins  # noqa: F401 (their tables belong to the schema)
from vitrine.storage.database import MIGRATIONS, Database
from vitrine.storage.tables import HEAD, Request, Table

FIRST = {"picture", "analysis", "job", "request"}
"""The tables of the first revision."""


@pytest.fixture
def database(tmp_path):
    opened = Database(tmp_path / "base.sqlite")
    yield opened
    opened.close()


def test_migrations_make_what_the_tables_say(database):
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_head_is_the_newest_migration():
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_connections_are_set_for_many_readers_and_one_writer(database):
    with database.engine.connect() as connection:
        for pragma, value in (("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 10000)):
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_foreign_keys_hold(database):
    from datetime import UTC, datetime

    request = Request(owner="a", key="k", fingerprint="f", job="none", created_at=datetime.now(UTC))
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(request)


def test_a_failed_write_leaves_nothing(database, tmp_path):
    with pytest.raises(ZeroDivisionError), database.write() as session:
        session.execute(
            text(
                "INSERT INTO api_key (id, role, digest, origins, created_at) "
                "VALUES ('i', 'merchant', 'd', '[]', '2026-01-01')"
            )
        )
        1 / 0  # noqa: B018
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM api_key")).scalar() == 0


def test_an_old_database_is_brought_up_to_date(tmp_path):
    first = Database(tmp_path / "base.sqlite")
    with first.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        session.execute(text("PRAGMA defer_foreign_keys=ON"))
        for name in set(Table.metadata.tables) - FIRST:
            session.execute(text(f'DROP TABLE "{name}"'))
    first.close()
    second = Database(tmp_path / "base.sqlite")
    with second.read() as session:
        assert session.execute(text("SELECT count(*) FROM api_key")).scalar() == 0
    second.close()


def test_accounts_of_an_older_database_keep_their_names(tmp_path):
    first = Database(tmp_path / "base.sqlite")
    with first.write() as session:
        session.execute(text("ALTER TABLE account DROP COLUMN shown"))
        session.execute(text("UPDATE alembic_version SET version_num = '0005'"))
        session.execute(
            text(
                "INSERT INTO account (id, name, role, password, created_at) "
                "VALUES ('i', 'mei lin', 'owner', 'p', '2026-01-01')"
            )
        )
    first.close()
    second = Database(tmp_path / "base.sqlite")
    with second.read() as session:
        assert session.execute(text("SELECT name, shown FROM account")).all() == [("mei lin", "mei lin")]
    second.close()


def test_only_the_owner_can_read_it(database, tmp_path):
    with database.write() as session:
        session.execute(text("DELETE FROM api_key"))
        files = list(tmp_path.iterdir())
        assert {path.name for path in files} == {"base.sqlite", "base.sqlite-wal", "base.sqlite-shm"}
        assert [stat.S_IMODE(path.stat().st_mode) & 0o077 for path in files] == [0, 0, 0]


def test_processes_that_open_a_new_home_together_all_find_it_ready(tmp_path):
    code = "import sys, pathlib; from vitrine.storage.database import Database; Database(pathlib.Path(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(tmp_path / "vitrine.sqlite")]
    opening = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [process.communicate()[1] for process in opening] == [""] * 4
    assert [process.returncode for process in opening] == [0] * 4
