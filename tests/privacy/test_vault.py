"""The vault: what is in it can be read by its session only, and by nobody once its key is destroyed."""

import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrine.errors import Gone
from vitrine.privacy.vault import Vault
from vitrine.storage.blobs import FolderBlobs

SECRET = b"a shopper's photo" * 50


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def vault(tmp_path: Path, clock: Clock) -> Vault:
    return opened(tmp_path, clock)


def opened(folder: Path, clock: Clock) -> Vault:
    return Vault(FolderBlobs(folder / "vault"), folder / "keys" / "keys.sqlite", clock)


def gone(vault: Vault, session: str, identity: str) -> None:
    with pytest.raises(Gone) as raised:
        vault.get(session, identity)
    assert str(raised.value) == str(Gone()), "one message for every reason: no oracle"


def test_gives_back_what_was_put_in_also_after_a_restart(tmp_path: Path, vault: Vault, clock: Clock) -> None:
    session = vault.open_session()
    identity = vault.put(session, "photo", SECRET)
    assert vault.get(session, identity) == SECRET
    vault.close()
    assert opened(tmp_path, clock).get(session, identity) == SECRET


def test_nothing_readable_on_the_disk(tmp_path: Path, vault: Vault) -> None:
    vault.put(vault.open_session(), "photo", SECRET)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 3
    assert not [path for path in files if b"shopper" in path.read_bytes()]
    assert not [path for path in files if path.stat().st_mode & 0o077 and path.name != "CACHEDIR.TAG"]


def test_equal_data_is_encrypted_differently(tmp_path: Path, vault: Vault) -> None:
    session = vault.open_session()
    names = [vault.put(session, "photo", SECRET) for _ in range(2)]
    one, other = ((tmp_path / "vault" / name).read_bytes() for name in names)
    assert one[13:] != other[13:]


def test_another_session_cannot_read_or_erase(vault: Vault) -> None:
    session, other = vault.open_session(), vault.open_session()
    identity = vault.put(session, "photo", SECRET)
    gone(vault, other, identity)
    assert not vault.erase(other, identity)
    assert vault.get(session, identity) == SECRET


def test_unknown_ids_look_the_same(vault: Vault) -> None:
    session = vault.open_session()
    gone(vault, session, "0" * 32)
    gone(vault, "0" * 32, "0" * 32)
    with pytest.raises(Gone):
        vault.put("0" * 32, "photo", SECRET)


@pytest.mark.parametrize("at", [0, 1, 12, 13, 500, -1])
def test_a_changed_blob_is_not_given_out(tmp_path: Path, vault: Vault, at: int) -> None:
    session = vault.open_session()
    identity = vault.put(session, "photo", SECRET)
    path = tmp_path / "vault" / identity
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)
    gone(vault, session, identity)


