"""Photos with label maps as the parser's trainer reads them: views with what was measured on each.

Packaged networks run once over every view (`prepare`, on any machine that has them); the trainer then needs photos,
label maps and these small maps only. Rendered people are prepared by the same way, to be mixed in.
"""

import hashlib
import io
import json
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.delivery.files import write
from vitrine.imaging.types import Labels, Picture
from vitrine.learning.dataset import NothingToJudge, NothingToLearn, is_dataset, opened
from vitrine.nets import Nets
from vitrine.people import parser_net
from vitrine.people.label_map import read_label_map
from vitrine.people.person import CLASSES
from vitrine.people.pose import find_mask, find_pose
from vitrine.training import clock
from vitrine.training.street import (
    TABLES,
    NoTrainingData,
    Photo,
    cut,
    is_rendered,
    is_street,
    judges,
    photos,
    pixels,
    read,
    shown,
)

KEEP_HEIGHT: Final = 512
BLOCK: Final = 40
CROPS: Final = {"labelled": 3, "unlabelled": 1, "rendered": 1}
SOURCE: Final = "source"
"""A prepared folder's file that says what it was made from."""
SECONDS: Final = "seconds"
"""A prepared folder's file that says how long that took."""


def crops(points: Float32[np.ndarray, "33 2"], count: int, rng: np.random.Generator) -> list[tuple[float, ...]]:
    """Boxes (left, top, right, bottom) as shops and people cut photos: upper body, no head, half body, legs.

    `points` are the landmarks of the whole photo in fractions of its size; boxes are fractions too.
    """
    y = {"crown": 2.2 * points[0, 1] - 1.2 * points[11:13, 1].mean(), "mouth": points[9:11, 1].mean()}
    y |= {"neck": 0.65 * points[11:13, 1].mean() + 0.35 * y["mouth"], "hip": points[23:25, 1].mean()}
    y |= {"knee": points[25:27, 1].mean(), "ankle": points[27:33, 1].mean()}
    y["waist"] = 0.3 * points[11:13, 1].mean() + 0.7 * y["hip"]
    y["thigh"] = (y["hip"] + y["knee"]) / 2
    kinds = (
        ("crown", "thigh"),
        ("neck", "thigh"),
        ("mouth", "knee"),
        ("neck", "ankle"),
        ("crown", "hip"),
        ("waist", "ankle"),
    )
    boxes: list[tuple[float, ...]] = []
    for kind in rng.permutation(len(kinds))[:count]:
        a, b = (y[k] for k in kinds[kind])
        jitter = 0.08 * (b - a) * rng.uniform(-1, 1, 2)
        top, bottom = np.clip([a + jitter[0], b + jitter[1]], 0, 1)
        middle, half = points[[11, 12, 23, 24], 0].mean(), rng.uniform(0.28, 0.5)
        left, right = np.clip([middle - half, middle + half], 0, 1)
        if bottom - top > 0.15 and right - left > 0.3:
            boxes.append((float(left), float(top), float(right), float(bottom)))
    return boxes


def boxes(name: str, points: Float32[np.ndarray, "33 2"], count: int) -> list[tuple[float, ...]]:
    """The parts that are cut from a photo: `crops` drawn by its name."""
    return crops(points, count, np.random.default_rng(int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)))


def prepare(data: Path, out: Path, nets: Nets, part: int = 0, parts: int = 1) -> Iterator[tuple[int, int]]:
    """Write photos, label maps and views of `data` into `out`; yields (blocks done, blocks in all).

    What stands there already is kept, so that a run cut off goes on; `part` of `parts` lets several share the work.

    Raises:
        NotAPicture: a photo cannot be read; nothing was written in this call.
        WrongLabelMap: a label map does not fit its photo; nothing was written in this call.
    """
    everything = photos(data)
    validation = judges(data, everything)
    blocks = [everything[i : i + BLOCK] for i in range(0, len(everything), BLOCK)]
    files = [out / "views" / f"{number:03d}.npz" for number in range(len(blocks))]
    missing = {n for n, file in enumerate(files) if n % parts == part and not file.exists()}
    for number in sorted(missing):
        for photo in blocks[number]:
            shown(photo, data)  # hours of measuring begin only when every file is sound
    for sub in ("photos", "labels", "views"):
        (out / sub).mkdir(parents=True, exist_ok=True)
    index = {
        p.name: {"tags": sorted(p.tags), "labelled": p.labels is not None, "held_out": p.name in validation}
        for p in everything
    }
    write(out / "index.json", json.dumps(index).encode())
    source = _source(data)
    write(out / SOURCE, source.encode())
    if not is_street(data):
        write(out / "version", source.encode())
    for number, block in enumerate(blocks):
        if number in missing:
            rows = [row for photo in block for row in _measure(photo, data, out, nets)]
            tables: Any = {key: np.stack([row[key] for row in rows]) for key in rows[0]}
            packed = io.BytesIO()
            np.savez_compressed(packed, **tables)
            write(files[number], packed.getvalue())
        yield number + 1, len(blocks)


