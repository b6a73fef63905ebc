"""`vitrine parse`: an indexed PNG of the photo's size, with our network and without it, or one line and no file."""

import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from vitrine.cli.parse import command
from vitrine.errors import NoPerson
from vitrine.imaging.types import Picture
from vitrine.nets import Nets
from vitrine.people import analyse
from vitrine.people.person import CLASSES

PERSON = Path(__file__).parents[2] / "demo" / "people" / "anna.jpg"


def vitrine(*words: object) -> "subprocess.CompletedProcess[str]":
    line = [sys.executable, "-m", "vitrine", "parse", *map(str, words)]
    return subprocess.run(line, cwd=PERSON.parents[2], capture_output=True, text=True, check=False)


def photo() -> Picture:
    with Image.open(PERSON) as picture:
        return np.asarray(picture.convert("RGB")).copy()


def test_the_label_map_has_the_photo_s_size_and_our_classes(tmp_path: Path) -> None:
    out = tmp_path / "labels.png"
    done = vitrine(PERSON, "-o", out, "--json")
    assert done.returncode == 0
    assert done.stderr == ""  # native libraries keep their words to themselves
    with Image.open(out) as picture:
        assert picture.mode == "P"
        labels = np.asarray(picture)
    assert labels.shape == photo().shape[:2]
    assert labels.max() < len(CLASSES)
    shares = json.loads(done.stdout)["classes"]
    assert shares["hair"] == pytest.approx((labels == 1).mean(), abs=1e-4)
    assert min(shares[name] for name in ("hair", "skin", "background")) > 0.01


@pytest.mark.parametrize("own", [True, False], ids=["network", "classical"])
def test_a_person_is_parsed_with_and_without_our_network(own: bool, tmp_path: Path) -> None:
    nets = Nets() if own else Nets(own=tmp_path)
    assert nets.has_parser is own
    labels, certainty = analyse.labels(photo(), nets)
    cloth = np.isin(labels, [CLASSES.index(n) for n in ("top", "outerwear", "dress", "bottoms")])
    rows = np.arange(len(labels))[:, None] / len(labels)
    centre = float((cloth * rows).sum() / cloth.sum())
    assert cloth.mean() > 0.08
    assert 0.3 < centre < 0.8
    assert 0 <= certainty.min() <= certainty.max() <= 1


def test_a_person_half_the_size_is_parsed_alike() -> None:
    whole, nets = photo(), Nets()
    small = cv2.resize(whole, (whole.shape[1] // 2, whole.shape[0] // 2), interpolation=cv2.INTER_AREA)
    room = cv2.copyMakeBorder(small, small.shape[0], 0, 0, small.shape[1], cv2.BORDER_REPLICATE).astype(np.uint8)
    near, _ = analyse.labels(whole, nets)
    far, _ = analyse.labels(room, nets)
    seen = far[small.shape[0] :, : small.shape[1]]
    alike = cv2.resize(near, small.shape[1::-1], interpolation=cv2.INTER_NEAREST) == seen
    assert alike.mean() > 0.9


def test_an_empty_wall_is_nobody(tmp_path: Path) -> None:
    with pytest.raises(NoPerson):
        analyse.labels(np.full((300, 200, 3), 128, np.uint8), Nets())
    Image.new("RGB", (200, 300), (128, 128, 128)).save(tmp_path / "wall.png")
    done = vitrine(tmp_path / "wall.png", "-o", tmp_path / "out.png")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out.png").exists()


@pytest.mark.parametrize("out", ["labels.jpg", "nowhere/labels.png"])
def test_an_output_that_cannot_be_written_is_said_first(out: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(command, [str(PERSON), "-o", str(tmp_path / out)])
    assert done.exit_code == 2
    assert Path(out).parts[0] in done.output
