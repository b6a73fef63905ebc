"""Pictures of what is no garment, or of one that somebody wears: people, bags, places, bare grounds, plain things."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

# OpenCV asks once, when it meets its first EXR file, whether it may read them
os.environ["OPENCV_IO_ENABLE_OPENEXR"] = "1"

import cv2
import numpy as np

from vitrine.errors import NotAPicture
from vitrine.garments.garment_net import SIDE
from vitrine.imaging.types import Labels, Picture
from vitrine.people.person import CLASSES
from vitrine.training.glance import spoil
from vitrine.training.glance.samples import CLEAN, Sample, jitter
from vitrine.training.street import judges, photos, shown
from vitrine.training.wardrobe import scene

ROOMS: Final = ("interior", "studio")
"""Panoramas of rooms, which merchants' pictures show more often than streets."""


def people(street: Path, most: int, train: bool, rng: np.random.Generator) -> Iterator[Sample]:
    """Whole people and parts of them (worn), pieces of streets without anybody (other), and bags cut out of photos.

    Args:
        street: the street set; its held-out photos are those of the parser.
        most: photos with label maps, and without.
        train: whether to learn from; else photos that are for measuring.
        rng: for the cuts.
    """
    everything = photos(street)
    held = judges(street, everything)
    plain = [photo for photo in everything if photo.labels is None]
    for photo in plain[:most] if train else plain[::-1][:most]:
        picture, _ = shown(photo, street)
        yield Sample(jitter(picture, rng), None, {"worn": 1.0, "several": 0.0, "banner": 0.0, "folded": 0.0})
        h, w = picture.shape[:2]
        top = int(rng.uniform(0.1, 0.3) * h)
        part = picture[top : top + int(rng.uniform(0.4, 0.6) * h), int(0.1 * w) : int(0.9 * w)]
        yield Sample(jitter(part, rng), None, {"worn": 1.0, "banner": 0.0})
    for photo in [one for one in everything if one.labels and (one.name in held) != train][:most]:
        picture, labels = shown(photo, street)
        if labels is not None:
            yield from beside(picture, labels, rng)
            yield from bag(picture, labels, rng)


def beside(picture: Picture, labels: Labels, rng: np.random.Generator) -> Iterator[Sample]:
    """What of a street photo lies left and right of the person, where that is wide enough."""
    w = picture.shape[1]
    columns = np.asarray((labels > 0).any(0))
    left, right = int(columns.argmax()), w - int(columns[::-1].argmax())
    for part in (picture[:, :left], picture[:, right:]):
        if part.shape[1] > 0.25 * w:
            y = int(rng.uniform(0, max(1, len(picture) - 1.6 * part.shape[1])))
            high = int(rng.uniform(0.7, 1.6) * part.shape[1])
            yield Sample(jitter(part[y : y + high], rng), "other", CLEAN)


def bag(picture: Picture, labels: Labels, rng: np.random.Generator) -> Iterator[Sample]:
    """The bag of a street photo before a plain ground, where there is one that is not too small."""
    mask = labels == CLASSES.index("bag")
    if mask.mean() < 0.006:
        return
    ys, xs = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    pad = int(0.15 * (ys[-1] - ys[0] + 1))
    box = np.s_[max(0, ys[0] - pad) : ys[-1] + pad, max(0, xs[0] - pad) : xs[-1] + pad]
    cut = cv2.resize(picture[box], None, fx=2.5, fy=2.5), cv2.resize(mask[box].astype(np.float32), None, fx=2.5, fy=2.5)
    yield Sample(jitter(spoil.on_plain(*cut, rng), rng), "bag", {"worn": 0.0, "banner": 0.0, "several": 0.0})


def place(panorama: Path, views: int, rng: np.random.Generator) -> Iterator[Sample]:
    """Looks into a panorama (equirectangular, EXR): a room, a street, a garden; rooms three times as often.

    Raises:
        NotAPicture: it is none.
    """
    found = cv2.imread(str(panorama), cv2.IMREAD_UNCHANGED)
    if found is None or found.ndim != 3:
        raise NotAPicture(panorama.name)
    light = np.maximum(found[..., 2::-1], 0).astype(np.float32)
    for _ in range(views * (3 if panorama.stem in ROOMS else 1)):
        yield Sample(jitter(looked(light, rng), rng), "other", CLEAN)


