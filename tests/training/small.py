"""A small prepared set of drawn figures: what `prepare` would write, without photos and without networks."""

import json
from pathlib import Path

import cv2
import numpy as np

from vitrine.learning import dataset
from vitrine.learning.dataset import DataSet, Row
from vitrine.people.parser_net import PRIOR
from vitrine.people.person import CLASSES

HAIR, SKIN, TOP, BOTTOMS = (CLASSES.index(n) for n in ("hair", "skin", "top", "bottoms"))


def figure(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A picture of a figure on a plain ground and its label map, 150 × 100."""
    rng = np.random.default_rng(seed)
    labels = np.zeros((150, 100), np.uint8)
    labels[10:25, 40:60], labels[18:35, 42:58] = HAIR, SKIN
    labels[35:80, 32:68], labels[80:140, 36:64] = TOP, BOTTOMS
    labels = np.roll(labels, rng.integers(-8, 9), 1)
    colours = rng.integers(30, 226, (len(CLASSES), 3))
    noise = rng.integers(-8, 9, (*labels.shape, 3))
    return np.clip(colours[labels] + noise, 0, 255).astype(np.uint8), labels


def small_set(folder: Path, labelled: int = 6, others: int = 3) -> Path:
    """Write it; the first labelled figure is held out, the others' tags are right."""
    for sub in ("photos", "labels", "views"):
        (folder / sub).mkdir(parents=True)
    index, rows = {}, []
    for number in range(labelled + others):
        name, known = f"{number:04d}", number < labelled
        picture, labels = figure(number)
        cv2.imwrite(str(folder / "photos" / f"{name}.webp"), picture[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, 95])
        if known:
            cv2.imwrite(str(folder / "labels" / f"{name}.png"), labels)
        tags = [] if known else [0, HAIR, SKIN, TOP, BOTTOMS]
        index[name] = {"tags": tags, "labelled": known, "held_out": number == 0}
        rows += [view(name, labels, (0, 0, 1, 1)), view(name, labels, (0.1, 0.2, 0.9, 0.9))]
    (folder / "index.json").write_text(json.dumps(index))
    np.savez(folder / "views" / "000.npz", **{k: np.stack([r[k] for r in rows]) for k in rows[0]})
    return folder


def rendered(folder: Path, count: int = 2) -> Path:
    """A folder of rendered people: pictures of drawn figures with their label maps."""
    folder.mkdir(parents=True)
    for number in range(count):
        picture, labels = figure(100 + number)
        cv2.imwrite(str(folder / f"0-{number:04d}.jpg"), picture[..., ::-1])
        cv2.imwrite(str(folder / f"0-{number:04d}.classes.png"), labels)
    return folder


def view(name: str, labels: np.ndarray, box: tuple[float, ...]) -> dict[str, np.ndarray]:
    person = cv2.resize((labels > 0).astype(np.uint8) * 255, (PRIOR, PRIOR), interpolation=cv2.INTER_NEAREST)
    odds = np.zeros((PRIOR, PRIOR, 6), np.uint8)
    odds[..., 0], odds[..., 4] = 255 - person, person
    return {
        "name": np.array(name),
        "box": np.array(box, np.float32),
        "points": np.full((33, 2), 0.5, np.float16),
        "visibility": np.zeros(33, np.float16),
        "mask": person,
        "odds": odds,
    }


def small_clothing(folder: Path, each: int = 1) -> Path:
    """The clothing set's form with drawn photos: two kinds in all three splits."""
    for split in ("train", "validation", "test"):
        for kind, hue in (("t-shirt", 40), ("pants", 160)):
            (folder / split / kind).mkdir(parents=True)
            for number in range(each):
                photo = np.full((64, 48, 3), 225, np.uint8)
                cv2.rectangle(photo, (12, 10 + number), (36, 54), (hue, 60, 200 - hue), -1)
                cv2.imwrite(str(folder / split / kind / f"{number}.png"), photo)
    return folder


def built(folder: Path, labels: list[str], splits: list[str], mapped: bool = False) -> DataSet:
    """A data set of drawn photos."""
    rows = []
    for number, (label, split) in enumerate(zip(labels, splits, strict=True)):
        digest = f"{number:064x}"
        rows.append(Row(digest, digest, f"{number}.png", label, digest, split, "CC0", "", mapped))
        for store, pixels in (("pictures", (96, 72, 3)), ("labels", (96, 72))):
            file = dataset.place(folder, store, digest)
            file.parent.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(file), np.full(pixels, number, np.uint8))
    return dataset.write(folder, rows, ["drawn"], [])
