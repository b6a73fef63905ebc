"""The table of packaged networks, and what happens when a file is missing or changed."""

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from vitrine.errors import NetDamaged, NetMissing
from vitrine.garments.analyse import analyse as read_garment
from vitrine.nets import LiteRt, Nets, Onnx, default_folder, packaged
from vitrine.people.analyse import analyse as read_person

DEMO = Path(__file__).parents[1] / "demo"


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


@pytest.mark.parametrize("data", [b"", b"no network", b"whole file, cut off"])
def test_a_damaged_file_is_named(tmp_path: Path, data: bytes) -> None:
    whole = (Nets().own / "parser.onnx").read_bytes()
    file = tmp_path / "parser.onnx"
    file.write_bytes(whole[: len(whole) // 2] if data.endswith(b"cut off") else data)
    with pytest.raises(NetDamaged, match=r"parser\.onnx"):
        Onnx(file)
    with pytest.raises(NetDamaged):
        LiteRt(file)


def picture(name: str) -> np.ndarray:
    found = cv2.imread(str(DEMO / name), cv2.IMREAD_REDUCED_COLOR_2)
    return np.ascontiguousarray(found[..., ::-1]).astype(np.uint8)


def own(*names: str) -> list[str]:
    """The files of our own that Nets opens, so that none is forgotten below."""
    found = sorted(file.name for file in Nets().own.iterdir() if file.suffix in (".onnx", ".json"))
    assert found == sorted(names)
    return found


@pytest.mark.parametrize("name", own("garment.onnx", "gown.json", "parser.onnx", "sight.onnx"))
def test_without_any_file_of_our_own_people_and_garments_are_read(tmp_path: Path, name: str) -> None:
    shutil.copytree(Nets().own, tmp_path / "weights", ignore=shutil.ignore_patterns(name))
    nets = Nets(own=tmp_path / "weights")
    person = read_person(picture("people/anna.jpg"), nets)
    assert 0.05 < (person.labels >= 3).mean() < 0.5
    garment = read_garment(picture("garments/tee-print.jpg"), nets)
    assert garment.category == "tops"
    assert {"shoulder-left", "hem-right", "armpit-left"} <= set(garment.landmarks)
