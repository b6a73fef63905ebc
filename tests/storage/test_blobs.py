"""Blobs in a folder."""

import contextlib
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vitrine.storage.blobs import BlobMissing, FolderBlobs


def test_what_is_put_is_got_until_it_is_deleted(tmp_path):
    blobs = FolderBlobs(tmp_path / "blobs")
    blobs.put("a/b", b"one")
    blobs.put("c", b"")
    blobs.put("a/b", b"two")
    assert blobs.get("a/b") == b"two"
    assert blobs.get("c") == b""
    assert sorted(blobs.names()) == ["a/b", "c"]
    assert list(blobs.names("a/")) == ["a/b"]
    blobs.delete("a/b")
    blobs.delete("a/b")
    with pytest.raises(BlobMissing):
        blobs.get("a/b")
    assert [path.name for path in (tmp_path / "blobs").rglob("*")] == ["c"]


def test_only_the_owner_can_read(tmp_path):
    blobs = FolderBlobs(tmp_path / "blobs")
    blobs.put("a/b", b"one")
    for path in (tmp_path / "blobs", *(tmp_path / "blobs").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_half_a_put_is_no_blob(tmp_path, monkeypatch):
    blobs = FolderBlobs(tmp_path)
    blobs.put("a", b"old")

    def fail(_):
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        blobs.put("a", b"new")
    assert blobs.get("a") == b"old"
    assert list(blobs.names()) == ["a"]


@given(some.text(alphabet=some.sampled_from("./\\a\0:~"), max_size=12))
def test_no_name_leads_out_of_the_folder(tmp_path_factory, name):
    folder = tmp_path_factory.mktemp("blobs")
    blobs = FolderBlobs(folder / "inner")
    with contextlib.suppress(ValueError, OSError):
        blobs.put(name, b"x")
    assert [path for path in folder.rglob("*") if path.is_file() and not path.is_relative_to(folder / "inner")] == []
