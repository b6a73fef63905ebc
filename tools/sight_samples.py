"""Pictures that the heads of `sight` learn from: single garments as they are and spoiled, people, places, nothing.

Garments come from photos of ordinary people, from the garment network's generator and from our own renders; those with
a mask are also put before a shop's ground and spoiled by `spoil.py`. Seeds are fixed.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

os.environ["OPENCV_IO_ENABLE_OPENEXR"] = "1"

import cv2
import numpy as np
import spoil

from vitrine.garments.garment_net import SIDE, placement
from vitrine.garments.sight import FLAWS
from vitrine.training.clothing import Clothing
from vitrine.training.wardrobe import scene
from vitrine.training.wardrobe.render import sample

FOLDERS = {"pants": "trousers"}
CLEAN = dict.fromkeys(FLAWS, 0.0)
GRID = SIDE // 16
"""Cells a side of the map that says where a banner is."""
Flaws = dict[str, float]


@dataclass
class Sample:
    """A picture, what it shows, and what is known to be wrong or right with it."""

    picture: np.ndarray
    kind: str | None
    """None: says nothing about kinds."""
    flaws: Flaws
    """Known flaws, 0 or 1; an absent one says nothing."""
    words: np.ndarray | None = None
    """Where a banner lies on it, 0..1."""
    source: str = field(default="")

    def grid(self) -> np.ndarray:
        """Share of a banner in each cell of the network's canvas."""
        out = np.zeros((SIDE, SIDE), np.float32)
        if self.words is not None:
            rows, columns = placement(*self.words.shape)
            out[:rows, :columns] = cv2.resize(self.words, (columns, rows), interpolation=cv2.INTER_AREA)
        return cv2.resize(out, (GRID, GRID), interpolation=cv2.INTER_AREA)


def read(path: Path, most: int = 420) -> np.ndarray:
    photo = cv2.imread(str(path))[..., ::-1]
    step = min(1.0, most / max(photo.shape[:2]))
    return np.ascontiguousarray(cv2.resize(photo, None, fx=step, fy=step, interpolation=cv2.INTER_AREA))


