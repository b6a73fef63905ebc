"""The table of packaged networks, and what happens when a file is missing or changed."""

import shutil
from pathlib import Path

import pytest

from vitrine.errors import NetMissing
from vitrine.nets import Nets, default_folder, packaged


def test_each_packaged_net_is_installed_with_its_hash() -> None:
    assert {net.name for net in packaged()} >= {"multiclass", "u2netp", "nsfw", "pose-task"}
    assert [net.name for net in packaged() if not net.installed(default_folder())] == []


def test_a_changed_file_is_not_taken_for_the_network(tmp_path: Path) -> None:
    net = next(net for net in packaged() if net.name == "u2netp")
    shutil.copy(default_folder() / net.file, tmp_path)
    assert net.installed(tmp_path)
    with (tmp_path / net.file).open("r+b") as file:
        file.seek(1000)
        file.write(b"changed")
    assert not net.installed(tmp_path)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    nets = Nets(tmp_path)
    assert not nets.has("multiclass")
    with pytest.raises(NetMissing, match="make install"):
        _ = nets.multiclass
