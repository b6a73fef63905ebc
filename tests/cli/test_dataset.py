"""`vitrine dataset build` as it is typed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np

from vitrine.learning import dataset


def vitrine(home: Path, *words: object) -> "subprocess.CompletedProcess[str]":
    env = os.environ | {"LANG": "en_GB.UTF-8", "VITRINE_HOME": str(home / "home")}
    line = [sys.executable, "-m", "vitrine", "dataset", "build", *map(str, words)]
    return subprocess.run(line, cwd=home, env=env, capture_output=True, text=True, check=False)


def test_a_folder_is_built_and_what_stays_out_is_said(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    for kind in ("tee", "dress"):
        (tmp_path / "set" / kind).mkdir(parents=True)
        for number in range(6):
            photo = cv2.resize(rng.integers(0, 256, (7, 6, 3)).astype(np.uint8), (96, 112))
            cv2.imwrite(str(tmp_path / "set" / kind / f"{number}.png"), photo)
    (tmp_path / "set" / "tee" / "bad.jpg").write_bytes(b"no picture")
    done = vitrine(tmp_path, "set", "-o", "data", "--licence", "CC0", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    made = dataset.opened(tmp_path / "data")
    assert told["version"] == made.version
    assert sum(told["pictures"].values()) == 12
    assert told["refused"] == [{"name": "tee/bad.jpg", "code": "not-a-picture"}]


def test_without_a_licence_one_line_says_why_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "set" / "tee").mkdir(parents=True)
    cv2.imwrite(str(tmp_path / "set" / "tee" / "0.png"), np.zeros((80, 80, 3), np.uint8))
    done = vitrine(tmp_path, "set", "-o", "data")
    assert done.returncode == 2
    assert done.stderr.startswith("vitrine: set: Too little is left to learn from")
    assert not (tmp_path / "data").exists()
    assert vitrine(tmp_path, "-o", "data").returncode == 2


def test_what_was_refused_is_told_before_too_little_is_left(tmp_path: Path) -> None:
    (tmp_path / "set" / "tee").mkdir(parents=True)
    (tmp_path / "set" / "tee" / "bad.jpg").write_bytes(b"no picture")
    done = vitrine(tmp_path, "set", "-o", "data", "--licence", "CC0")
    assert done.returncode == 2
    assert done.stdout.startswith("  tee/bad.jpg: This is not a picture")
    told = vitrine(tmp_path, "set", "-o", "data", "--licence", "CC0", "--json")
    assert json.loads(told.stdout)["refused"] == [{"name": "tee/bad.jpg", "code": "not-a-picture"}]


def test_a_full_disk_is_one_line_and_the_same_command_goes_on(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    for kind in ("tee", "dress"):
        (tmp_path / "set" / kind).mkdir(parents=True)
        for number in range(6):
            noise = rng.integers(0, 256, (112, 96, 3)).astype(np.uint8)
            cv2.imwrite(str(tmp_path / "set" / kind / f"{number}.png"), noise)
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000));"
        "import vitrine.cli; sys.argv = ['vitrine', 'dataset', 'build', 'set', '-o', 'data', '--licence', 'CC0'];"
        "vitrine.cli.main()"
    )
    env = os.environ | {"LANG": "en_GB.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("vitrine: Nothing more can be written: the disk is full.")
    assert "Traceback" not in done.stderr
    assert not [file for file in (tmp_path / "data").rglob("*") if file.is_file()]
    assert vitrine(tmp_path, "set", "-o", "data", "--licence", "CC0").returncode == 0


def test_a_version_without_validation_says_so_in_one_line(tmp_path: Path) -> None:
    for split in ("train", "test"):
        for seed, kind in enumerate(("tee", "dress")):
            (tmp_path / "set" / split / kind).mkdir(parents=True)
            noise = np.random.default_rng((seed, len(split))).integers(0, 256, (112, 96, 3)).astype(np.uint8)
            cv2.imwrite(str(tmp_path / "set" / split / kind / "0.png"), noise)
    done = vitrine(tmp_path, "set", "-o", "data", "--licence", "CC0")
    assert done.returncode == 0
    assert len(done.stderr.strip().splitlines()[-1:]) == 1
    assert "no validation photos" in done.stderr.splitlines()[-1]
    assert "train 2, validation 0, test 2" in done.stdout