def jitter(photo: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Light, colour, focus, JPEG."""
    gain = rng.uniform(0.75, 1.2) * rng.uniform(0.94, 1.06, 3)
    out = np.clip(photo.astype(np.float32) * gain + rng.uniform(-10, 10), 0, 255).astype(np.uint8)
    if rng.random() < 0.25:
        out = cv2.GaussianBlur(out, (0, 0), rng.uniform(0.4, 1.0))
    ok, data = cv2.imencode(".jpg", np.ascontiguousarray(out), [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(55, 95))])
    assert ok
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def garment(
    photo: np.ndarray,
    mask: np.ndarray,
    kind: str | None,
    other: tuple[np.ndarray, np.ndarray] | None,
    rng: np.random.Generator,
    games: int = 1,
) -> Iterator[Sample]:
    """One garment as a shop shows it, and spoiled in each way."""
    if rng.random() < 0.5:
        photo, mask = np.ascontiguousarray(photo[:, ::-1]), np.ascontiguousarray(mask[:, ::-1])
    soft = kind not in ("hat", "shoes", "bag")

    def ground() -> tuple[np.ndarray, np.ndarray]:
        return spoil.framed(photo, mask, rng) if rng.random() < 0.6 else (photo, mask)

    yield Sample(jitter(spoil.framed(photo, mask, rng)[0], rng), kind, CLEAN)
    yield Sample(jitter(spoil.printed(*ground(), rng), rng), kind, CLEAN)
    for _ in range(games):
        written, words = spoil.banner(*ground(), rng)
        yield Sample(jitter(written, rng), kind, CLEAN | {"banner": 1.0}, words)
        yield Sample(jitter(spoil.cut_off(*ground(), rng), rng), None, CLEAN | {"cut-off": 1.0})
        if soft:
            folded = spoil.folded(*ground(), rng)
            yield Sample(jitter(folded, rng), None, {"folded": 1.0, "several": 0.0, "banner": 0.0, "worn": 0.0})
        if other is not None and soft:
            pair = spoil.together(photo, mask, *other, rng)
            yield Sample(jitter(pair, rng), None, {"several": 1.0, "banner": 0.0, "worn": 0.0})


def clothes(clothing: Clothing, split: str, most: int, masked: int, rng: np.random.Generator) -> Iterator[Sample]:
    """Photos of single things; of `masked` a kind also spoiled ones."""
    photos = clothing.of(split)
    before: tuple[np.ndarray, np.ndarray] | None = None
    for name in sorted({p.kind for p in photos}):
        mine = [p for p in photos if p.kind == name]
        kind, left = FOLDERS.get(name, name), masked
        for i in rng.permutation(len(mine))[:most]:
            photo = read(mine[i].file)
            # the photos are ordinary people's: some are cut off or crumpled, so they only say what they surely are not
            yield Sample(jitter(photo, rng), kind, {"banner": 0.0, "worn": 0.0, "several": 0.0})
            mask = clothing.mask(mine[i], photo.shape[:2]) if left > 0 else None
            if mask is None or not 0.08 < (mask > 0.5).mean() < 0.8 or spoil.rim(mask > 0.5) > 0.02:
                continue
            left -= 1
            yield from garment(photo, mask, kind, before, rng)
            if rng.random() < 0.3:
                yield Sample(jitter(spoil.bare_ground(photo, mask).astype(np.uint8), rng), "other", CLEAN)
            if kind not in ("hat", "shoes"):
                before = photo, mask


def drawn(first: int, count: int, rng: np.random.Generator) -> Iterator[Sample]:
    """Garments of the garment network's generator."""
    before: tuple[np.ndarray, np.ndarray] | None = None
    for seed in range(first, first + count):
        one = sample(seed, SIDE, [])
        rows, columns = int(one.picture.any((1, 2)).sum()), int(one.picture.any((0, 2)).sum())
        photo, mask = one.picture[:rows, :columns], one.alpha[:rows, :columns].astype(np.float32) / 255
        if not 0.05 < mask.mean() < 0.8 or spoil.rim(mask > 0.5) > 0.02:
            continue
        yield Sample(jitter(photo, rng), None, CLEAN)
        yield from garment(photo, mask, None, before, rng)
        before = photo, mask


def rendered(folder: Path, rng: np.random.Generator, last: bool) -> Iterator[Sample]:
    """Our own garments on floors with exact coverage (`tools/figures/flats.py`); the last cuts only measure."""
    before: tuple[np.ndarray, np.ndarray] | None = None
    for file in sorted(folder.glob("*.alpha.png")):
        name = file.name.removesuffix(".alpha.png")
        if (name.startswith(("shell", "shirt", "skirt")) or name.endswith("-3")) != last:
            continue
        photo = read(folder / f"{name}.jpg", 800)
        mask = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE).astype(np.float32) / 255
        yield Sample(jitter(photo, rng), None, CLEAN)
        for _ in range(2):
            yield from garment(photo, mask, None, before, rng)
        before = photo, mask


def single(clothing: Clothing, split: str, seeds: range, flats: Path) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Whole garments with their masks: photos whose mask is sure, the generator's, and the last cuts of our renders."""
    for photo in clothing.of(split):
        picture = read(photo.file)
        mask = clothing.mask(photo, picture.shape[:2]) if photo.kind not in ("hat", "shoes") else None
        if mask is not None and 0.08 < (mask > 0.5).mean() < 0.8 and spoil.rim(mask > 0.5) <= 0.02:
            yield picture, mask
    for seed in seeds:
        one = sample(seed, SIDE, [])
        rows, columns = int(one.picture.any((1, 2)).sum()), int(one.picture.any((0, 2)).sum())
        picture, mask = one.picture[:rows, :columns], one.alpha[:rows, :columns].astype(np.float32) / 255
        if 0.05 < mask.mean() < 0.8 and spoil.rim(mask > 0.5) <= 0.02:
            yield picture, mask
    for file in sorted(flats.glob("*.alpha.png")):
        name = file.name.removesuffix(".alpha.png")
        if name.startswith(("shell", "shirt", "skirt")) or name.endswith("-3"):
            mask = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE).astype(np.float32) / 255
            yield read(flats / f"{name}.jpg", 800), mask


