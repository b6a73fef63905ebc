"""Photos of people with label maps as their sets keep them: street photos (Clothing Co-Parsing), rendered people, or a
built data set. What the trainer makes of them is in `prepared`."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from vitrine.errors import BadInput, NotAPicture
from vitrine.imaging.types import Labels, Picture
from vitrine.learning.dataset import is_dataset, opened
from vitrine.people.label_map import read_label_map
from vitrine.people.person import CLASSES

HELD_OUT: Final = 100
LABELLED: Final = 904
"""Photos with label maps in the whole street set, of which our split is made: the first HELD_OUT of them all."""
TABLES: Final = ("labels.json", "classes.json", "unlabelled_tags.json")
"""What the street set says of its labels, and of photos without any."""
CLASSES_OF: Final = ".classes.png"
"""What the label map of a rendered NAME.jpg is called after NAME; its indices are those of `CLASSES`."""


class NoTrainingData(BadInput):
    """The folder holds no photos to train on."""

    code = "no-training-data"
    zh = "文件夹中没有可用于训练的照片。"
    remedy = (
        "Give the folder of the set (garments as train/KIND/photo.jpg; for people street photos or rendered ones, with "
        "label maps), or one that `vitrine train` has prepared."
    )
    remedy_zh = (
        "请指定数据集的文件夹(服装为 train/KIND/photo.jpg;人物为带标签图的街拍照片或渲染图),"
        "或由 `vitrine train` 准备好的文件夹。"
    )


@dataclass(frozen=True)
class Photo:
    """A photo of the set: labelled ones have a label map, others only names of what is worn."""

    name: str
    picture: Path
    labels: Path | None
    tags: frozenset[int]
    """Classes that the photo shows, by its own list."""


def is_rendered(data: Path) -> bool:
    """Whether a folder holds rendered people with exact label maps (`tools/figures/crowd.py`)."""
    return next(data.glob(f"*{CLASSES_OF}"), None) is not None


def photos(data: Path) -> list[Photo]:
    """All photos of the set in `data`: labelled by name, then the others; a built data set's, its test left out."""
    if is_rendered(data):
        maps = sorted(data.glob(f"*{CLASSES_OF}"))
        pairs = ((m.with_name(m.name.removesuffix(CLASSES_OF) + ".jpg"), m) for m in maps)
        return [Photo(picture.stem, picture, m, frozenset()) for picture, m in pairs]
    if is_dataset(data):
        built = opened(data)
        rows = [row for row in built.rows if row.mapped and row.split != "test"]
        return [Photo(row.picture, built.picture(row), built.label_map(row), frozenset()) for row in rows]
    merge = _table(data, "classes.json")["of_label"]
    worn = _table(data, "unlabelled_tags.json") if (data / "unlabelled").is_dir() else {}
    known = [
        Photo(p.stem, p, data / "labelled" / "labels" / f"{p.stem}.png", frozenset())
        for p in sorted((data / "labelled" / "photos").glob("*.jpg"))
    ]
    others = [
        Photo(p.stem, p, None, frozenset(CLASSES.index(merge[w]) for w in worn[p.stem] if w in merge) | {0})
        for p in sorted((data / "unlabelled").glob("*.jpg"))
        if p.stem in worn
    ]
    return known + others


def held_out(names: list[str]) -> set[str]:
    """The names whose SHA-256 comes first, 100 (a fifth of a small set): the validation split, never trained on."""
    count = min(HELD_OUT, max(1, len(names) // 5))
    return set(sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())[:count])


def judges(data: Path, everything: list[Photo]) -> set[str]:
    """The photos that are never trained on: a built data set's validation split, no rendered ones, else `held_out`."""
    if is_rendered(data):
        return set()
    if is_dataset(data):
        return {row.picture for row in opened(data).of("validation")}
    return held_out([p.name for p in everything if p.labels])


def is_street(data: Path) -> bool:
    """Whether a folder has the street set's form."""
    return (data / "classes.json").is_file() and not is_dataset(data) and not is_rendered(data)


def split_from_part(data: Path) -> int | None:
    """How many labelled photos the held-out ones are drawn from, where these are not the whole street set's.

    A sub-folder has another split than the whole: some of its held-out photos have taught networks trained on all.
    """
    if not is_street(data):
        return None
    count = sum(p.labels is not None for p in photos(data))
    return None if count == LABELLED else count


def shown(photo: Photo, data: Path) -> tuple[Picture, Labels | None]:
    """A photo and, if it is labelled, its label map in our 11 classes.

    The set's 59 labels are merged into them; built data sets and rendered people have those already.

    Raises:
        NotAPicture: the photo cannot be read.
        WrongLabelMap: the label map is missing, damaged, of another size than the photo, or has unknown values.
    """
    picture = read(photo.picture)
    if photo.labels is None:
        return picture, None
    if not is_street(data):
        return picture, read_label_map(photo.labels, picture.shape[:2])
    names, merge = _table(data, "labels.json"), _table(data, "classes.json")["of_label"]
    classes = np.array([CLASSES.index(merge.get(name, "background")) for name in names], np.uint8)
    return picture, classes[read_label_map(photo.labels, picture.shape[:2], len(classes))]


def _table(data: Path, name: str) -> Any:
    try:
        return json.loads((data / name).read_text("utf8"))
    except (OSError, ValueError) as error:
        raise NoTrainingData(f"{data.name}/{name}") from error


def read(file: Path) -> Picture:
    """A photo of the set.

    Raises:
        NotAPicture: it is none, or is not there.
    """
    found = cv2.imread(str(file), cv2.IMREAD_COLOR)
    if found is None:
        raise NotAPicture(file.name)
    return np.ascontiguousarray(found[..., ::-1].astype(np.uint8))


def cut(picture: np.ndarray, box: np.ndarray) -> np.ndarray:
    """The part of a picture (or label map) inside a box given in fractions of its size."""
    height, width = picture.shape[:2]
    left, top, right, bottom = pixels(box, height, width)
    return np.ascontiguousarray(picture[top:bottom, left:right])


def pixels(box: np.ndarray, height: int, width: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a box given in fractions, in pixels."""
    left, top, right, bottom = np.rint(box * np.array([width, height, width, height])).astype(int).tolist()
    return left, top, right, bottom