def ready(data: Path, folder: Path, report: Callable[..., None]) -> "Prepared":
    """The prepared form of `data`: itself, if it is that already, or made in `folder`.

    Raises:
        NoTrainingData: `data` is neither the set nor a prepared folder, or has no labelled photo to learn from.
        NothingToJudge: it has no labelled photo to validate with.
    """
    if (data / "views").is_dir():
        made = Prepared(data)
        _both_sides(made.taught, made.held_out, data)
        return made
    if not is_street(data) and not is_dataset(data):
        raise NoTrainingData(data.name)
    everything = photos(data)
    validation = judges(data, everything)
    labelled = {p.name for p in everything if p.labels}
    _both_sides(len(labelled - validation), len(labelled & validation), data)
    return _made(data, folder, report)


def ready_rendered(data: Path, folder: Path, report: Callable[..., None]) -> "Prepared":
    """The prepared form of rendered people, which are trained on and never judged: `data` itself, or made in `folder`.

    Raises:
        NoTrainingData: `data` holds none and is no prepared folder.
    """
    if (data / "views").is_dir():
        return Prepared(data)
    if not is_rendered(data):
        raise NoTrainingData(data.name)
    return _made(data, folder, report)


def _both_sides(taught: int, held_out: int, data: Path) -> None:
    if not taught:
        raise NoTrainingData(data.name)
    if not held_out:
        raise NothingToJudge(data.name)


def _made(data: Path, folder: Path, report: Callable[..., None]) -> "Prepared":
    kept = folder / SOURCE
    same = kept.is_file() and kept.read_text("utf8") == _source(data)
    if (folder / "index.json").is_file() and not same:
        shutil.rmtree(folder)
    spent = clock.Clock(folder / SECONDS)
    for done, count in prepare(data, folder, Nets()):
        spent.lap()
        report(step=done, steps=count, stage="prepare")
    return Prepared(folder)


def _source(data: Path) -> str:
    """What a set is told from another by: a built one's version, else a digest of all its files."""
    if is_dataset(data):
        return opened(data).version
    seen = hashlib.sha256()
    for photo in photos(data):
        for file in (photo.picture, photo.labels or photo.picture):
            seen.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    for table in TABLES if is_street(data) else ():
        seen.update((data / table).read_bytes() if (data / table).is_file() else b"")
    return seen.hexdigest()[:16]


def _measure(photo: Photo, data: Path, out: Path, nets: Nets) -> list[dict[str, np.ndarray]]:
    picture, labels = shown(photo, data)
    small = cv2.resize(
        picture, (round(picture.shape[1] * KEEP_HEIGHT / picture.shape[0]), KEEP_HEIGHT), interpolation=cv2.INTER_AREA
    )
    quality = [cv2.IMWRITE_WEBP_QUALITY, 70 if labels is None else 80]
    write(out / "photos" / f"{photo.name}.webp", cv2.imencode(".webp", small[..., ::-1], quality)[1].tobytes())
    if labels is not None:
        write(out / "labels" / f"{photo.name}.png", cv2.imencode(".png", labels)[1].tobytes())
    whole = view(photo.name, picture, (0.0, 0.0, 1.0, 1.0), nets)
    if not whole["visibility"].max() > 0:
        return [whole]
    count = CROPS["rendered" if is_rendered(data) else "labelled" if photo.labels else "unlabelled"]
    parts = boxes(photo.name, whole["points"].astype(np.float32), count)
    return [whole, *(view(photo.name, picture, box, nets) for box in parts)]


class Judged(NamedTuple):
    """What a parser is measured on: a held-out photo, or a part cut from one, and its label map."""

    name: str
    picture: Picture
    truth: Labels
    part: bool
    seat: tuple[int, int]
    """Which of how many held-out photos it is or is cut from."""