@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=200))
def test_no_bytes_of_others_pass_for_a_blob(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("vault")
    vault = opened(folder, Clock())
    session = vault.open_session()
    identity = vault.put(session, "photo", SECRET)
    (folder / "vault" / identity).write_bytes(data)
    gone(vault, session, identity)
    vault.close()


def test_blobs_cannot_be_exchanged_nor_their_kind_changed(tmp_path: Path, vault: Vault) -> None:
    session = vault.open_session()
    photo, result = vault.put(session, "photo", b"photo"), vault.put(session, "result", b"result")
    one, other = tmp_path / "vault" / photo, tmp_path / "vault" / result
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    gone(vault, session, photo)
    one.write_bytes(kept)
    assert vault.get(session, photo) == b"photo"
    with sqlite3.connect(tmp_path / "keys" / "keys.sqlite") as base:
        base.execute("UPDATE objects SET kind = 'result' WHERE id = ?", (photo,))
    base.close()
    gone(vault, session, photo)


def test_a_key_row_moved_to_another_session_opens_nothing(tmp_path: Path, vault: Vault) -> None:
    session, thief = vault.open_session(), vault.open_session()
    identity = vault.put(session, "photo", SECRET)
    with sqlite3.connect(tmp_path / "keys" / "keys.sqlite") as base:
        base.execute("UPDATE objects SET session = ? WHERE id = ?", (thief, identity))
    base.close()
    gone(vault, thief, identity)


def test_erasing_destroys_the_key_and_the_blob(tmp_path: Path, vault: Vault) -> None:
    session = vault.open_session()
    identity = vault.put(session, "photo", SECRET)
    kept = (tmp_path / "vault" / identity).read_bytes()
    assert vault.erase(session, identity)
    assert not (tmp_path / "vault" / identity).exists()
    (tmp_path / "vault" / identity).write_bytes(kept)  # a backup brings the blob back, not its key
    gone(vault, session, identity)
    assert not vault.erase(session, identity)


def test_a_destroyed_key_leaves_no_trace_in_any_file(tmp_path: Path, vault: Vault) -> None:
    keys = tmp_path / "keys" / "keys.sqlite"
    session = vault.open_session()
    doomed = [vault.put(session, "photo", SECRET) for _ in range(40)]
    with sqlite3.connect(keys) as base:
        wrapped = [row[0] for row in base.execute("SELECT wrapped FROM objects UNION SELECT wrapped FROM sessions")]
    base.close()
    assert len(wrapped) == 41
    assert all(any(key in file.read_bytes() for file in keys.parent.iterdir()) for key in wrapped)
    for identity in doomed[:20]:
        vault.erase(session, identity)
    vault.erase_session(session)
    assert not [key for key in wrapped for file in keys.parent.iterdir() if key in file.read_bytes()]
    assert not list((tmp_path / "vault").iterdir())


def test_no_write_ahead_log(tmp_path: Path, vault: Vault) -> None:
    vault.put(vault.open_session(), "photo", SECRET)
    with sqlite3.connect(tmp_path / "keys" / "keys.sqlite") as base:
        assert base.execute("PRAGMA journal_mode").fetchone()[0] != "wal"
    base.close()
    assert not list((tmp_path / "keys").glob("*-wal"))


def test_a_session_ends_by_itself(tmp_path: Path, vault: Vault, clock: Clock) -> None:
    short, long = vault.open_session(60), vault.open_session(3600)
    mine, other = vault.put(short, "photo", SECRET), vault.put(long, "photo", SECRET)
    assert vault.expires_at(short) == clock.now + 60
    clock.now += 60
    gone(vault, short, mine)  # before any clean-up has run
    with pytest.raises(Gone):
        vault.put(short, "photo", SECRET)
    assert vault.expire() == [short]
    assert vault.expire() == []
    assert [path.name for path in (tmp_path / "vault").iterdir()] == [other]
    assert vault.get(long, other) == SECRET


def test_erasing_a_session_takes_everything_of_it(tmp_path: Path, vault: Vault) -> None:
    session, other = vault.open_session(), vault.open_session()
    mine = [vault.put(session, kind, SECRET) for kind in ("photo", "person", "result")]
    kept = vault.put(other, "photo", SECRET)
    assert vault.erase_session(session)
    for identity in mine:
        gone(vault, session, identity)
    assert not vault.erase_session(session)
    assert [path.name for path in (tmp_path / "vault").iterdir()] == [kept]


def test_a_blob_left_by_a_crash_is_deleted_by_the_next_sweep(tmp_path: Path, clock: Clock) -> None:
    class Crashing(FolderBlobs):
        def delete(self, name: str) -> None:
            raise OSError("the machine stops here")

    vault = Vault(Crashing(tmp_path / "vault"), tmp_path / "keys" / "keys.sqlite", clock)
    session = vault.open_session()
    identity = vault.put(session, "photo", SECRET)
    with pytest.raises(OSError, match="stops here"):
        vault.erase(session, identity)
    gone(vault, session, identity)
    vault.close()
    after = opened(tmp_path, clock)
    assert (tmp_path / "vault" / identity).exists()
    after.expire()
    assert not (tmp_path / "vault" / identity).exists()


BUSY = """
import sys
from pathlib import Path
from vitrine.privacy.vault import Vault
from vitrine.storage.blobs import FolderBlobs
folder = Path(sys.argv[1])
vault = Vault(FolderBlobs(folder / "vault"), folder / "keys" / "keys.sqlite")
session = vault.open_session()
while True:
    kept, erased = vault.put(session, "photo", b"kept"), vault.put(session, "photo", b"erased")
    vault.erase(session, erased)
    print(session, kept, erased, flush=True)
"""


def test_a_server_that_is_killed_at_work_loses_and_keeps_nothing_wrongly(tmp_path: Path) -> None:
    told: list[list[str]] = []
    for lines in (3, 7, 12):
        command = [sys.executable, "-c", BUSY, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as busy:
            assert busy.stdout is not None
            told += [busy.stdout.readline().split() for _ in range(lines)]
            busy.kill()
    vault = Vault(FolderBlobs(tmp_path / "vault"), tmp_path / "keys" / "keys.sqlite")
    vault.expire()
    for session, kept, erased in told:
        assert vault.get(session, kept) == b"kept"
        gone(vault, session, erased)
    with closing(sqlite3.connect(tmp_path / "keys" / "keys.sqlite")) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_blob_that_a_backup_brings_back_is_deleted(tmp_path: Path, vault: Vault) -> None:
    session = vault.open_session()
    erased, kept = vault.put(session, "photo", SECRET), vault.put(session, "photo", SECRET)
    backup = (tmp_path / "vault" / erased).read_bytes()
    vault.erase(session, erased)
    (tmp_path / "vault" / erased).write_bytes(backup)
    vault.expire()
    assert [path.name for path in (tmp_path / "vault").iterdir()] == [kept]


def test_backup_tools_are_told_to_leave_the_keys_out(tmp_path: Path, vault: Vault) -> None:
    vault.put(vault.open_session(), "photo", SECRET)
    command = ["tar", "--create", "--exclude-caches-all", "--file", str(tmp_path / "backup.tar"), "keys", "vault"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    with tarfile.open(tmp_path / "backup.tar") as backup:
        names = backup.getnames()
    assert len([name for name in names if name.startswith("vault/")]) == 1
    assert not [name for name in names if "keys.sqlite" in name or "master.key" in name]


def test_kinds_are_found(vault: Vault) -> None:
    session, other = vault.open_session(), vault.open_session()
    photo = vault.put(session, "photo", SECRET)
    results = {vault.put(session, "result/1", SECRET), vault.put(session, "result/2", SECRET)}
    vault.put(other, "photo", SECRET)
    assert vault.find(session, ["photo"]) == [photo]
    assert set(vault.find(session, ["result/1", "result/2"])) == results
    assert vault.find(session, []) == []