def looked(light: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A photograph taken within a panorama: any direction near the horizon, any lens from wide to normal."""
    h = 400
    w = int(h * rng.choice([0.75, 1.0, 1.33, 1.5]))
    focal = h * rng.uniform(0.5, 1.2)
    pitch, yaw = np.radians(rng.uniform(-35, 15)), rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[:h, :w].astype(np.float64)
    ray = np.stack([(x - w / 2) / focal, (y - h / 2) / focal, np.ones_like(x)], -1)
    cos, sin = np.cos(pitch), np.sin(pitch)
    ray = ray @ np.array([[1, 0, 0], [0, cos, sin], [0, -sin, cos]])
    lon, lat = np.arctan2(ray[..., 0], ray[..., 2]) + yaw, np.arctan2(ray[..., 1], np.hypot(ray[..., 0], ray[..., 2]))
    rows, columns = light.shape[:2]
    u, v = (lon / (2 * np.pi) % 1) * columns, (lat / np.pi + 0.5) * rows
    seen = cv2.remap(light, u.astype(np.float32), v.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    seen = seen * rng.uniform(0.35, 0.7) / max(float(np.median(seen)), 1e-4)
    return np.asarray(255 * np.clip(seen, 0, 1) ** (1 / 2.2)).astype(np.uint8)


def nothing(count: int, rng: np.random.Generator) -> Iterator[Sample]:
    """Bare floors and walls, boxes and balls before plain grounds, tables of sizes."""
    for number in range(count):
        if number % 3 == 0:
            made = scene.ground(rng, SIDE, None)
        elif number % 3 == 1:
            made = thing(rng)
        else:
            made = table(rng)
        yield Sample(jitter(made, rng), "other", {"worn": 0.0, "cut-off": 0.0, "folded": 0.0})


def thing(rng: np.random.Generator) -> np.ndarray:
    """A shaded body of a few faces."""
    h, w = 360, int(360 * rng.choice([0.8, 1.0, 1.25]))
    out = spoil.plain((h, w), rng).astype(np.uint8).copy()
    colour, n = np.array(spoil.ink(rng), float), int(rng.integers(1, 4))
    for _ in range(n):
        at, size = rng.uniform(0.25, 0.75, 2) * (w, h), rng.uniform(0.1, 0.35, 2) * (w, h)
        shade = tuple((np.clip(colour * rng.uniform(0.4, 1.2), 0, 255)).tolist())
        if rng.random() < 0.4:
            cv2.ellipse(out, (at.tolist(), size.tolist(), float(rng.uniform(0, 180))), shade, -1, cv2.LINE_AA)
        else:
            corners = cv2.boxPoints((at.tolist(), size.tolist(), float(rng.uniform(-20, 20))))
            cv2.fillConvexPoly(out, corners.astype(np.int32), shade, cv2.LINE_AA)
    return cv2.GaussianBlur(out, (0, 0), 0.8)


def table(rng: np.random.Generator) -> np.ndarray:
    """A table of sizes, as shops put among their pictures."""
    h, w = 400, int(400 * rng.choice([0.75, 1.0, 1.4]))
    out = np.full((h, w, 3), int(rng.integers(235, 256)), np.uint8)
    rows, columns = int(rng.integers(4, 11)), int(rng.integers(3, 7))
    top, left = int(0.15 * h), int(0.08 * w)
    for r in range(rows):
        for c in range(columns):
            x, y = left + c * (w - 2 * left) // columns, top + r * (h - 2 * top) // rows
            said = str(rng.choice(["S", "M", "L", "XL", "36", "38.5", "104", "72", "Bust", "cm"]))
            cv2.putText(out, said, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (40, 40, 40), 1, cv2.LINE_AA)
        cv2.line(out, (left, y + 8), (w - left, y + 8), (190, 190, 190), 1)
    return out