def judged(data: Path) -> Iterator[Judged]:
    """Each held-out photo of the set (or of its prepared form) with its label map, then the parts cut from it.

    Raises:
        NoTrainingData: `data` is neither the set nor a prepared folder.
    """
    if (data / "views").is_dir():
        yield from Prepared(data).judged()
        return
    if not is_street(data) and not is_dataset(data):
        raise NoTrainingData(data.name)
    everything = photos(data)
    validation = judges(data, everything)
    kept = [p for p in everything if p.name in validation and p.labels]
    for number, photo in enumerate(kept):
        seat = number + 1, len(kept)
        picture, truth = shown(photo, data)
        if truth is None:
            continue
        yield Judged(photo.name, picture, truth, False, seat)
        if pose := find_pose(picture):
            at = (pose.landmarks + 0.5) / np.array(picture.shape[1::-1], np.float32)
            for box in boxes(photo.name, at.astype(np.float16).astype(np.float32), CROPS["labelled"]):
                yield Judged(photo.name, cut(picture, np.array(box)), cut(truth, np.array(box)), True, seat)


def view(name: str, picture: Picture, box: tuple[float, ...], nets: Nets) -> dict[str, np.ndarray]:
    """What the packaged networks measure on the part `box` of a picture, small enough to keep."""
    part = cut(picture, np.array(box))
    pose = find_pose(part)
    points, seen = (
        (pose.landmarks, pose.visibility) if pose else (np.zeros((33, 2), np.float32), np.zeros(33, np.float32))
    )
    mask = cv2.resize(find_mask(part), (parser_net.PRIOR, parser_net.PRIOR), interpolation=cv2.INTER_AREA)
    return {
        "name": np.array(name),
        "box": np.array(box, np.float32),
        "points": ((points + 0.5) / np.array(part.shape[1::-1], np.float32)).astype(np.float16),
        "visibility": seen.astype(np.float16),
        "mask": _coarse(np.rint(mask * 255)),
        "odds": _coarse(parser_net.prior(part, nets)),
    }


def _coarse(levels: np.ndarray) -> np.ndarray:
    """Sixteen levels, which pack four times smaller."""
    return (np.rint(np.asarray(levels, np.float32) / 17) * 17).astype(np.uint8)


