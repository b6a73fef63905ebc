"""`vitrine garment`: the rig and its pictures, all or nothing."""

import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
from drawn import tee

from vitrine.formats.rig import read


def vitrine(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vitrine", "garment", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def save(picture: np.ndarray, path: Path) -> str:
    cv2.imwrite(str(path), picture[..., ::-1])
    return str(path)


def test_the_rig_and_every_picture_it_names_are_written(tmp_path):
    photo = save(tee().photo, tmp_path / "shirt.png")
    done = vitrine(photo, "-o", tmp_path / "out.json", "--category", "tops", "--json")
    assert done.returncode == 0, done.stderr
    rig = read((tmp_path / "out.json").read_text("utf8"))
    assert json.loads(done.stdout)["category"] == rig.category == "tops"
    assert {"neck-front", "armpit-left", "hem-right", "cuff-outer-left"} <= set(rig.landmarks)
    names = {rig.mask, *filter(None, rig.textures.model_dump().values()), "out.drawn.jpg", "out.json", "shirt.png"}
    assert {path.name for path in tmp_path.iterdir()} == names
    mask = cv2.imread(str(tmp_path / rig.mask), cv2.IMREAD_GRAYSCALE)
    assert mask.shape == (800, 600)
    true = tee().alpha > 0.5
    assert ((mask > 127) & true).sum() / ((mask > 127) | true).sum() > 0.96


def test_what_is_no_garment_leaves_nothing_behind(tmp_path):
    photo = save(np.full((300, 300, 3), 200, np.uint8), tmp_path / "wall.png")
    done = vitrine(photo, "-o", tmp_path / "out.json")
    assert done.returncode == 2
    assert done.stderr.startswith("vitrine: wall.png: ")
    assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["wall.png"]


def test_another_ending_and_a_missing_folder_are_refused(tmp_path):
    photo = save(tee().photo, tmp_path / "shirt.png")
    for out in ("out.png", "nowhere/out.json"):
        assert vitrine(photo, "-o", tmp_path / out).returncode == 2
