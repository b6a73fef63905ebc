"""Label maps as files: written with a palette, read grey or with one, and refused where values mean nothing."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vitrine.people.label_map import WrongLabelMap, indexed, read_label_map

MAP = np.arange(11 * 4, dtype=np.uint8).reshape(4, 11) % 11


@pytest.mark.parametrize("few", [2, 4, 11])
def test_what_is_written_is_read(few: int, tmp_path: Path) -> None:
    (tmp_path / "map.png").write_bytes(indexed(np.minimum(MAP, few - 1)))
    assert np.array_equal(read_label_map(tmp_path / "map.png", MAP.shape), np.minimum(MAP, few - 1))


def test_a_grey_map_is_read_and_another_set_s_classes_count_on(tmp_path: Path) -> None:
    Image.fromarray(MAP * 5, "L").save(tmp_path / "map.png")
    assert np.array_equal(read_label_map(tmp_path / "map.png", classes=59), MAP * 5)
    with pytest.raises(WrongLabelMap, match=r"map\.png"):
        read_label_map(tmp_path / "map.png")


@pytest.mark.parametrize(
    "wrong", ["missing", "empty", "half", "other size", "unknown value", "16 bits", "colour", "jpeg"]
)
def test_a_map_that_is_none_is_named(wrong: str, tmp_path: Path) -> None:
    file, shape = tmp_path / "map.png", MAP.shape
    good = Image.fromarray(MAP, "L")
    good.save(file)
    if wrong == "missing":
        file.unlink()
    elif wrong == "empty":
        file.write_bytes(b"")
    elif wrong == "half":
        file.write_bytes(file.read_bytes()[:50])
    elif wrong == "other size":
        shape = (11, 4)
    elif wrong == "unknown value":
        Image.fromarray(MAP + 1, "L").save(file)
    elif wrong == "16 bits":
        Image.fromarray(MAP.astype(np.uint16)).save(file)
    elif wrong == "colour":
        good.convert("RGB").save(file)
    else:
        good.save(file, "JPEG")
    with pytest.raises(WrongLabelMap, match=r"map\.png"):
        read_label_map(file, shape)
