"""The master key: one file that only its owner can read."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vitrine.errors import MasterKeyUnsafe
from vitrine.privacy.master import MasterKey


def test_made_at_the_first_start_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    first = MasterKey(path).derive("vault")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.stat().st_size == 32
    assert MasterKey(path).derive("vault") == first
    assert list(path.parent.iterdir()) == [path]


def test_each_purpose_has_its_own_secret(tmp_path: Path) -> None:
    key = MasterKey(tmp_path / "master.key")
    assert len({key.derive("vault"), key.derive("tokens"), key.derive("links")}) == 3
    assert (tmp_path / "master.key").read_bytes() not in (key.derive("vault"), key.derive("tokens"))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    MasterKey(path)
    path.chmod(mode)
    with pytest.raises(MasterKeyUnsafe, match="0600"):
        MasterKey(path)


@pytest.mark.parametrize("content", [b"", b"short", bytes(33)])
def test_a_damaged_file_is_refused_and_not_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "master.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(MasterKeyUnsafe):
        MasterKey(path)
    assert path.read_bytes() == content


def test_two_that_start_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: MasterKey(tmp_path / "master.key").derive("vault"), range(8)))
    assert len(secrets) == 1