def creased(photo: np.ndarray, mask: np.ndarray, rng: np.random.Generator) -> Iterator[tuple[np.ndarray, bool]]:
    """A garment as it is, before a shop's ground, printed and cut off, and folded in four ways (True)."""
    if rng.random() < 0.5:
        photo, mask = np.ascontiguousarray(photo[:, ::-1]), np.ascontiguousarray(mask[:, ::-1])

    def ground() -> tuple[np.ndarray, np.ndarray]:
        return spoil.framed(photo, mask, rng) if rng.random() < 0.6 else (photo, mask)

    yield jitter(photo, rng), False
    yield jitter(spoil.framed(photo, mask, rng)[0], rng), False
    yield jitter(spoil.printed(*ground(), rng), rng), False
    yield jitter(spoil.cut_off(*ground(), rng), rng), False
    for _ in range(4):
        yield jitter(spoil.folded(*ground(), rng), rng), True


def people(street: Path, most: int, rng: np.random.Generator) -> Iterator[Sample]:
    """Whole people and parts of them (worn), and pieces of streets without anybody (other)."""
    for path in sorted((street / "unlabelled").glob("*.jpg"))[:most]:
        photo = read(path, 600)
        yield Sample(jitter(photo, rng), None, {"worn": 1.0, "several": 0.0, "banner": 0.0, "folded": 0.0})
        h, w = photo.shape[:2]
        top = int(rng.uniform(0.1, 0.3) * h)
        part = photo[top : top + int(rng.uniform(0.4, 0.6) * h), int(0.1 * w) : int(0.9 * w)]
        yield Sample(jitter(part, rng), None, {"worn": 1.0, "banner": 0.0})
    for path in sorted((street / "labelled" / "photos").glob("*.jpg"))[:most]:
        photo = read(path, 600)
        h, w = photo.shape[:2]
        names = cv2.imread(str(street / "labelled" / "labels" / (path.stem + ".png")), cv2.IMREAD_UNCHANGED)
        names = cv2.resize(names, (w, h), interpolation=cv2.INTER_NEAREST)
        columns = (names > 0).any(0)
        left, right = int(columns.argmax()), w - int(columns[::-1].argmax())
        for part in (photo[:, :left], photo[:, right:]):
            if part.shape[1] > 0.25 * w:
                y = int(rng.uniform(0, max(1, h - 1.6 * part.shape[1])))
                high = int(rng.uniform(0.7, 1.6) * part.shape[1])
                yield Sample(jitter(part[y : y + high], rng), "other", CLEAN)
        yield from bags(photo, names, street, rng)


def bags(photo: np.ndarray, names: np.ndarray, street: Path, rng: np.random.Generator) -> Iterator[Sample]:
    """The bag of a street photo, cut out before a plain ground."""
    import json

    wanted = [
        i for i, n in enumerate(json.loads((street / "labels.json").read_text())) if n in ("bag", "purse", "wallet")
    ]
    mask = np.isin(names, wanted)
    if mask.mean() < 0.006:
        return
    ys, xs = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    pad = int(0.15 * (ys[-1] - ys[0] + 1))
    box = np.s_[max(0, ys[0] - pad) : ys[-1] + pad, max(0, xs[0] - pad) : xs[-1] + pad]
    cut = cv2.resize(photo[box], None, fx=2.5, fy=2.5), cv2.resize(mask[box].astype(np.float32), None, fx=2.5, fy=2.5)
    yield Sample(jitter(spoil.on_plain(*cut, rng), rng), "bag", {"worn": 0.0, "banner": 0.0, "several": 0.0})


def places(folder: Path, views: int, rng: np.random.Generator) -> Iterator[Sample]:
    """Looks into panoramas (equirectangular, EXR): rooms, streets, gardens."""
    for path in sorted(folder.glob("*.exr")):
        light = np.maximum(cv2.imread(str(path), cv2.IMREAD_UNCHANGED)[..., 2::-1], 0)
        for _ in range(views * (3 if path.stem in ("interior", "studio") else 1)):
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
