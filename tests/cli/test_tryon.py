"""`vitrine tryon`: a lossless picture and a report, or one line and nothing left behind."""

import json
import subprocess
import sys
from pathlib import Path

import click
import numpy as np
import pytest
from PIL import Image

from vitrine.cli.tryon import measured

DEMO = Path(__file__).parents[2] / "demo"
PERSON, TEE = DEMO / "people" / "anna.jpg", DEMO / "garments" / "tee-plain.jpg"


def vitrine(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vitrine", "tryon", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_png_is_the_photo_bit_for_bit_outside_the_edit(tmp_path: Path) -> None:
    out = tmp_path / "worn.png"
    done = vitrine(PERSON, TEE, "-o", out, "--category", "tops", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["categories"] == ["tops"]
    assert report["checks"]["outside"]["passed"]
    photo, image = (np.asarray(Image.open(p).convert("RGB")) for p in (PERSON, out))
    assert image.shape == photo.shape
    legs = slice(round(0.7 * len(photo)), None)
    assert np.array_equal(photo[legs], image[legs])
    assert not np.array_equal(photo, image)
    assert [p.name for p in tmp_path.iterdir()] == ["worn.png"]


@pytest.mark.parametrize("wrong", ["missing", "text", "wall", "suffix", "folder"])
def test_bad_input_is_one_line_exit_two_and_no_file(tmp_path: Path, wrong: str) -> None:
    person, out = tmp_path / "person.jpg", tmp_path / "out" / "worn.png"
    out.parent.mkdir()
    if wrong == "text":
        person.write_text("no picture")
    elif wrong == "wall":
        Image.fromarray(np.full((300, 200, 3), 150, np.uint8)).save(person)
    elif wrong == "suffix":
        person, out = PERSON, out.with_suffix(".gif")
    elif wrong == "folder":
        person, out = PERSON, tmp_path / "nowhere" / "worn.png"
    done = vitrine(person, TEE, "-o", out)
    assert done.returncode == 2
    told = [line for line in done.stderr.splitlines() if line.startswith(("vitrine:", "Error:"))]
    assert len(told) == 1
    assert not out.exists()
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("measure", ["chest", "chest=much", "sleeve=60", "length=1000"])
def test_a_measure_that_is_none_is_refused(measure: str) -> None:
    with pytest.raises(click.BadParameter, match=measure):
        measured((measure,))


def test_measures_by_name() -> None:
    assert measured(("chest=104", "length=66.5")) == {"chest": 104.0, "length": 66.5}