class Prepared:
    """A folder that `prepare` wrote: views by row, each a photo or a part of one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._index = json.loads((folder / "index.json").read_text("utf8"))
        files = sorted((folder / "views").glob("???.npz"))
        if not files:
            raise NoTrainingData(folder.name)
        parts = [dict(np.load(file)) for file in files]
        self._rows = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
        self._views: dict[str, list[int]] = {}
        for row, name in enumerate(self._rows["name"].tolist()):
            self._views.setdefault(name, []).append(row)
        self._held = {n for n in self._views if self._index[n]["held_out"]}
        self._whole_sizes: dict[str, tuple[int, int]] = {}
        self._known = [n for n in self._views if self._index[n]["labelled"] and n not in self._held]

    @property
    def version(self) -> str:
        """What a run names as its data: the built data set's version, or a digest of the prepared views."""
        said = self.folder / "version"
        if said.is_file():
            return said.read_text("utf8").strip()
        seen = hashlib.sha256((self.folder / "index.json").read_bytes())
        for file in sorted((self.folder / "views").glob("???.npz")):
            seen.update(file.read_bytes())
        return seen.hexdigest()[:16]

    @property
    def built(self) -> bool:
        """Whether it was prepared from a built data set."""
        return (self.folder / "version").is_file()

    def __len__(self) -> int:
        return len(self._rows["name"])

    @property
    def pictures(self) -> int:
        """How many photos the views show."""
        return len(self._views)

    @property
    def taught(self) -> int:
        """How many labelled photos are trained on."""
        return len(self._known)

    @property
    def held_out(self) -> int:
        """How many labelled photos are never trained on."""
        return len(self._held)

    @property
    def unlabelled(self) -> int:
        """How many photos have no label map."""
        return len(self._views) - len(self._known) - len(self._held)

    @property
    def minutes(self) -> float:
        """How long it took to prepare them; 0 where that is not on record."""
        return clock.minutes(self.folder / SECONDS)

    def name(self, row: int) -> str:
        """The photo's name."""
        return str(self._rows["name"][row])

    def labelled(self, row: int) -> bool:
        """Whether the photo has a label map."""
        return bool(self._index[self.name(row)]["labelled"])

    def tags(self, row: int) -> frozenset[int]:
        """Classes that the photo's own list names (unlabelled photos)."""
        return frozenset(self._index[self.name(row)]["tags"])

    def allowed(self, row: int) -> Float32[np.ndarray, "11"]:
        """1 for classes that may occur in an unlabelled photo, else 0."""
        return np.array([c in self.tags(row) for c in range(len(CLASSES))], np.float32)

    def wholes(self) -> list[int]:
        """Rows that show a photo as a whole."""
        return [views[0] for views in self._views.values()]

    def held_out_rows(self, crops: bool = False) -> np.ndarray:
        """Rows of the validation split: whole photos, or the parts cut from them."""
        return np.array(
            [r for n in sorted(self._held) for r in (self._views[n][1:] if crops else self._views[n][:1])], int
        )

    def judged(self) -> Iterator[Judged]:
        """Each held-out photo with its label map, then the parts cut from it; at the size that is kept."""
        for seat, name in enumerate(sorted(self._held), 1):
            for number, row in enumerate(self._views[name]):
                yield Judged(name, self.picture(row), self.truth(row), number > 0, (seat, len(self._held)))

    def draw(self, step: int, count: int, seed: int, pseudo: Collection[str]) -> np.ndarray:
        """Rows of a batch: half of them whole photos; with pseudo-labels, half from photos that have only those."""
        rng = np.random.default_rng((seed, step))
        others = sorted(pseudo)
        rows = []
        for number in range(count):
            pool = others if others and number % 2 else self._known
            views = self._views[pool[rng.integers(len(pool))]]
            rows.append(views[0] if len(views) == 1 or rng.random() < 0.5 else views[1 + rng.integers(len(views) - 1)])
        return np.array(rows)

    def picture(self, row: int) -> Picture:
        """The view's picture."""
        return cut(read(self.folder / "photos" / f"{self.name(row)}.webp"), self._rows["box"][row])

    def canvas(self, row: int) -> parser_net.Canvas:
        """The view as the network sees it."""
        picture = self.picture(row)
        points, visibility = self.pose(row)
        mask = self._rows["mask"][row].astype(np.float32) / 255
        return parser_net.assemble(picture, points, visibility, mask, self._rows["odds"][row])

    def pose(self, row: int) -> tuple[Float32[np.ndarray, "33 2"], Float32[np.ndarray, "33"]]:
        """Landmarks in the view's pixels, and their visibility (all 0 where no pose was found)."""
        size = np.array(self._sizes(row)[::-1], np.float32)
        points = self._rows["points"][row].astype(np.float32) * size - 0.5
        return points, self._rows["visibility"][row].astype(np.float32)

    def truth(self, row: int) -> Labels:
        """The label map of a labelled view, at its own size."""
        return cut(read_label_map(self.folder / "labels" / f"{self.name(row)}.png"), self._rows["box"][row])

    def labels(self, row: int, pseudo: Mapping[str, np.ndarray]) -> Labels:
        """Class + 1 on the canvas; 0 where it is unknown or outside the view."""
        size = parser_net.placement(*self._sizes(row))
        canvas = np.zeros((parser_net.HEIGHT, parser_net.WIDTH), np.uint8)
        if self.labelled(row):
            known = self.truth(row) + 1
        elif self.name(row) in pseudo:
            whole = pseudo[self.name(row)]
            height, width = parser_net.placement(*self._sizes(self._views[self.name(row)][0]))
            known = cut(whole[: -(-height // 2), : -(-width // 2)], self._rows["box"][row])
        else:
            return canvas
        canvas[: size[0], : size[1]] = cv2.resize(known, size[::-1], interpolation=cv2.INTER_NEAREST)
        return canvas

    def frequencies(self) -> list[float]:
        """Each class's share of the pixels of the photos that are trained on (every fifth photo is counted)."""
        count = np.zeros(len(CLASSES))
        for name in self._known[::5]:
            count += np.bincount(self.truth(self._views[name][0]).ravel(), minlength=len(CLASSES))
        return [float(v) for v in count / count.sum()]

    def more_than_one_class(self) -> None:
        """Nothing, if the label maps that are trained on tell two classes apart.

        Raises:
            NothingToLearn: they show one class alone.
        """
        shown: set[int] = set()
        for name in self._known:
            shown |= set(np.unique(self.truth(self._views[name][0])).tolist())
            if len(shown) > 1:
                return
        raise NothingToLearn(self.folder.name)

    def _sizes(self, row: int) -> tuple[int, int]:
        name = self.name(row)
        if name not in self._whole_sizes:
            self._whole_sizes[name] = self.picture(self._views[name][0]).shape[:2]
        height, width = self._whole_sizes[name]
        left, top, right, bottom = pixels(self._rows["box"][row], height, width)
        return bottom - top, right - left
